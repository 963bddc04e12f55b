/* Inputs that are read twice. Standard input keeps its descriptor, so that the reader, and with it the ids
 * and the messages, are the same as for a file; only what stands behind it is another. */
#include "twice.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "interrupt.h"
#include "messages.h"

enum { CHUNK = 1 << 16 };

static bool is_standard_input(const char *name) {
    return strcmp(name, "-") == 0;
}

static bool reads_standard_input(const settings *values, size_t first) {
    for (size_t i = first; i < values->n_inputs; i++)
        if (is_standard_input(values->inputs[i])) return true;
    return false;
}

/* What is not there is left to the reader to say. */
static int refuse_passing(const char *name, const char *what) {
    struct stat info;
    if (is_standard_input(name) || stat(name, &info) != 0) return EXIT_DONE;
    if (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) return EXIT_DONE;
    message_error("%s: it can be read only once, %s reads files twice; give it as standard input: - <%s",
                  name, what, name);
    return EXIT_INPUT;
}

/* A file without a name: it is gone when the program is. */
static int open_nameless(const char **folder) {
    *folder = getenv("TMPDIR");
    if (*folder == NULL || **folder == '\0') *folder = "/tmp";
    size_t size = strlen(*folder) + sizeof "/dvoinik-XXXXXX";
    char *path = checked_alloc(size, 1);
    snprintf(path, size, "%s/dvoinik-XXXXXX", *folder);
    int fd = mkstemp(path);
    int reason = errno;
    if (fd >= 0) unlink(path);
    free(path);
    errno = reason;
    return fd;
}

static int fail(const char *where, const char *what) {
    message_error("%s: %s: %s", where, what, strerror(errno));
    return strcmp(where, "-") == 0 ? EXIT_INPUT : EXIT_RESOURCE;
}

static bool write_whole(int fd, const char *data, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && (errno != EINTR || interrupted())) return false;
        if (n < 0) continue;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static int copy_to(int fd, const char *folder) {
    char chunk[CHUNK];
    for (;;) {
        ssize_t n = interrupted() ? 0 : read(STDIN_FILENO, chunk, sizeof chunk);
        if (interrupted()) return message_failure(DVK_E_CANCELLED, NULL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail("-", "standard input cannot be read");
        if (n == 0) return EXIT_DONE;
        if (!write_whole(fd, chunk, (size_t)n)) {
            if (interrupted()) return message_failure(DVK_E_CANCELLED, NULL);
            return fail(folder, "no room for standard input; set TMPDIR to a folder that has");
        }
    }
}

static int spool(void) {
    const char *folder;
    int fd = open_nameless(&folder);
    if (fd < 0) return fail(folder, "a temporary file cannot be made; set TMPDIR to another folder");
    int status = copy_to(fd, folder);
    if (status == EXIT_DONE && (lseek(fd, 0, SEEK_SET) != 0 || dup2(fd, STDIN_FILENO) < 0))
        status = fail(folder, "the temporary file cannot be read");
    close(fd);
    return status;
}

int twice_prepare(const settings *values, size_t first, const char *what, int64_t *begin) {
    *begin = 0;
    for (size_t i = first; i < values->n_inputs; i++) {
        int status = refuse_passing(values->inputs[i], what);
        if (status != EXIT_DONE) return status;
    }
    struct stat info;
    if (!reads_standard_input(values, first) || fstat(STDIN_FILENO, &info) != 0) return EXIT_DONE;
    if (!S_ISREG(info.st_mode)) return S_ISDIR(info.st_mode) ? EXIT_DONE : spool();
    off_t at = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (at < 0) return spool();
    *begin = at;
    return EXIT_DONE;
}

int twice_rewind(const settings *values, size_t first, int64_t begin) {
    if (!reads_standard_input(values, first) || lseek(STDIN_FILENO, (off_t)begin, SEEK_SET) >= 0)
        return EXIT_DONE;
    return fail("-", "standard input cannot be read a second time");
}
