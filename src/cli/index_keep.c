/* dvoinik index list, show, expire, merge, verify, rebuild, stats: what is done with articles that are there.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dvoinik/report.h"
#include "index_actions.h"
#include "interrupt.h"
#include "messages.h"
#include "progress.h"

static int finish(index_lines *lines, dvk_index *index, dvk_status status, const dvk_error *error) {
    progress_clear();
    dvk_index_destroy(index);
    if (status >= 0 || lines->out.status != DVK_OK) return output_close(&lines->out);
    output_discard(&lines->out);
    return message_failure(status, error);
}

static dvk_status list_text(index_lines *lines, dvk_index *index, dvk_error *error) {
    uint32_t became;
    dvk_status status = dvk_index_each(index, false, DVK_NO_GROUP, index_put_article, lines, &became, error);
    return status == DVK_OK && interrupted() ? DVK_E_CANCELLED : status;
}

static bool has_bom_without_csv(const settings *values) {
    if (!values->bom || values->list_format == LIST_CSV) return false;
    message_error("index list: --bom has no meaning here; it belongs to --format csv");
    return true;
}

int index_list(const settings *values) {
    dvk_index *index;
    dvk_error error = {0};
    index_lines lines = {.values = values};
    dvk_report_options options;
    dvk_report_options_init(&options);
    options.format = values->list_format == LIST_CSV ? DVK_REPORT_CSV : DVK_REPORT_JSONL;
    options.bom = values->bom;
    if (has_bom_without_csv(values)) return EXIT_USAGE;
    int status = index_open(values, values->inputs[1], DVK_INDEX_READ, &index);
    if (status == EXIT_DONE) status = output_open(&lines.out, values->output);
    if (status != EXIT_DONE) {
        dvk_index_destroy(index);
        return status;
    }
    dvk_status listed = values->list_format == LIST_TEXT
                            ? list_text(&lines, index, &error)
                            : dvk_index_report(index, &options, output_write, &lines.out, &error);
    return finish(&lines, index, listed, &error);
}

static int show_article(index_lines *lines, dvk_index *index, const char *id) {
    dvk_index_answer answer;
    dvk_error error = {0};
    dvk_status status = dvk_index_find(index, (dvk_span){id, strlen(id)}, &answer, &error);
    if (status == DVK_OK) index_put_article(lines, &answer);
    if (status == DVK_END)
        message_error("there is no article with the id '%.*s' in the index; dvoinik index list shows all ids",
                      message_cut(id, 200), id);
    return status == DVK_OK ? EXIT_DONE : status == DVK_END ? EXIT_INPUT : message_failure(status, &error);
}

static int show_group(index_lines *lines, dvk_index *index, const char *word) {
    char *end;
    unsigned long number = strtoul(word, &end, 10);
    bool event = lines->values->show_level == SHOW_EVENT;
    uint32_t became;
    dvk_error error = {0};
    if (word[0] < '0' || word[0] > '9' || *end != '\0' || number >= DVK_NO_GROUP) {
        message_error("'%.*s' is not the number of a group; dvoinik index list shows them",
                      message_cut(word, 80), word);
        return EXIT_USAGE;
    }
    dvk_status status =
        dvk_index_each(index, event, (uint32_t)number, index_put_article, lines, &became, &error);
    if (status == DVK_OK) return EXIT_DONE;
    if (status != DVK_END) return message_failure(status, &error);
    if (became == number)
        message_error("number %lu is used no longer: its articles were forgotten", number);
    else if (became != DVK_NO_GROUP)
        message_error("number %lu is used no longer: most of its articles went to number %" PRIu32, number,
                      became);
    else
        message_error("there is no group number %lu in the index; dvoinik index list shows all", number);
    return EXIT_INPUT;
}

int index_show(const settings *values) {
    dvk_index *index;
    index_lines lines;
    dvk_index_listener listener;
    int status = index_open(values, values->inputs[1], DVK_INDEX_READ, &index);
    if (status != EXIT_DONE) return status;
    status = index_lines_open(&lines, values, &listener);
    if (status == EXIT_DONE) {
        for (size_t i = 2; i < values->n_inputs && (status == EXIT_DONE || status == EXIT_INPUT); i++) {
            int shown = values->show_level == SHOW_ARTICLE ? show_article(&lines, index, values->inputs[i])
                                                           : show_group(&lines, index, values->inputs[i]);
            if (shown != EXIT_DONE) status = shown; /* what is not there keeps nobody from the others */
        }
        status = index_lines_finish(&lines, status);
    }
    dvk_index_destroy(index);
    return status;
}

/* The time before which articles go. */
static bool expiry(const settings *values, int64_t *before) {
    bool by_time = option_given(values, "before"), by_age = option_given(values, "older-than");
    if (by_time == by_age) {
        message_error("index expire: say which articles go: either --older-than DURATION or --before TIME");
        return false;
    }
    /* Where a time is asked for at most, this means none; here it would be all articles. */
    if (by_age && values->older_than == 0) {
        message_error(
            "index expire: --older-than must be more than nothing: 30d, 72h; to forget all articles "
            "up to now give --before TIME");
        return false;
    }
    if (by_age) {
        *before = (int64_t)time(NULL) - values->older_than;
        return true;
    }
    if (dvk_parse_date((dvk_span){values->before, strlen(values->before)}, before) == DVK_OK) return true;
    message_error("--before: '%.*s' is not a time; give one such as 2025-07-12T08:00:00Z",
                  message_cut(values->before, 80), values->before);
    return false;
}

