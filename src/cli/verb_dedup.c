/* dvoinik dedup: a filter. The job tells what belongs together; a second reading of the inputs passes the
 * records on as they stand there, since no text is kept in memory. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kept.h"
#include "messages.h"
#include "output.h"
#include "paths.h"
#include "progress.h"
#include "run_job.h"
#include "shared_words.h"
#include "twice.h"
#include "verbs.h"

enum { BETWEEN_SIGNS = 256 };

typedef struct passing {
    const settings *values;
    const dvk_job *job;
    dvk_results results;
    const uint32_t *kept; /* of each article the one kept for it */
    output *out;
    size_t next;     /* article */
    uint64_t others; /* records that were refused the first time: their ids stood already */
} passing;

static void put_field(output *out, const char *name, dvk_span value) {
    if (value.len == 0) return;
    output_format(out, ",\"%s\":", name);
    output_json(out, value);
}

/* What was no JSON, without its closing brace. */
static void put_made(output *out, const dvk_article *article) {
    output_text(out, "{\"id\":");
    output_json(out, article->id);
    put_field(out, "url", article->url);
    put_field(out, "title", article->title);
    put_field(out, "text", article->text);
    put_field(out, "date", article->date);
    put_field(out, "source", article->source);
    put_field(out, "lang", article->lang);
}

static void put_record(const passing *p, const dvk_article *article) {
    output *out = p->out;
    if (article->record_is_json)
        output_write(out, article->record.data, article->record.len - 1);
    else
        put_made(out, article);
    if (p->values->annotate) {
        dvk_result result = {0};
        p->results.article(p->results.source, p->next, &result);
        unsigned score = ten_thousandths(result.assigned.score);
        output_format(
            out, ",\"dvoinik_duplicate\":%" PRIu32 ",\"dvoinik_event\":%" PRIu32 ",\"dvoinik_score\":%u.%04u",
            result.assigned.duplicate, result.assigned.event, score / 10000, score % 10000);
    }
    output_text(out, "}\n");
}

/* `at` is the record that was not expected, NULL at the end. */
static int refuse_changed(const dvk_article *at) {
    dvk_error error = {.status = DVK_E_INPUT,
                       .message =
                           "the input is not what it was when it was read first, and the output is not "
                           "complete; run it again when nothing writes to the input"};
    if (at != NULL) {
        size_t len = at->file.len < sizeof error.file ? at->file.len : sizeof error.file - 1;
        memcpy(error.file, at->file.data, len);
        error.line = at->line;
        error.byte = at->byte;
    }
    message_place(&error, "");
    return EXIT_INPUT;
}

static int pass_one(passing *p, const dvk_article *article) {
    if (dvk_job_is_article(p->job, p->next, article)) {
        if (p->values->annotate || p->kept[p->next] == p->next) put_record(p, article);
        if (++p->next % BETWEEN_SIGNS == 0)
            progress_show(&(progress){.stage = "write", .done = p->next, .total = p->results.n});
        return EXIT_DONE;
    }
    p->others++;
    return p->values->skip_bad ? EXIT_DONE : refuse_changed(article);
}

static int pass_all(passing *p, dvk_reader *reader, uint64_t skipped) {
    dvk_error error = {0};
    /* Writing nothing notices an interruption where no record is kept for long. */
    while (output_write(p->out, "", 0) == DVK_OK) {
        dvk_article article;
        dvk_status status = dvk_reader_next(reader, &article, &error);
        if (status < 0) return message_failure(status, &error);
        if (status == DVK_END) break;
        int result = pass_one(p, &article);
        if (result != EXIT_DONE) return result;
    }
    if (p->out->status != DVK_OK) return EXIT_DONE;
    dvk_read_stats stats;
    dvk_reader_stats(reader, &stats);
    bool same = p->next == p->results.n && p->others + stats.skipped == skipped;
    return same ? EXIT_DONE : refuse_changed(NULL);
}

/* The second reading. What concerns `out` alone is left to output_close. */
static int pass_on(passing *p, int64_t begin, uint64_t skipped) {
    int result = twice_rewind(p->values, 0, begin);
    if (result != EXIT_DONE) return result;
    dvk_read_options reading;
    dvk_reader *reader = NULL;
    read_settings(p->values, &reading);
    dvk_status status = dvk_reader_create(&reader, p->values->inputs, p->values->n_inputs, &reading);
    result = status == DVK_OK ? pass_all(p, reader, skipped) : message_failure(status, NULL);
    progress_clear();
    dvk_reader_destroy(reader);
    return result;
}

