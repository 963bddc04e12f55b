/* dvoinik watch: follows what grows, and tells of each article when it is in the index. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "index_actions.h"
#include "interrupt.h"
#include "messages.h"
#include "own_folder.h"
#include "paths.h"
#include "verbs.h"
#include "watch_list.h"

enum { AT_REST = 500, UNEASY = 100 /* ms between two looks, at most */ };

typedef struct watching {
    const settings *values;
    watch_list all;
    const char *folder; /* of the index */
    own_folder own;     /* where that is, when it is to go at the end */
    dvk_index *index;
} watching;

static bool is_index(const char *folder) {
    char *path = join_path(folder, INDEX_FILE);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

/* The index named, or the first input that is one; the rest is watched. */
static int choose_inputs(watching *w) {
    int status = EXIT_DONE;
    size_t watched = 0;
    w->folder = w->values->index;
    for (size_t i = 0; i < w->values->n_inputs && status == EXIT_DONE; i++) {
        const char *input = w->values->inputs[i];
        if (w->folder == NULL && is_index(input)) {
            w->folder = input;
            continue;
        }
        status = watch_list_add(&w->all, input);
        watched++;
    }
    if (status == EXIT_DONE && watched == 0) status = watch_list_add(&w->all, "-");
    if (status != EXIT_DONE || w->folder != NULL) return status;
    status = own_folder_make(&w->own);
    w->folder = w->own.index;
    return status;
}

static bool put_and_flush(void *user, const dvk_index_answer *answer) {
    index_lines *lines = user;
    return index_put_article(user, answer) && output_flush(&lines->out) == DVK_OK;
}

static bool change_and_flush(void *user, const dvk_index_change *change) {
    index_lines *lines = user;
    return index_put_change(user, change) && output_flush(&lines->out) == DVK_OK;
}

static bool not_interrupted(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)user, (void)stage, (void)done, (void)total;
    return !interrupted();
}

/* Done when standard input has ended and nothing else is watched. */
static bool goes_on(const watching *w, const follow_sink *sink) {
    const follow *input = watch_list_stdin(&w->all);
    bool others = w->all.n_folders > 0 || w->all.n > (input != NULL ? 1u : 0u);
    return sink->status == DVK_OK && !interrupted() && !w->all.reader_left &&
           (others || (input != NULL && !input->ended));
}

/* Standard output where it has a reader, who may go away, or -1. */
static int output_with_reader(const watching *w) {
    struct stat info;
    bool other = w->values->output != NULL && strcmp(w->values->output, "-") != 0;
    if (other || fstat(STDOUT_FILENO, &info) != 0) return -1;
    return S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode) ? STDOUT_FILENO : -1;
}

static void watch(watching *w, follow_sink *sink) {
    int reader = output_with_reader(w);
    while (goes_on(w, sink)) {
        watch_list_look(&w->all, sink);
        bool uneasy = w->all.events < 0 || watch_list_is_waiting(&w->all);
        if (!goes_on(w, sink)) break;
        if (watch_list_wait(&w->all, uneasy ? UNEASY : AT_REST, reader))
            follow_look(watch_list_stdin(&w->all), sink);
    }
}

static int finish(watching *w, follow_sink *sink, index_lines *lines) {
    bool stopped = sink->status == DVK_E_CANCELLED || sink->status == DVK_OK;
    int closed = output_close(&lines->out);
    say_unsaid(&sink->said);
    if (!stopped) return message_failure(sink->status, &sink->error);
    if (closed == EXIT_DONE && sink->bad > 0 && !w->values->quiet)
        message_error("%llu bad record%s passed over", (unsigned long long)sink->bad,
                      sink->bad == 1 ? " was" : "s were");
    return interrupted() ? EXIT_INTERRUPTED : closed;
}

/* What a new index pins has no meaning for one that is there. */
static bool asks_what_is_fixed(const watching *w) {
    static const char *const fixed[] = {"window", "duplicate-threshold", "event-threshold", "seed", "bands",
                                        "rows",   "max-candidates"};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        if (!option_given(w->values, fixed[i])) continue;
        message_error(
            "watch: --%s was fixed when the index %s was made; leave it out, or watch without that index",
            fixed[i], w->folder);
        return true;
    }
    return false;
}

static int run(watching *w) {
    index_lines lines;
    dvk_index_listener listener;
    if (is_index(w->folder) && asks_what_is_fixed(w)) return EXIT_USAGE;
    int status =
        index_open(w->values, w->folder, is_index(w->folder) ? DVK_INDEX_WRITE : DVK_INDEX_NEW, &w->index);
    if (status == EXIT_DONE) status = index_lines_open_to_change(&lines, w->values, &listener);
    if (status != EXIT_DONE) return status;
    output_show(&lines.out);
    lines.only_new = true;
    listener.on_article = put_and_flush;
    listener.on_change = change_and_flush;
    listener.on_progress = not_interrupted;
    follow_sink sink = {
        .values = w->values, .index = w->index, .listener = &listener, .said = {.quiet = w->values->quiet}};
    watch(w, &sink);
    return finish(w, &sink, &lines);
}

/* A file that grows is held open, and a folder may have more of them than a process may commonly have. */
static void allow_many_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

int verb_watch(const settings *values) {
    watching w = {.values = values};
    allow_many_files();
    watch_list_init(&w.all);
    w.all.quiet = values->quiet;
    w.all.as_files = values->input_format != DVK_INPUT_AUTO && values->input_format != DVK_INPUT_JSONL;
    int status = choose_inputs(&w);
    if (status == EXIT_DONE) status = run(&w);
    watch_list_finish(&w.all);
    dvk_index_destroy(w.index);
    own_folder_remove(&w.own);
    return status;
}
