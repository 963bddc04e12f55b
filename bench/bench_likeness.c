/* Compares feeds by how alike their articles are: quantiles of the similarity (dvk_score) of random pairs
 * and, where the ids tell the truth as those of a synthetic feed do, of planted copies, twins in other
 * languages and reports of one event.
 *
 * usage: bench_likeness FEED...
 *
 * Takes the first 24,000 articles of each. A table for each kind of pair: a row a feed, similarity in
 * thousandths; "-" where a quantile would be the last pair alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dvoinik/dvoinik.h"
#include "planted.h"
#include "sign/mixing.h"

enum { MOST_ARTICLES = 24000, RANDOM_PAIRS = 200000, MOST_PLANTED = 50000, NEAR = 400 };

typedef enum pair_kind { RANDOM, COPIES, TWINS, REPORTS, PAIR_KINDS } pair_kind;

static const char *const kind_names[PAIR_KINDS] = {"random", "copies", "twins", "reports"};
static const double quantiles[] = {.05, .25, .5, .75, .9, .95, .99, .999, .9999};
enum { QUANTILES = sizeof quantiles / sizeof quantiles[0] };

typedef struct feed {
    const char *name;
    dvk_features *features;
    planted *truth;
    size_t n;
    bool true_ids; /* every id tells the truth */
} feed;

typedef struct sample {
    dvk_match *list;
    size_t n;
} sample;

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "bench_likeness: %s\n", what);
    exit(3);
}

static void read_feed(feed *f, const dvk_model *model) {
    dvk_reader *reader = NULL;
    dvk_extractor *extractor = NULL;
    dvk_article article;
    dvk_error error;
    f->features = calloc(MOST_ARTICLES, sizeof *f->features);
    f->truth = calloc(MOST_ARTICLES, sizeof *f->truth);
    f->true_ids = true;
    if (f->features == NULL || f->truth == NULL || dvk_reader_create(&reader, &f->name, 1, NULL) != DVK_OK ||
        dvk_extractor_create(&extractor, model) != DVK_OK)
        fail("out of memory");
    dvk_status status = DVK_OK;
    while (f->n < MOST_ARTICLES && (status = dvk_reader_next(reader, &article, &error)) == DVK_OK) {
        f->true_ids = planted_read(article.id, &f->truth[f->n]) && f->true_ids;
        if (dvk_features_extract(extractor, &article, &f->features[f->n++]) != DVK_OK) fail("out of memory");
    }
    if (status < 0) fail(error.message);
    if (f->n < 2) fail("a feed has fewer than two articles");
    dvk_extractor_destroy(extractor);
    dvk_reader_destroy(reader);
}

static void add(sample *s, const feed *f, size_t a, size_t b) {
    if (dvk_score(dvk_model_builtin(), &f->features[a], &f->features[b], &s->list[s->n++]) != DVK_OK)
        fail("a pair could not be scored");
}

static void add_random(const feed *f, sample *s) {
    for (uint64_t i = 0; i < RANDOM_PAIRS; i++) {
        size_t a = (size_t)(dvi_mix64(2 * i + 1) % f->n), b = (size_t)(dvi_mix64(2 * i + 2) % f->n);
        if (a != b) add(s, f, a, b);
    }
}

static bool is_translation(char kind) {
    return kind == 't';
}

/* Of the planted pairs within NEAR articles of each other, which is enough of them. */
static void add_planted(const feed *f, sample *samples) {
    for (size_t a = 0; a < f->n; a++)
        for (size_t b = a + 1; b < f->n && b < a + NEAR; b++) {
            const planted *x = &f->truth[a], *y = &f->truth[b];
            if (x->event != y->event) continue;
            pair_kind kind = x->group != y->group                                 ? REPORTS
                             : is_translation(x->kind) != is_translation(y->kind) ? TWINS
                                                                                  : COPIES;
            if (kind == COPIES && is_translation(x->kind)) continue; /* two translations: either */
            if (samples[kind].n < MOST_PLANTED) add(&samples[kind], f, a, b);
        }
}

static int compare_similarities(const void *a, const void *b) {
    uint32_t x = ((const dvk_match *)a)->similarity, y = ((const dvk_match *)b)->similarity;
    return (x > y) - (x < y);
}

static void print_sample(const char *name, sample *s) {
    if (s->n == 0) return;
    size_t duplicates = 0, events = 0;
    for (size_t i = 0; i < s->n; i++) {
        duplicates += s->list[i].duplicate >= 32768;
        events += s->list[i].event >= 32768;
    }
    qsort(s->list, s->n, sizeof *s->list, compare_similarities);
    printf("%-28s %7zu", name, s->n);
    for (size_t i = 0; i < QUANTILES; i++) {
        if ((double)s->n * (1 - quantiles[i]) < 1)
            printf(" %6s", "-");
        else
            printf(" %6.1f", s->list[(size_t)((double)(s->n - 1) * quantiles[i])].similarity / 65.536);
    }
    printf("  %.5f  %.5f\n", (double)duplicates / (double)s->n, (double)events / (double)s->n);
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

int main(int argc, char **argv) {
    size_t n = (size_t)argc - 1;
    feed *feeds = calloc(n + 1, sizeof *feeds);
    sample(*samples)[PAIR_KINDS] = calloc(n + 1, sizeof *samples);
    if (n == 0 || feeds == NULL || samples == NULL) fail("usage: bench_likeness FEED...");
    for (size_t i = 0; i < n; i++) {
        feeds[i].name = argv[i + 1];
        read_feed(&feeds[i], dvk_model_builtin());
        for (int k = 0; k < PAIR_KINDS; k++) {
            samples[i][k].list =
                calloc(k == RANDOM ? RANDOM_PAIRS : MOST_PLANTED, sizeof *samples[i][k].list);
            if (samples[i][k].list == NULL) fail("out of memory");
        }
        add_random(&feeds[i], &samples[i][RANDOM]);
        if (feeds[i].true_ids) add_planted(&feeds[i], samples[i]);
    }
    for (int k = 0; k < PAIR_KINDS; k++) {
        printf("%s pairs%*s", kind_names[k], (int)(30 - strlen(kind_names[k])), "n");
        for (size_t i = 0; i < QUANTILES; i++)
            printf(" %6g", quantiles[i]);
        printf("  one article  one event\n");
        for (size_t i = 0; i < n; i++)
            print_sample(last_part(feeds[i].name), &samples[i][k]);
    }
    return 0; /* what was allocated goes with the process */
}