static void put_map(const passing *p, output *map) {
    for (size_t i = 0; i < p->results.n && map->status == DVK_OK; i++) {
        if (p->kept[i] == i) continue;
        dvk_result removed = {0}, kept = {0};
        p->results.article(p->results.source, i, &removed);
        p->results.article(p->results.source, p->kept[i], &kept);
        /* Ids hold no control characters: the reader refuses them. */
        output_write(map, removed.id.data, removed.id.len);
        output_text(map, "\t");
        output_write(map, kept.id.data, kept.id.len);
        output_format(map, "\t%" PRIu32 "\n", kept_group(&removed, p->values));
    }
}

static void say_counts(const passing *p) {
    size_t n = 0;
    for (size_t i = 0; i < p->results.n; i++)
        n += p->kept[i] == i;
    if (p->values->verbose)
        message_error("%zu records: %zu %s, %zu copies%s", p->results.n, n,
                      p->values->annotate ? "to keep" : "kept", p->results.n - n,
                      p->values->annotate ? "" : " removed");
}

/* `map` is NULL without --map. */
static int dedup(const settings *values, output *out, output *map) {
    int64_t begin;
    done_job done;
    int status = twice_prepare(values, 0, "dedup", &begin);
    if (status == EXIT_DONE) status = run_job(values, 0, false, &done);
    if (status != EXIT_DONE) return status;
    passing p = {.values = values, .job = done.job, .out = out};
    dvk_job_results(done.job, &p.results);
    uint32_t *kept = kept_choose(&p.results, values);
    p.kept = kept;
    if (map != NULL) put_map(&p, map);
    status = pass_on(&p, begin, done.read.skipped);
    dvk_status given = p.results.status(p.results.source);
    if (status == EXIT_DONE && given != DVK_OK) status = message_failure(given, NULL);
    if (status == EXIT_DONE) say_counts(&p);
    free(kept);
    done_job_finish(&done);
    return status;
}

/* A choice that nothing would show is a mistake. */
static int check_settings(const settings *values) {
    bool chosen =
        values->keep != KEEP_FIRST || values->prefer.n > 0 || values->dedup_level != LEVEL_DUPLICATE;
    if (values->annotate && values->map == NULL && chosen) {
        message_error(
            "--annotate removes nothing, so that --keep, --prefer and --level say nothing without --map");
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static int refuse_one_place(output *out, output *map) {
    message_error("--map and the records go to one place; give --map FILE another name");
    output_discard(map);
    output_discard(out);
    return EXIT_USAGE;
}

/* Two files to be, which need not be there yet. */
static bool is_one_name(const char *a, const char *b) {
    if (strcmp(name_of(a), name_of(b)) != 0) return false;
    struct stat one, other;
    char *folder_a = folder_of(a), *folder_b = folder_of(b);
    bool same = stat(folder_a, &one) == 0 && stat(folder_b, &other) == 0 && one.st_dev == other.st_dev &&
                one.st_ino == other.st_ino;
    free(folder_a);
    free(folder_b);
    return same;
}

/* The file that an output replaces, or that it writes to. */
static bool find_file(const output *out, struct stat *info) {
    return (out->beside ? stat(out->target, info) : fstat(out->fd, info)) == 0;
}

static bool is_one_place(const output *a, const output *b) {
    struct stat one, other;
    if (a->beside && b->beside) return is_one_name(a->target, b->target);
    if (a->target == NULL && b->target == NULL) return true;
    return find_file(a, &one) && find_file(b, &other) && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino && !S_ISCHR(one.st_mode);
}

int verb_dedup(const settings *values) {
    output out, map, *side = values->map != NULL ? &map : NULL;
    int status = check_settings(values);
    if (status == EXIT_DONE) status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    if (side != NULL) {
        status = output_open(side, values->map);
        if (status == EXIT_DONE && is_one_place(&out, side)) return refuse_one_place(&out, side);
        if (status != EXIT_DONE) side = NULL;
    }
    if (status == EXIT_DONE) status = dedup(values, &out, side);
    if (status == EXIT_DONE)
        status = output_close(&out);
    else
        output_discard(&out);
    if (side != NULL && status == EXIT_DONE)
        status = output_close(side);
    else if (side != NULL)
        output_discard(side);
    return status;
}
