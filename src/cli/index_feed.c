/* dvoinik index create, add, query: what articles come in through. */
#include <inttypes.h>

#include "index_actions.h"
#include "interrupt.h"
#include "messages.h"
#include "progress.h"
#include "run_job.h"

int index_create(const settings *values) {
    dvk_index *index;
    int status = index_open(values, values->inputs[1], DVK_INDEX_NEW, &index);
    dvk_index_destroy(index);
    return status;
}

int index_lines_open(index_lines *lines, const settings *values, dvk_index_listener *listener) {
    lines->values = values;
    lines->added = lines->known = lines->only_joined = 0;
    lines->only_new = false;
    *listener =
        (dvk_index_listener){index_put_article, index_put_change, index_put_bad, index_put_progress, lines};
    if (values->list_format == LIST_CSV) {
        message_error("index %s: --format csv has no meaning here; it belongs to index list",
                      values->inputs[0]);
        return EXIT_USAGE;
    }
    return output_open(&lines->out, values->output);
}

int index_lines_open_to_change(index_lines *lines, const settings *values, dvk_index_listener *listener) {
    int status = index_lines_open(lines, values, listener);
    lines->out.keeps_on = status == EXIT_DONE;
    return status;
}

static int open_reader(const settings *values, dvk_reader **reader, warnings *seen) {
    dvk_read_options reading;
    read_settings(values, &reading);
    reading.ids_of_content = true;
    reading.on_bad = warn_of_bad;
    reading.user = seen;
    dvk_status status = dvk_reader_create(reader, values->inputs + 2, values->n_inputs - 2, &reading);
    return status == DVK_OK ? EXIT_DONE : message_failure(status, NULL);
}

static int check_read(const settings *values, const dvk_reader *reader) {
    dvk_read_stats stats;
    dvk_reader_stats(reader, &stats);
    return stats.articles == 0 ? nothing_read(values, 2) : EXIT_DONE;
}

/* What was told before a failure is on disk all the same. */
static int say_failure(const settings *values, dvk_status status, const dvk_error *error) {
    if (status != DVK_E_CANCELLED) return reading_failed(values, status, error);
    if (!interrupted()) return EXIT_DONE; /* the output has failed, which is told when it is closed */
    message_error("interrupted; what was told is in the index, run the same again for the rest");
    return EXIT_INTERRUPTED;
}

static int close_lines(index_lines *lines, int status) {
    int closed = output_close(&lines->out);
    return status != EXIT_DONE ? status : closed;
}

int index_lines_finish(index_lines *lines, int status) {
    if (status == EXIT_DONE || lines->out.target == NULL) return close_lines(lines, status);
    output_discard(&lines->out);
    return status;
}

static void say_only_joined(const index_lines *lines) {
    if (lines->values->quiet || lines->only_joined == 0) return;
    message_error(
        "%" PRIu64
        " article%s only joined the groups of the best link, since more than 4,096 are linked there; "
        "dvoinik index rebuild groups all anew",
        lines->only_joined, lines->only_joined == 1 ? "" : "s");
}

int index_lines_finish_change(index_lines *lines, dvk_index *index, dvk_status status,
                              const dvk_error *error) {
    progress_clear();
    say_only_joined(lines);
    dvk_index_destroy(index);
    return close_lines(lines, status < 0 ? say_failure(lines->values, status, error) : EXIT_DONE);
}

static void say_added(const settings *values, const index_lines *lines) {
    if (values->quiet || values->list_format == LIST_JSONL) return;
    message_error("%" PRIu64 " article%s added, %" PRIu64 " known already", lines->added,
                  lines->added == 1 ? "" : "s", lines->known);
}

int index_add(const settings *values) {
    dvk_index *index;
    dvk_reader *reader = NULL;
    dvk_index_listener listener;
    dvk_error error = {0};
    index_lines lines;
    warnings seen = {.quiet = values->quiet};
    int status = index_open(values, values->inputs[1], DVK_INDEX_WRITE, &index);
    if (status != EXIT_DONE) return status;
    status = index_lines_open_to_change(&lines, values, &listener);
    if (status == EXIT_DONE) {
        progress_start(!values->quiet);
        status = open_reader(values, &reader, &seen);
        dvk_status added = status == EXIT_DONE ? dvk_index_read(index, reader, &listener, &error) : DVK_OK;
        progress_clear();
        if (reader != NULL) say_skipped(values, reader, &seen);
        if (added < 0)
            status = say_failure(values, added, &error);
        else if (status == EXIT_DONE)
            status = check_read(values, reader);
        if (status == EXIT_DONE) say_added(values, &lines);
        say_only_joined(&lines);
        status = close_lines(&lines, status);
    }
    dvk_reader_destroy(reader);
    dvk_index_destroy(index);
    return status;
}

static int query_all(dvk_index *index, dvk_reader *reader, index_lines *lines) {
    for (;;) {
        dvk_article article;
        dvk_index_answer answer;
        dvk_error error = {0};
        dvk_status status = dvk_reader_next(reader, &article, &error);
        if (status == DVK_END) return EXIT_DONE;
        if (status == DVK_OK) status = dvk_index_query(index, &article, &answer, &error);
        if (status != DVK_OK) return reading_failed(lines->values, status, &error);
        int put = index_put_query(lines, index, &answer);
        if (put != EXIT_DONE || lines->out.status != DVK_OK) return put;
        if (interrupted()) return message_failure(DVK_E_CANCELLED, NULL);
    }
}

int index_query(const settings *values) {
    dvk_index *index;
    dvk_reader *reader = NULL;
    dvk_index_listener listener;
    index_lines lines;
    warnings seen = {.quiet = values->quiet};
    int status = index_open(values, values->inputs[1], DVK_INDEX_READ, &index);
    if (status != EXIT_DONE) return status;
    status = index_lines_open(&lines, values, &listener);
    if (status == EXIT_DONE) {
        status = open_reader(values, &reader, &seen);
        if (status == EXIT_DONE) status = query_all(index, reader, &lines);
        if (reader != NULL) say_skipped(values, reader, &seen);
        if (status == EXIT_DONE) status = check_read(values, reader);
        status = index_lines_finish(&lines, status);
    }
    dvk_reader_destroy(reader);
    dvk_index_destroy(index);
    return status;
}
