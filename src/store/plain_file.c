/* Plain files and nothing else. SQLite itself follows no link to the files beside its database, but waits at
 * a pipe; and it looks for a link in the place of the database, so that one index would have its files in two
 * folders. */
#include "plain_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "beside.h"

static const char *kind_of(mode_t mode) {
    return S_ISLNK(mode) ? "a symbolic link" : S_ISDIR(mode) ? "a folder" : "no plain file";
}

dvk_status dvi_check_plain(const char *path, dvk_error *error) {
    struct stat info;
    if (lstat(path, &info) != 0 || S_ISREG(info.st_mode)) return DVK_OK;
    return dvi_error_set(error, DVK_E_IO, path, 0, 0,
                         "this is %s where an index has a file of its own, and nothing is done with it; put "
                         "the file back, or remove what stands there (a link to the whole folder is good)",
                         kind_of(info.st_mode));
}

dvk_status dvi_check_beside_plain(const char *path, dvk_error *error) {
    static const char *const endings[] = {DVI_LOG, "-shm", "-journal"};
    char name[DVI_BESIDE];
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && status == DVK_OK; i++) {
        dvi_beside(path, endings[i], name);
        status = dvi_check_plain(name, error);
    }
    return status;
}

dvk_status dvi_check_all_plain(const char *path, dvk_error *error) {
    dvk_status status = dvi_check_plain(path, error);
    return status == DVK_OK ? dvi_check_beside_plain(path, error) : status;
}

int dvi_open_plain(const char *path, int flags) {
    struct stat info;
    int fd = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (fd < 0) return -1;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) return fd;
    close(fd);
    return -1;
}
