/* Following one input. A line counts when its end has come; what stands behind the last end waits. A file
 * whose name has come to mean another file was rotated: the old one is read to its end first. One that has
 * become shorter was cut, and one in which something else stands in front of where it was read to was written
 * anew: both begin anew. Ids that are missing are made of what is said, not of lines, so
 * that those of one file differ from those of the next, and what comes again is known.
 */
#include "follow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "checked.h"
#include "interrupt.h"
#include "messages.h"

enum { BLOCK = 1 << 18, QUIET_FOR = 300 /* ms without a change, after which a file is taken to be whole */ };

int64_t follow_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void follow_init(follow *f, const char *path, bool named, bool by_lines) {
    size_t size = strlen(path) + 1;
    *f = (follow){.path = checked_alloc(size, 1),
                  .named = named,
                  .by_lines = by_lines,
                  .fd = -1,
                  .line = 1,
                  .since = -1};
    memcpy(f->path, path, size);
    if (strcmp(path, "-") == 0) f->fd = STDIN_FILENO;
}

static void drop_readers(follow *f) {
    for (size_t i = 0; i < FOLLOW_TOGETHER; i++) {
        dvk_line_reader_destroy(f->readers[i]);
        f->readers[i] = NULL;
    }
}

void follow_finish(follow *f) {
    drop_readers(f);
    if (f->fd > STDIN_FILENO) close(f->fd);
    free(f->held);
    free(f->path);
    *f = (follow){.fd = -1};
}

static void pass_over(follow_sink *sink, const dvk_error *error) {
    sink->bad++;
    if (!sink->values->quiet) message_place(error, "; passed over");
}

/* Adds articles; where one of them cannot be added, each by itself, so that the others are. */
static void hand_on(follow_sink *sink, const dvk_article *articles, size_t n) {
    if (n == 0 || sink->status != DVK_OK) return;
    dvk_status status = dvk_index_add(sink->index, articles, n, sink->listener, &sink->error);
    bool bad = status == DVK_E_DUPLICATE || status == DVK_E_ENCODING;
    if (bad && n == 1) {
        pass_over(sink, &sink->error);
    } else if (bad) {
        for (size_t i = 0; i < n; i++)
            hand_on(sink, &articles[i], 1);
    } else {
        sink->status = status;
    }
}

static dvk_status make_reader(follow *f, follow_sink *sink, size_t i) {
    dvk_read_options options;
    if (f->readers[i] != NULL) return DVK_OK;
    read_settings(sink->values, &options);
    options.ids_of_content = true;
    options.on_bad = warn_of_bad;
    options.user = &sink->said;
    return dvk_line_reader_create(&f->readers[i], f->path, &options);
}

/* Hands on the whole lines among the first `len` held bytes. */
static void take_lines(follow *f, follow_sink *sink, size_t len) {
    dvk_article articles[FOLLOW_TOGETHER] = {{.time = DVK_NO_TIME}};
    size_t n = 0, at = 0;
    while (at < len && sink->status == DVK_OK && !interrupted()) {
        const char *line = f->held + at, *end = memchr(line, '\n', len - at);
        size_t size = end != NULL ? (size_t)(end - line) : len - at;
        dvk_error error = {0};
        dvk_status status = make_reader(f, sink, n);
        if (status == DVK_OK)
            status = dvk_line_reader_read(f->readers[n], (dvk_span){line, size}, f->line, f->byte + at,
                                          &articles[n], &error);
        if (status == DVK_OK) n++;
        if (status < 0) pass_over(sink, &error);
        at += size + (end != NULL);
        f->line++;
        if (n < FOLLOW_TOGETHER && at < len) continue;
        hand_on(sink, articles, n);
        n = 0;
    }
    hand_on(sink, articles, n);
    memmove(f->held, f->held + at, f->n_held - at);
    f->n_held -= at;
    f->byte += at;
}

/* No line ends before `from`, so that a line that grows is not looked through again and again. */
static void take_whole_lines(follow *f, follow_sink *sink, size_t from) {
    size_t len = f->n_held;
    while (len > from && f->held[len - 1] != '\n')
        len--;
    if (len > from) take_lines(f, sink, len);
}

/* What a long line took, here and in its reader, is given back when it is gone. */
static void give_room_back(follow *f) {
    size_t enough = f->n_held + BLOCK;
    if (f->held_cap / 4 < enough) return;
    drop_readers(f);
    f->held = checked_resize(f->held, enough, 1);
    f->held_cap = enough;
}