int index_expire(const settings *values) {
    dvk_index *index;
    dvk_error error = {0};
    dvk_index_listener listener;
    index_lines lines;
    int64_t before;
    uint64_t n = 0;
    if (!expiry(values, &before)) return EXIT_USAGE;
    int status = index_open(values, values->inputs[1], DVK_INDEX_WRITE, &index);
    if (status == EXIT_DONE) status = index_lines_open_to_change(&lines, values, &listener);
    if (status != EXIT_DONE) {
        dvk_index_destroy(index);
        return status;
    }
    progress_start(!values->quiet);
    dvk_status done = dvk_index_expire(index, before, &listener, &n, &error);
    progress_clear();
    if (!values->quiet && (done >= 0 || n > 0))
        message_error("%" PRIu64 " article%s forgotten", n, n == 1 ? " was" : "s were");
    return index_lines_finish_change(&lines, index, done, &error);
}

int index_merge(const settings *values) {
    dvk_index *index;
    dvk_error error = {0};
    dvk_index_listener listener;
    index_lines lines;
    dvk_status done = DVK_OK;
    int status = index_open(values, values->inputs[1], DVK_INDEX_WRITE, &index);
    if (status == EXIT_DONE) status = index_lines_open_to_change(&lines, values, &listener);
    if (status != EXIT_DONE) {
        dvk_index_destroy(index);
        return status;
    }
    progress_start(!values->quiet);
    for (size_t i = 2; i < values->n_inputs && done == DVK_OK; i++)
        done = dvk_index_merge(index, values->inputs[i], &listener, &error);
    progress_clear();
    if (!values->quiet && (done >= 0 || lines.added > 0))
        message_error("%" PRIu64 " article%s taken over", lines.added, lines.added == 1 ? " was" : "s were");
    return index_lines_finish_change(&lines, index, done, &error);
}

static bool show_and_go_on(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)user;
    progress_show(&(progress){.stage = stage, .done = done, .total = total});
    return !interrupted();
}

/* Opens where the verdict goes, and what is told of damages meanwhile. */
static int open_verdict(index_lines *lines, const settings *values, dvk_index_listener *listener) {
    lines->values = values;
    *listener = (dvk_index_listener){.on_bad = index_put_bad, .on_progress = show_and_go_on, .user = lines};
    progress_start(!values->quiet);
    int status = output_open(&lines->out, values->output);
    lines->out.keeps_on = status == EXIT_DONE;
    return status;
}

int index_verify(const settings *values) {
    dvk_index_options options;
    dvk_index_check check;
    dvk_error error = {0};
    index_lines lines;
    dvk_index_listener listener;
    int status = index_settings(values, DVK_INDEX_READ, &options);
    if (status == EXIT_DONE) status = open_verdict(&lines, values, &listener);
    if (status != EXIT_DONE) return status;
    dvk_status done = dvk_index_verify(values->inputs[1], &options, &listener, &check, &error);
    if (done == DVK_OK)
        output_format(&lines.out,
                      "sound: %" PRIu64 " articles, %" PRIu64 " pairs, %" PRIu64 " lists, %" PRIu64
                      " pages\n",
                      check.articles, check.pairs, check.lists, check.pages);
    return finish(&lines, NULL, done, &error);
}

int index_rebuild(const settings *values) {
    dvk_index_options options;
    dvk_index_check check;
    dvk_error error = {0};
    index_lines lines;
    dvk_index_listener listener;
    int status = index_settings(values, DVK_INDEX_WRITE, &options);
    if (status == EXIT_DONE) status = open_verdict(&lines, values, &listener);
    if (status != EXIT_DONE) return status;
    dvk_status done = dvk_index_rebuild(values->inputs[1], &options, &listener, &check, &error);
    if (done == DVK_OK)
        output_format(&lines.out, "rebuilt: %" PRIu64 " articles, %" PRIu64 " could not be saved\n",
                      check.articles, check.damages);
    return finish(&lines, NULL, done, &error);
}

static void put_date(output *out, const char *name, int64_t time) {
    char date[32];
    dvk_format_date(time, date);
    output_format(out, "%s: %s\n", name, date[0] != '\0' ? date : "none");
}

static void put_stats(output *out, const dvk_index_stats *s) {
    output_format(out, "articles: %" PRIu64 "\nduplicate groups: %" PRIu64 "\nevents: %" PRIu64 "\n",
                  s->articles, s->groups, s->events);
    output_format(out, "pairs: %" PRIu64 "\nnumbers used no longer: %" PRIu64 "\nbytes: %" PRIu64 "\n",
                  s->pairs, s->retired, s->bytes);
    put_date(out, "first date", s->first);
    put_date(out, "last date", s->last);
    output_format(out, "format: %" PRIu32 "\nmodel: %" PRIu32 " (%016" PRIx64 ")\nunicode: %s\n", s->format,
                  s->model_version, s->model_fingerprint, s->unicode);
    if (s->features_from != s->model_fingerprint)
        output_format(out, "features of older articles: of model %016" PRIx64 "\n", s->features_from);
    output_format(out,
                  "bands: %" PRIu32 " of %" PRIu32 " rows\nwindow: %" PRId64
                  " seconds\nmax candidates: %" PRIu32 "\n",
                  s->sign.bands, s->sign.rows, s->cluster.window, s->max_candidates);
}

int index_stats(const settings *values) {
    dvk_index *index;
    dvk_index_stats stats;
    dvk_error error = {0};
    output out;
    int status = index_open(values, values->inputs[1], DVK_INDEX_READ, &index);
    if (status != EXIT_DONE) return status;
    dvk_status done = dvk_index_statistics(index, &stats, &error);
    dvk_index_destroy(index);
    if (done != DVK_OK) return message_failure(done, &error);
    status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    put_stats(&out, &stats);
    return output_close(&out);
}
