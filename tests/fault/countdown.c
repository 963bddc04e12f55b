/* Which call is to fail. Allocates nothing, as it is called by what allocates. */
#define _GNU_SOURCE /* syscall */
#include "countdown.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const kinds[N_FAULTS] = {"memory", "read", "write", "open", "thread", "pieces", "signal"};
static atomic_int ready;
static int wanted = -1;
static unsigned long first;
static bool all;
static atomic_ulong counted, failed;

static void tell(void) {
    const char *path = getenv("DVOINIK_FAULT_LOG");
    char line[64];
    if (path == NULL) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY);
    if (fd < 0) return;
    int n = snprintf(line, sizeof line, "%lu %lu\n", atomic_load(&counted), atomic_load(&failed));
    (void)syscall(SYS_write, fd, line, (size_t)n);
    syscall(SYS_close, fd);
}

/* An _exit does not call it. The last word is the one that counts. */
__attribute__((destructor)) static void at_end(void) {
    tell();
}

static void prepare(void) {
    const char *fault = getenv("DVOINIK_FAULT");
    if (fault == NULL) return;
    size_t len = strcspn(fault, ":");
    for (int i = 0; i < N_FAULTS; i++)
        if (strlen(kinds[i]) == len && strncmp(kinds[i], fault, len) == 0) wanted = i;
    if (fault[len] == '\0') return;
    char *end;
    first = strtoul(fault + len + 1, &end, 10);
    all = *end == '+';
}

bool fault_now(fault_kind kind) {
    if (atomic_exchange(&ready, 1) == 0) prepare();
    if ((int)kind != wanted) return false;
    unsigned long number = atomic_fetch_add(&counted, 1);
    bool now = all ? number >= first : number == first;
    if (now && atomic_fetch_add(&failed, 1) == 0) tell();
    return now;
}
