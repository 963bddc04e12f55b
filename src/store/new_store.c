/* Making the database of an index. It is made under another name and gets its own when it is whole and
 * synced, so that no half-made index is ever found; and by one at a time, since that other name is the same
 * for all. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "beside.h"
#include "commit_mark.h"
#include "database.h"
#include "plain_file.h"

enum { PAUSE = 10 /* milliseconds */ };

static void remove_with_log(const char *path) {
    char name[DVI_BESIDE];
    static const char *const endings[] = {"", DVI_LOG, "-shm", "-journal", DVI_MARK};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        dvi_beside(path, endings[i], name);
        unlink(name);
    }
}

void dvi_store_remove(const char *folder, const char *file) {
    char *path = dvi_join_path(folder, file, "");
    if (path != NULL) remove_with_log(path);
    dvi_free(path);
}

static dvk_status refuse_there(dvi_store *store, const char *path) {
    return dvi_error_set(&store->error, DVK_E_IO, path, 0, 0,
                         "there is an index already; give another folder");
}

/* SQLite would take a log that it finds for that of the new index. */
static dvk_status refuse_log(dvi_store *store, const char *path) {
    static const char *const endings[] = {DVI_LOG, DVI_LOG_ASIDE};
    char name[DVI_BESIDE];
    struct stat info;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        dvi_beside(path, endings[i], name);
        if (stat(name, &info) != 0 || info.st_size == 0) continue;
        if (access(path, F_OK) == 0) return refuse_there(store, path); /* by now, with its log */
        return dvi_error_set(
            &store->error, DVK_E_IO, name, 0, 0,
            "this is what an index that is no more committed last; put its file back, or remove it");
    }
    return DVK_OK;
}

static dvk_status make_folder(dvi_store *store, const char *folder, const dvi_store_options *options) {
    char reason[128];
    struct stat info;
    if (mkdir(folder, 0777) == 0) {
        char *above = options->careless ? NULL : dvi_join_path(folder, "..", "");
        if (above != NULL) dvi_sync_folder(above);
        dvi_free(above);
        return DVK_OK;
    }
    bool taken = errno == EEXIST;
    if (taken && stat(folder, &info) == 0) {
        if (S_ISDIR(info.st_mode)) return DVK_OK;
        return dvi_error_set(&store->error, DVK_E_IO, folder, 0, 0,
                             "this is a file; an index is a folder, so give another name");
    }
    if (taken && lstat(folder, &info) == 0)
        return dvi_error_set(&store->error, DVK_E_IO, folder, 0, 0,
                             "this is a symbolic link that leads nowhere; make the folder that it names, or "
                             "give another name");
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(&store->error, DVK_E_WRITE, folder, 0, 0, "the folder cannot be made: %s", reason);
}

/* Waits until no other makes an index in the folder. *lock gets what is to be closed, whatever comes back; -1
 * where a folder cannot be locked. */
static dvk_status lock_folder(dvi_store *store, const char *folder, uint32_t wait, int *lock) {
    const struct timespec pause = {0, PAUSE * 1000000L};
    *lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (uint32_t waited = 0; *lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) != 0; waited += PAUSE) {
        if (errno != EWOULDBLOCK && errno != EINTR) break;
        if (waited >= wait)
            return dvi_error_set(&store->error, DVK_E_BUSY, folder, 0, 0,
                                 "another process is making an index in it; try again when it has ended");
        nanosleep(&pause, NULL);
    }
    return DVK_OK;
}

/* A link fails where the name is taken. */
static dvk_status give_name(dvi_store *store, const char *draft, const char *path) {
    char reason[128];
    if (link(draft, path) == 0) return DVK_OK;
    int failure = errno;
    dvi_errno_text(failure, reason, sizeof reason);
    if (failure == EEXIST) return refuse_there(store, path);
    if (rename(draft, path) == 0) return DVK_OK;
    return dvi_error_set(&store->error, DVK_E_WRITE, path, 0, 0, "the index cannot be given its name: %s",
                         reason);
}

/* Here and not by SQLite, which would make it where a link leads that comes just now. */
static dvk_status make_empty(dvi_store *store, const char *draft) {
    char reason[128];
    int fd = open(draft, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd >= 0) {
        close(fd);
        return DVK_OK;
    }
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(&store->error, DVK_E_WRITE, draft, 0, 0, "the index cannot be made: %s", reason);
}

static dvk_status make(dvi_store *store, const char *folder, const dvi_store_options *options, char *path,
                       char *draft) {
    if (access(path, F_OK) == 0) return refuse_there(store, path);
    dvk_status status = refuse_log(store, path);
    if (status == DVK_OK) status = dvi_check_beside_plain(path, &store->error);
    remove_with_log(draft);
    if (status == DVK_OK) status = make_empty(store, draft);
    if (status != DVK_OK) return status;
    store->path = draft;
    status = dvi_fill_new(store, options);
    dvi_close_handle(store);
    store->path = path;
    if (status == DVK_OK) dvi_commit_mark_remove(path);
    if (status == DVK_OK) status = give_name(store, draft, path);
    remove_with_log(draft);
    if (status == DVK_OK && !options->careless) dvi_sync_folder(folder);
    return status;
}

dvk_status dvi_make_new(dvi_store *store, const char *folder, const char *file,
                        const dvi_store_options *options) {
    char *path = store->path;
    int lock = -1;
    if (access(path, F_OK) == 0) return refuse_there(store, path);
    char *draft = dvi_join_path(folder, file, ".new");
    if (draft == NULL)
        return dvi_error_set(&store->error, DVK_E_MEMORY, path, 0, 0,
                             "the memory is not enough to make an index");
    dvk_status status = make_folder(store, folder, options);
    if (status == DVK_OK) status = lock_folder(store, folder, options->wait, &lock);
    if (status == DVK_OK) status = make(store, folder, options, path, draft);
    if (lock >= 0) close(lock);
    dvi_free(draft);
    return status;
}
