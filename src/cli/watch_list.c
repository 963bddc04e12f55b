/* What is watched. The kernel's events only say when to look; what has happened is told by looking, so that
 * none is missed that the kernel does not tell of: file systems of other machines, queues that run over. */
#include "watch_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "dvoinik/read.h"
#include "messages.h"
#include "paths.h"

enum { DEEPEST = 16 };

void watch_list_init(watch_list *all) {
    *all = (watch_list){.events = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
}

void watch_list_finish(watch_list *all) {
    for (size_t i = 0; i < all->n; i++) {
        follow_finish(all->list[i]);
        free(all->list[i]);
    }
    for (size_t i = 0; i < all->n_folders; i++)
        free(all->folders[i]);
    if (all->events >= 0) close(all->events);
    free(all->list);
    free(all->by_path);
    free(all->folders);
    *all = (watch_list){.events = -1};
}

static void expect_events(watch_list *all, const char *path) {
    if (all->events < 0) return;
    (void)inotify_add_watch(all->events, path,
                            IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB | IN_MOVE_SELF |
                                IN_DELETE_SELF);
}

static bool has_ending(const char *name, const char *ending) {
    size_t len = strlen(name), n = strlen(ending);
    return len > n && strcasecmp(name + len - n, ending) == 0;
}

static bool is_by_lines(const char *name) {
    return has_ending(name, ".jsonl") || has_ending(name, ".ndjson");
}

/* How many paths stand before it. */
static size_t place_of(const watch_list *all, const char *path) {
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(all->by_path[middle]->path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_listed(const watch_list *all, const char *path) {
    size_t place = place_of(all, path);
    return place < all->n && strcmp(all->by_path[place]->path, path) == 0;
}

static follow *add_file(watch_list *all, const char *path, bool named, bool by_lines) {
    if (all->n == all->cap) {
        all->cap = all->cap * 2 + 16;
        all->list = checked_resize(all->list, all->cap, sizeof *all->list);
        all->by_path = checked_resize(all->by_path, all->cap, sizeof *all->by_path);
    }
    follow *f = checked_alloc(1, sizeof *f);
    size_t place = place_of(all, path);
    follow_init(f, path, named, by_lines);
    memmove(all->by_path + place + 1, all->by_path + place, (all->n - place) * sizeof *all->by_path);
    all->by_path[place] = f;
    all->list[all->n++] = f;
    return f;
}

/* A folder out of which files are taken when they are done with would have ever more to look at. */
static void forget_gone(watch_list *all) {
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < all->n; i++)
        if (!all->by_path[i]->gone) all->by_path[kept++] = all->by_path[i];
    for (size_t i = 0; i < all->n; i++) {
        follow *f = all->list[i];
        if (!f->gone) {
            all->list[n++] = f;
            continue;
        }
        follow_finish(f);
        free(f);
    }
    all->n = n;
}

/* Once for all, as there may be many, and such that get their proper names when they are whole. */
static void say_passed(watch_list *all, const char *path, const char *name) {
    if (all->quiet || strncmp(name, INDEX_FILE, sizeof INDEX_FILE - 1) == 0) return;
    message_error(
        "%s: passed over, as are others in folders whose names do not end as those of files that can "
        "be read do (.jsonl, .xml, .html, .txt and their like); rename it, or name the file itself",
        path);
    all->quiet = true;
}

static void look_into(watch_list *all, const char *folder, int depth);

static void look_at_entry(watch_list *all, const char *folder, const char *name, int depth) {
    struct stat info;
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = checked_alloc(size, 1);
    strcpy(path, folder);
    if (folder[strlen(folder) - 1] != '/') strcat(path, "/");
    strcat(path, name);
    if (lstat(path, &info) == 0) {
        if (S_ISDIR(info.st_mode) && depth < DEEPEST) {
            expect_events(all, path);
            look_into(all, path, depth + 1);
        }
        bool file = S_ISREG(info.st_mode) ||
                    (S_ISLNK(info.st_mode) && stat(path, &info) == 0 && S_ISREG(info.st_mode));
        if (file && !dvk_is_readable_name(name))
            say_passed(all, path, name);
        else if (file && !is_listed(all, path))
            add_file(all, path, false, !all->as_files && is_by_lines(name));
    }
    free(path);
}

static int not_hidden(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void look_into(watch_list *all, const char *folder, int depth) {
    struct dirent **entries;
    int n = scandir(folder, &entries, not_hidden, alphasort);
    for (int i = 0; i < n; i++) {
        look_at_entry(all, folder, entries[i]->d_name, depth);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

static void add_folder(watch_list *all, const char *path) {
    all->folders = checked_resize(all->folders, all->n_folders + 1, sizeof *all->folders);
    all->folders[all->n_folders] = checked_alloc(strlen(path) + 1, 1);
    strcpy(all->folders[all->n_folders++], path);
    expect_events(all, path);
}

/* The folder a named file lies in tells when the file is replaced. */
static void expect_folder_of(watch_list *all, const char *path) {
    char *folder = folder_of(path);
    expect_events(all, folder);
    free(folder);
}

/* Whether a named file is one of JSON lines: so it is called, or it begins so (or not yet, or cannot be
 * looked into beforehand, as a pipe cannot) and is not called otherwise. */
static bool grows_by_lines(const char *path, const struct stat *info) {
    char start[64];
    if (is_by_lines(path)) return true;
    if (dvk_is_readable_name(path)) return false;
    if (!S_ISREG(info->st_mode)) return true;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    ssize_t n = fd >= 0 ? read(fd, start, sizeof start) : 0, at = 0;
    if (fd >= 0) close(fd);
    while (at < n && strchr(" \t\r\n", start[at]) != NULL)
        at++;
    return at >= n || start[at] == '{';
}

static int refuse_format(const char *input) {
    message_error(
        "watch: %s is followed as JSON lines, and cannot have another --input-format; name a file or "
        "a folder, or leave the option out",
        strcmp(input, "-") == 0 ? "standard input" : input);
    return EXIT_USAGE;
}

int watch_list_add(watch_list *all, const char *input) {
    struct stat info;
    if (strcmp(input, "-") == 0) {
        if (all->as_files) return refuse_format(input);
        if (watch_list_stdin(all) == NULL) add_file(all, input, true, true);
        return EXIT_DONE;
    }
    bool there = stat(input, &info) == 0;
    if (!there || (S_ISDIR(info.st_mode) && access(input, R_OK | X_OK) != 0)) {
        message_error("%s: cannot be watched: %s", input, strerror(errno));
        return EXIT_INPUT;
    }
    if (S_ISDIR(info.st_mode)) {
        add_folder(all, input);
        return EXIT_DONE;
    }
    if (all->as_files && !S_ISREG(info.st_mode)) return refuse_format(input);
    if (!is_listed(all, input)) add_file(all, input, true, !all->as_files && grows_by_lines(input, &info));
    expect_folder_of(all, input);
    return EXIT_DONE;
}

void watch_list_look(watch_list *all, follow_sink *sink) {
    for (size_t i = 0; i < all->n_folders; i++)
        look_into(all, all->folders[i], 0);
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->list[i]->path, "-") != 0) follow_look(all->list[i], sink);
    follow_read_whole(sink);
    forget_gone(all);
}

follow *watch_list_stdin(const watch_list *all) {
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->list[i]->path, "-") == 0) return all->list[i];
    return NULL;
}

bool watch_list_wait(watch_list *all, int milliseconds, int output) {
    char events[4096];
    const follow *input = watch_list_stdin(all);
    struct pollfd fds[3] = {{.fd = all->events, .events = POLLIN},
                            {.fd = input != NULL && !input->ended ? STDIN_FILENO : -1, .events = POLLIN},
                            {.fd = output}};
    int n = poll(fds, 3, milliseconds);
    all->reader_left = n > 0 && (fds[2].revents & (POLLERR | POLLHUP)) != 0;
    if (n > 0 && fds[0].revents != 0)
        while (read(all->events, events, sizeof events) > 0) {
        }
    return n > 0 && fds[1].revents != 0;
}

bool watch_list_is_waiting(const watch_list *all) {
    for (size_t i = 0; i < all->n; i++)
        if (!all->list[i]->by_lines && !all->list[i]->taken) return true;
    return false;
}
