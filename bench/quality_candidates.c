/* Recall of candidates: all pairs are scored, and those above the thresholds are looked for among the pairs
 * that a job has found. */
#include <stdlib.h>
#include <string.h>

#include "article/calendar.h"
#include "base/memory.h"
#include "match/score.h"
#include "quality_jobs.h"

enum { SAMPLE = 5000, SAMPLE_SEED = 5 };

typedef struct found {
    uint64_t above[2], candidates[2]; /* duplicates, events */
} found;

dvk_job *quality_job_run(const char *const *inputs, size_t n) {
    dvk_job_options options;
    dvk_read_options reading;
    dvk_job *job;
    dvk_reader *reader;
    dvk_error error = {.status = DVK_OK};
    dvk_job_options_init(&options);
    dvk_read_options_init(&reading);
    options.threads = 1;
    dvk_status status = dvk_job_create(&job, &options);
    if (status == DVK_OK) status = dvk_reader_create(&reader, inputs, n, &reading);
    if (status != DVK_OK) quality_fail(dvk_status_text(status), inputs[0]);
    status = dvk_job_read(job, reader, &error);
    if (status == DVK_OK) status = dvk_job_run(job, &error);
    if (status != DVK_OK) quality_fail(error.message, inputs[0]);
    dvk_reader_destroy(reader);
    return job;
}

static int by_articles(const void *a, const void *b) {
    const dvk_pair *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The pairs of a job are those of its candidates that score anything at all: every pair above a threshold
 * that was a candidate. */
static void look_up(found *out, const dvk_job *job, uint32_t a, uint32_t b, const dvk_match *match) {
    const dvk_pair *pairs, key = {.a = a, .b = b};
    dvk_cluster_params shipped;
    dvk_cluster_params_init(&shipped);
    bool copies = match->duplicate >= shipped.duplicate_threshold;
    if (!copies && match->event < shipped.event_threshold) return;
    size_t n = dvk_job_pairs(job, &pairs);
    bool there = bsearch(&key, pairs, n, sizeof *pairs, by_articles) != NULL;
    out->above[1]++;
    out->candidates[1] += there;
    if (!copies) return;
    out->above[0]++;
    out->candidates[0] += there;
}

static void print_recall(FILE *out, const char *set, const found *f) {
    static const char *const levels[] = {"duplicate", "event"};
    for (int l = 0; l < 2; l++) {
        fprintf(out, "candidates\t%s\t%s pairs above the threshold\t%llu\t\n", set, levels[l],
                (unsigned long long)f->above[l]);
        fprintf(out, "candidates\t%s\tof these candidates\t%.4f\t>= .98\n", set,
                (double)f->candidates[l] / (double)f->above[l]);
    }
}

/* Two dated articles farther apart than the window are not to be joined, whatever they score. */
static bool within_window(const dvk_features *a, const dvk_features *b) {
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    if (a->time == DVK_NO_TIME || b->time == DVK_NO_TIME) return true;
    return dvi_seconds_between(a->time, b->time) <= (uint64_t)params.window;
}

static void on_ntrex(FILE *out, const char *path, const quality_pairs *pairs) {
    dvk_job *job = quality_job_run(&path, 1);
    found f = {{0}, {0}};
    for (size_t i = 0, at = 0; i < pairs->articles; i++) {
        for (size_t k = i + 1; k < pairs->articles; k++, at++) {
            dvk_match match = {.duplicate = dvi_logistic(pairs->duplicate[at]),
                               .event = dvi_logistic(pairs->event[at])};
            look_up(&f, job, (uint32_t)i, (uint32_t)k, &match);
        }
    }
    print_recall(out, "ntrex", &f);
    dvk_job_destroy(job);
}

static int rising(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* The numbers of a seeded sample of n articles, rising. */
static uint32_t *choose(size_t n) {
    uint64_t state = SAMPLE_SEED;
    uint32_t *numbers = quality_room(n, sizeof *numbers);
    for (size_t i = 0; i < n; i++)
        numbers[i] = (uint32_t)i;
    quality_shuffle(&state, numbers, n);
    qsort(numbers, SAMPLE, sizeof *numbers, rising);
    return numbers;
}

static bool is_chosen(void *user, const dvk_article *article, size_t number) {
    (void)article;
    uint32_t key = (uint32_t)number;
    return bsearch(&key, user, SAMPLE, sizeof key, rising) != NULL;
}

/* A job over the sample alone. */
static dvk_job *job_of_sample(uint32_t *numbers, const char *path, const char *scratch) {
    quality_corpus sample;
    const char *part = quality_path(scratch, "sample.jsonl");
    quality_corpus_read(&sample, path, is_chosen, numbers);
    FILE *file = fopen(part, "wb");
    if (file == NULL) quality_fail("cannot be written", part);
    for (size_t i = 0; i < sample.n; i++) {
        fwrite(sample.list[i].record.data, 1, sample.list[i].record.len, file);
        fputc('\n', file);
    }
    if (fclose(file) != 0) quality_fail("cannot be written", part);
    quality_corpus_finish(&sample);
    return quality_job_run(&part, 1);
}

static void on_feed(FILE *out, const dvk_job *feed, const char *path, const char *scratch) {
    size_t n = SAMPLE;
    if (dvk_job_count(feed) < n) quality_fail("has fewer articles than a sample", path);
    uint32_t *numbers = choose(dvk_job_count(feed));
    dvk_job *job = job_of_sample(numbers, path, scratch);
    dvi_comparable *ready = quality_room(n, sizeof *ready);
    found alone = {{0}, {0}}, among = {{0}, {0}};
    for (size_t i = 0; i < n; i++)
        dvi_comparable_init(&ready[i], dvk_job_features(job, i));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            dvk_match match;
            if (!within_window(dvk_job_features(job, i), dvk_job_features(job, k))) continue;
            dvi_score(dvk_model_builtin(), &ready[i], &ready[k], &match);
            look_up(&alone, job, (uint32_t)i, (uint32_t)k, &match);
            look_up(&among, feed, numbers[i], numbers[k], &match);
        }
    }
    print_recall(out, "5,000 of telegram", &alone);
    print_recall(out, "5,000 of telegram, among all of it", &among);
    dvi_free(ready);
    dvi_free(numbers);
    dvk_job_destroy(job);
}

void quality_candidates(FILE *out, const char *ntrex, const quality_pairs *pairs, const dvk_job *feed,
                        const char *path, const char *scratch) {
    dvk_job_stats stats;
    on_ntrex(out, ntrex, pairs);
    on_feed(out, feed, path, scratch);
    dvk_job_statistics(feed, &stats);
    fprintf(out, "candidates\ttelegram\tmedian of an article\t%u\t<= 100\n",
            (unsigned)stats.candidates_median);
    fprintf(out, "candidates\ttelegram\tlargest of an article\t%u\t\n", (unsigned)stats.candidates_largest);
}
