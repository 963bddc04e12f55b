/* A file that gets its name when it is whole: without one it goes with the process, whatever ends that. Where
 * a file system has no nameless files, the lock that its maker holds tells one that is being written from one
 * that was left. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "new_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "checked.h"
#include "interrupt.h"
#include "messages.h"
#include "paths.h"

#define PART ".dvoinik-part."
#define RANDOM "XXXXXX"

enum { TRIES = 100 };

/* Whether it has a name still, and nobody else took it for one that was left. */
static bool hold(int fd) {
    struct stat info;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
    return fstat(fd, &info) == 0 && info.st_nlink > 0;
}

static int open_named(new_file *file, const char *folder) {
    for (int i = 0; i < TRIES; i++) {
        char *path = join_path(folder, PART RANDOM);
        file->fd = mkostemp(path, O_CLOEXEC);
        int reason = errno;
        if (file->fd >= 0 && hold(file->fd)) {
            file->named = path;
            interrupt_remove(path);
            return 0;
        }
        free(path);
        if (file->fd < 0) return reason;
        close(file->fd);
    }
    return EBUSY;
}

/* A file of this name, of this user, that nobody holds. */
static bool is_left(const char *path) {
    struct stat info;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool left = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
                flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (left) left = unlink(path) == 0; /* while it is held */
    if (fd >= 0) close(fd);
    return left;
}

static void remove_left(const char *folder) {
    DIR *listing = opendir(folder);
    const struct dirent *entry;
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        if (strncmp(entry->d_name, PART, sizeof PART - 1) != 0 ||
            strlen(entry->d_name) != sizeof PART RANDOM - 1)
            continue;
        char *path = join_path(folder, entry->d_name);
        if (is_left(path))
            message_error("%s: this was left by a run that was cut off, and was removed", path);
        free(path);
    }
    if (listing != NULL) closedir(listing);
}

static bool can_be_named(int fd) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return access(path, F_OK) == 0;
}

static int open_nameless(const char *folder) {
    int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (fd < 0 || can_be_named(fd)) return fd;
    close(fd);
    return -1;
}

/* The mode and, where that may be, the owner of the old one. For those of another group nothing is opened
 * that was not. */
static void take_after(const new_file *file, const struct stat *old) {
    mode_t mask = umask(0), mode = old != NULL ? old->st_mode & 0777 : 0666 & ~mask;
    umask(mask);
    struct stat now;
    bool known = old != NULL && fstat(file->fd, &now) == 0;
    if (known && now.st_uid != old->st_uid) (void)!fchown(file->fd, old->st_uid, (gid_t)-1);
    if (known && now.st_gid != old->st_gid && fchown(file->fd, (uid_t)-1, old->st_gid) != 0)
        mode &= ~(mode_t)070;
    /* On a file system without modes the file keeps the ones it has. */
    (void)!fchmod(file->fd, mode);
}

int new_file_open(new_file *file, const char *target, const struct stat *old) {
    char *folder = folder_of(target);
    int reason = 0;
    *file = (new_file){.fd = open_nameless(folder)};
    if (file->fd < 0) {
        remove_left(folder);
        reason = open_named(file, folder);
    }
    free(folder);
    if (reason != 0) return reason;
    take_after(file, old);
    file->target = checked_copy(target, strlen(target));
    return 0;
}

/* A name for the moment until it takes the place of the other file. */
static int link_beside(new_file *file, const char *open_file) {
    char *folder = folder_of(file->target), name[sizeof PART RANDOM];
    struct timespec now;
    int reason = EEXIST;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint32_t number = (uint32_t)now.tv_nsec ^ (uint32_t)getpid() << 8;
    for (int i = 0; i < TRIES && reason == EEXIST; i++, number += 0x9E3779) {
        snprintf(name, sizeof name, PART "%06x", (unsigned)(number & 0xFFFFFF));
        char *path = join_path(folder, name);
        reason = linkat(AT_FDCWD, open_file, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
        if (reason == 0) {
            file->named = path;
            interrupt_remove(path);
        } else {
            free(path);
        }
    }
    free(folder);
    return reason;
}

/* Onto the disk: were the power cut, the name could lead to a part of the file, or to none of it. And what a
 * file system says only when a file is closed, as those of other machines do. */
static int flush(int fd) {
    if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP) return errno;
    int copy = dup(fd);
    return copy < 0 || close(copy) == 0 || errno == EINTR ? 0 : errno;
}

int new_file_put(new_file *file) {
    char open_file[64];
    int reason = flush(file->fd);
    if (reason != 0) return reason;
    snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", file->fd);
    if (file->named == NULL) {
        if (linkat(AT_FDCWD, open_file, AT_FDCWD, file->target, AT_SYMLINK_FOLLOW) == 0) return 0;
        reason = errno == EEXIST ? link_beside(file, open_file) : errno;
        if (reason != 0) return reason;
    }
    if (rename(file->named, file->target) != 0) return errno;
    interrupt_keep(file->named);
    free(file->named);
    file->named = NULL;
    return 0;
}

void new_file_finish(new_file *file) {
    if (file->named != NULL) {
        unlink(file->named);
        interrupt_keep(file->named);
    }
    free(file->named);
    free(file->target);
    file->named = file->target = NULL;
}
