/* Calls of the program and the library that fail on purpose: the linker puts these in their place
 * (--wrap=NAME). What ICU, libxml2 and other libraries call themselves stays as it is; preload.c is for that.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>

#include "countdown.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
ssize_t __real_read(int fd, void *out, size_t size);
ssize_t __real_write(int fd, const void *data, size_t size);
int __real_open(const char *path, int flags, ...);
int __real_open64(const char *path, int flags, ...);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
ssize_t __wrap_read(int fd, void *out, size_t size);
ssize_t __wrap_write(int fd, const void *data, size_t size);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument);

static void *no_memory(void) {
    errno = ENOMEM;
    return NULL;
}

void *__wrap_malloc(size_t size) {
    return fault_now(FAULT_MEMORY) ? no_memory() : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size) {
    return fault_now(FAULT_MEMORY) ? no_memory() : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return fault_now(FAULT_MEMORY) ? no_memory() : __real_realloc(old, size);
}

static int fail_with(int reason) {
    errno = reason;
    return -1;
}

ssize_t __wrap_read(int fd, void *out, size_t size) {
    if (fault_now(FAULT_READ)) return fail_with(EIO);
    if (fault_now(FAULT_SIGNAL)) return fail_with(EINTR);
    return __real_read(fd, out, size > 1 && fault_now(FAULT_PIECES) ? 1 : size);
}

ssize_t __wrap_write(int fd, const void *data, size_t size) {
    if (fault_now(FAULT_WRITE)) return fail_with(ENOSPC);
    if (fault_now(FAULT_SIGNAL)) return fail_with(EINTR);
    return __real_write(fd, data, size > 1 && fault_now(FAULT_PIECES) ? 1 : size);
}

int __wrap_open(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return fault_now(FAULT_OPEN) ? fail_with(EMFILE) : __real_open(path, flags, mode);
}

/* What open is where files may be large. */
int __wrap_open64(const char *path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return fault_now(FAULT_OPEN) ? fail_with(EMFILE) : __real_open64(path, flags, mode);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                          void *argument) {
    return fault_now(FAULT_THREAD) ? EAGAIN : __real_pthread_create(thread, attributes, run, argument);
}
