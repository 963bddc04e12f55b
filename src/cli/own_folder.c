/* A folder of this process. The lock that it holds tells others that it is in use; a process that is killed
 * holds none. */
#define _GNU_SOURCE /* flock */
#include "own_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "messages.h"
#include "paths.h"

#define NAME ".dvoinik-watch."
#define RANDOM "XXXXXX"

enum { TRIES = 100 };

static const char *parent(void) {
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] != '\0' ? folder : "/tmp";
}

static void remove_index(const char *folder) {
    const struct dirent *entry;
    DIR *listing = opendir(folder);
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        if (strncmp(entry->d_name, INDEX_FILE, strlen(INDEX_FILE)) != 0) continue;
        char *path = join_path(folder, entry->d_name);
        unlink(path);
        free(path);
    }
    if (listing != NULL) closedir(listing);
    rmdir(folder);
}

/* -1 when it cannot be had: somebody else's, in use, no folder. */
static int take_lock(const char *path, bool *in_use) {
    struct stat info;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool locked = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
    *in_use = fd >= 0 && !locked && errno == EWOULDBLOCK;
    if (locked && fstat(fd, &info) == 0 && info.st_uid == geteuid() && info.st_nlink > 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

static void remove_left(void) {
    DIR *listing = opendir(parent());
    const struct dirent *entry;
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        if (strncmp(entry->d_name, NAME, sizeof NAME - 1) != 0 ||
            strlen(entry->d_name) != sizeof NAME RANDOM - 1)
            continue;
        bool in_use;
        own_folder left = {.path = join_path(parent(), entry->d_name)};
        left.index = join_path(left.path, "index");
        left.lock = take_lock(left.path, &in_use);
        if (left.lock >= 0)
            message_error("%s: this was left by a run that was cut off, and is removed", left.path);
        if (left.lock >= 0) {
            own_folder_remove(&left);
        } else {
            free(left.index);
            free(left.path);
        }
    }
    if (listing != NULL) closedir(listing);
}

/* Another process that looks for what was left may take it before it is locked. */
static bool make_locked(own_folder *folder) {
    for (int i = 0; i < TRIES; i++) {
        bool in_use;
        folder->path = join_path(parent(), NAME RANDOM);
        if (mkdtemp(folder->path) == NULL) return false;
        folder->lock = take_lock(folder->path, &in_use);
        /* There are file systems without locks. */
        if (folder->lock >= 0 || (!in_use && access(folder->path, F_OK) == 0)) return true;
        free(folder->path);
    }
    return false;
}

int own_folder_make(own_folder *folder) {
    remove_left();
    *folder = (own_folder){.lock = -1};
    if (make_locked(folder)) {
        folder->index = join_path(folder->path, "index");
        return EXIT_DONE;
    }
    message_error(
        "%s: no temporary folder can be made: %s; set TMPDIR to another folder, or watch with --index",
        parent(), strerror(errno));
    free(folder->path);
    folder->path = NULL;
    return EXIT_RESOURCE;
}

void own_folder_remove(own_folder *folder) {
    if (folder->path == NULL) return;
    remove_index(folder->index);
    rmdir(folder->path);
    if (folder->lock >= 0) close(folder->lock);
    free(folder->index);
    free(folder->path);
    *folder = (own_folder){.lock = -1};
}
