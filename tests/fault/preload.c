/* Every allocation of a process made to fail on purpose, those of the libraries it stands on too: for
 * LD_PRELOAD, with glibc, without sanitizers (which have an allocator of their own). */
#include <errno.h>
#include <stddef.h>

#include "countdown.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *old, size_t size);

static void *no_memory(void) {
    errno = ENOMEM;
    return NULL;
}

void *malloc(size_t size) {
    return fault_now(FAULT_MEMORY) ? no_memory() : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return fault_now(FAULT_MEMORY) ? no_memory() : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size) {
    return fault_now(FAULT_MEMORY) ? no_memory() : __libc_realloc(old, size);
}