static bool is_too_long(const follow *f, const follow_sink *sink) {
    return f->n_held > (size_t)sink->values->max_record << 20;
}

/* A line that grows past the limit is refused by what there is of it; its rest is still the same line. */
static void give_up_line(follow *f, follow_sink *sink) {
    uint64_t line = f->line;
    take_lines(f, sink, f->n_held);
    f->line = line;
    f->given_up = true;
}

/* Lets go of the rest of such a line, as far as it has come. */
static void pass_over_rest(follow *f) {
    const char *end = memchr(f->held, '\n', f->n_held);
    size_t len = end != NULL ? (size_t)(end - f->held) + 1 : f->n_held;
    memmove(f->held, f->held + len, f->n_held - len);
    f->n_held -= len;
    f->byte += len;
    f->line += end != NULL;
    f->given_up = end == NULL;
}

/* Of standard input there is no more to come; a file may be replaced by one that can be read. */
static void fail_to_read(const follow *f, follow_sink *sink) {
    dvk_error error = {.status = DVK_E_IO};
    snprintf(error.file, sizeof error.file, "%s", f->path);
    snprintf(error.message, sizeof error.message, "it cannot be read: %s", strerror(errno));
    if (f->fd != STDIN_FILENO && !f->ended) pass_over(sink, &error);
    if (f->fd != STDIN_FILENO) return;
    sink->status = error.status;
    sink->error = error;
}

/* Reads what there is; false at the end. */
static bool read_more(follow *f, follow_sink *sink) {
    if (f->held_cap < f->n_held + BLOCK) {
        f->held_cap = f->n_held + f->n_held / 2 + BLOCK;
        f->held = checked_resize(f->held, f->held_cap, 1);
    }
    ssize_t n;
    do
        n = read(f->fd, f->held + f->n_held, BLOCK);
    while (n < 0 && errno == EINTR && !interrupted());
    if (n <= 0) {
        bool failed = n < 0 && errno != EAGAIN && errno != EINTR;
        if (failed) fail_to_read(f, sink);
        f->ended = n == 0 || failed;
        return false;
    }
    f->n_last = (size_t)n < sizeof f->last ? (size_t)n : sizeof f->last;
    memcpy(f->last, f->held + f->n_held + (size_t)n - f->n_last, f->n_last);
    size_t before = f->n_held;
    f->n_held += (size_t)n;
    if (f->given_up) pass_over_rest(f);
    take_whole_lines(f, sink, before);
    if (is_too_long(f, sink)) give_up_line(f, sink);
    give_room_back(f);
    return true;
}

static void read_all(follow *f, follow_sink *sink) {
    while (sink->status == DVK_OK && !interrupted() && read_more(f, sink)) {
    }
}

static void begin_anew(follow *f) {
    f->n_held = 0;
    f->byte = 0;
    f->line = 1;
    f->n_last = 0;
    f->given_up = false;
}

static void open_file(follow *f, follow_sink *sink) {
    struct stat info;
    f->fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (f->fd < 0 || fstat(f->fd, &info) != 0) {
        if (f->fd < 0 && errno != ENOENT && !sink->values->quiet && !f->taken)
            message_error("%s: cannot be opened: %s", f->path, strerror(errno));
        f->taken = true; /* said once */
        return;
    }
    f->taken = false;
    f->device = info.st_dev;
    f->inode = info.st_ino;
    begin_anew(f);
}

/* What is left of a file that was replaced: its last line has no end to wait for. */
static void leave_file(follow *f, follow_sink *sink) {
    read_all(f, sink);
    if (f->n_held > 0) take_lines(f, sink, f->n_held);
    close(f->fd);
    f->fd = -1;
}

static bool is_another(const follow *f) {
    struct stat opened;
    char before[sizeof f->last];
    uint64_t place = f->byte + f->n_held;
    if (fstat(f->fd, &opened) != 0 || !S_ISREG(opened.st_mode)) return false;
    if ((uint64_t)opened.st_size < place) return true;
    return pread(f->fd, before, f->n_last, (off_t)(place - f->n_last)) == (ssize_t)f->n_last &&
           memcmp(before, f->last, f->n_last) != 0;
}

