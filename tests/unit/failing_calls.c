/* For tests: calls that fail on purpose. The linker puts these functions in the place of the system's
 * (--wrap=NAME); those that end in 64 are what the others are where files may be large. */
#include "failing_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

int __real_open(const char *path, int flags, ...);
int __real_open64(const char *path, int flags, ...);
ssize_t __real_pread(int fd, void *out, size_t size, off_t at);
ssize_t __real_pread64(int fd, void *out, size_t size, off_t at);
ssize_t __real_pwrite(int fd, const void *data, size_t size, off_t at);
ssize_t __real_pwrite64(int fd, const void *data, size_t size, off_t at);
int __real_close(int fd);
int __real_fsync(int fd);
int __real_link(const char *from, const char *to);
int __real_rename(const char *from, const char *to);
int __real_fstat(int fd, struct stat *out);
int __real_fstat64(int fd, struct stat *out);
int __real_statvfs(const char *path, struct statvfs *out);
int __real_statvfs64(const char *path, struct statvfs *out);

int __wrap_open(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __wrap_pread(int fd, void *out, size_t size, off_t at);
ssize_t __wrap_pread64(int fd, void *out, size_t size, off_t at);
ssize_t __wrap_pwrite(int fd, const void *data, size_t size, off_t at);
ssize_t __wrap_pwrite64(int fd, const void *data, size_t size, off_t at);
int __wrap_close(int fd);
int __wrap_fsync(int fd);
int __wrap_link(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_fstat(int fd, struct stat *out);
int __wrap_fstat64(int fd, struct stat *out);
int __wrap_statvfs(const char *path, struct statvfs *out);
int __wrap_statvfs64(const char *path, struct statvfs *out);

static struct {
    unsigned kinds;
    long left;
    int reason;
    bool failed, read_only;
} failing;

bool dvi_calls_fail(unsigned kinds, long after, int reason) {
    bool failed = failing.failed;
    failing.kinds = kinds;
    failing.left = after;
    failing.reason = reason;
    failing.failed = false;
    return failed;
}

void dvi_calls_read_only(bool on) {
    failing.read_only = on;
}

static bool must_fail(failing_call kind) {
    if ((failing.kinds & kind) == 0) return false;
    if (failing.left-- != 0) return false;
    if (failing.reason == 0) _exit(0);
    failing.kinds = 0;
    failing.failed = true;
    errno = failing.reason;
    return true;
}

int __wrap_open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return must_fail(FAILING_OPEN) ? -1 : __real_open(path, flags, mode);
}

int __wrap_open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return must_fail(FAILING_OPEN) ? -1 : __real_open64(path, flags, mode);
}

ssize_t __wrap_pread(int fd, void *out, size_t size, off_t at) {
    return must_fail(FAILING_READ) ? -1 : __real_pread(fd, out, size, at);
}

ssize_t __wrap_pread64(int fd, void *out, size_t size, off_t at) {
    return must_fail(FAILING_READ) ? -1 : __real_pread64(fd, out, size, at);
}

ssize_t __wrap_pwrite(int fd, const void *data, size_t size, off_t at) {
    return must_fail(FAILING_WRITE) ? -1 : __real_pwrite(fd, data, size, at);
}

ssize_t __wrap_pwrite64(int fd, const void *data, size_t size, off_t at) {
    return must_fail(FAILING_WRITE) ? -1 : __real_pwrite64(fd, data, size, at);
}

/* What is closed twice may by then be another thread's. */
int __wrap_close(int fd) {
    int status = __real_close(fd);
    if (status != 0 && errno == EBADF && fd >= 0) abort();
    return status;
}

int __wrap_fsync(int fd) {
    return must_fail(FAILING_SYNC) ? -1 : __real_fsync(fd);
}

int __wrap_link(const char *from, const char *to) {
    return must_fail(FAILING_LINK) ? -1 : __real_link(from, to);
}

int __wrap_rename(const char *from, const char *to) {
    return must_fail(FAILING_RENAME) ? -1 : __real_rename(from, to);
}

int __wrap_fstat(int fd, struct stat *out) {
    return must_fail(FAILING_STAT) ? -1 : __real_fstat(fd, out);
}

int __wrap_fstat64(int fd, struct stat *out) {
    return must_fail(FAILING_STAT) ? -1 : __real_fstat64(fd, out);
}

int __wrap_statvfs(const char *path, struct statvfs *out) {
    int result = __real_statvfs(path, out);
    if (failing.read_only) out->f_flag |= ST_RDONLY;
    return result;
}

int __wrap_statvfs64(const char *path, struct statvfs *out) {
    int result = __real_statvfs64(path, out);
    if (failing.read_only) out->f_flag |= ST_RDONLY;
    return result;
}