/* Whether nothing can come any more: the file has no name left. */
static bool is_removed(const follow *f) {
    struct stat opened;
    return !f->named && fstat(f->fd, &opened) == 0 && opened.st_nlink == 0;
}

static void look_at_lines(follow *f, follow_sink *sink) {
    struct stat named;
    bool there = stat(f->path, &named) == 0;
    if (f->fd >= 0 && there && (named.st_dev != f->device || named.st_ino != f->inode)) leave_file(f, sink);
    if (f->fd < 0 && there) open_file(f, sink);
    if (f->fd < 0) return;
    if (is_another(f)) {
        if (!sink->values->quiet)
            message_error("%s: the file was cut or written anew; it is read again from its beginning",
                          f->path);
        (void)lseek(f->fd, 0, SEEK_SET);
        begin_anew(f);
    }
    read_all(f, sink);
    if (there || !is_removed(f)) return;
    leave_file(f, sink);
    f->gone = true;
}

static void look_at_stdin(follow *f, follow_sink *sink) {
    if (f->ended) return;
    (void)read_more(f, sink); /* once: the caller knows that there is something */
    if (f->ended && f->n_held > 0) take_lines(f, sink, f->n_held);
}

/* The place behind the file that a failure names; the next one where it names none of them. */
static size_t place_behind(const char *const *paths, size_t n, const dvk_error *error) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(paths[i], error->file) == 0) return i + 1;
    return 1;
}

static void count_skipped(follow_sink *sink, const dvk_reader *reader) {
    dvk_read_stats stats = {0};
    if (reader != NULL) dvk_reader_stats(reader, &stats);
    sink->bad += stats.skipped;
}

/* Reads some files up to the first that cannot be read; returns how many are done with. */
static size_t read_files(const char *const *paths, size_t n, follow_sink *sink) {
    dvk_reader *reader = NULL;
    dvk_read_options options;
    warnings said = {.quiet = sink->values->quiet};
    read_settings(sink->values, &options);
    options.ids_of_content = true;
    options.skip_bad = true;
    options.on_bad = warn_of_bad;
    options.user = &said;
    dvk_status status = dvk_reader_create(&reader, paths, n, &options);
    dvk_error error = {0};
    if (status == DVK_OK) status = dvk_index_read(sink->index, reader, sink->listener, &error);
    say_unsaid(&said);
    count_skipped(sink, reader);
    dvk_reader_destroy(reader);
    if (status == DVK_E_INPUT || status == DVK_E_ENCODING || status == DVK_E_LIMIT) {
        pass_over(sink, &error);
        return place_behind(paths, n, &error);
    }
    if (status != DVK_OK) {
        sink->status = status;
        sink->error = error;
    }
    return n;
}

/* Together, as what is added together is synced with the disk once. */
void follow_read_whole(follow_sink *sink) {
    const char *paths[FOLLOW_WHOLE];
    for (size_t i = 0; i < sink->n_whole; i++)
        paths[i] = sink->whole[i]->path;
    for (size_t at = 0; at < sink->n_whole && sink->status == DVK_OK;)
        at += read_files(paths + at, sink->n_whole - at, sink);
    sink->n_whole = 0;
}

/* A file is whole when it has not changed for a while. */
static void look_at_whole(follow *f, follow_sink *sink) {
    struct stat now;
    if (stat(f->path, &now) != 0) {
        f->gone = !f->named && (errno == ENOENT || errno == ENOTDIR);
        return;
    }
    bool same = now.st_size == f->size && now.st_ctim.tv_sec == f->changed.tv_sec &&
                now.st_ctim.tv_nsec == f->changed.tv_nsec;
    if (!same || f->since < 0) {
        f->size = now.st_size;
        f->changed = now.st_ctim;
        f->since = follow_clock();
        f->taken = false;
    } else if (!f->taken && follow_clock() - f->since >= QUIET_FOR) {
        f->taken = true;
        if (now.st_size > 0) sink->whole[sink->n_whole++] = f;
        if (sink->n_whole == FOLLOW_WHOLE) follow_read_whole(sink);
    }
}

void follow_look(follow *f, follow_sink *sink) {
    if (sink->status != DVK_OK) return;
    if (strcmp(f->path, "-") == 0)
        look_at_stdin(f, sink);
    else if (f->by_lines)
        look_at_lines(f, sink);
    else
        look_at_whole(f, sink);
}
