/* Times the path from an article to its signature, stage by stage: MB of UTF-8 text a second, ns an article,
 * and the ratio to two floors over the same bytes in the same run, copying them and validating their UTF-8.
 *
 * usage: bench_features [FILE...]   without one: the folder samples
 *
 * Stages run one after another on each article, as they do in a job. CPU time of the one thread, less what
 * asking for it takes. The figures are medians of the rounds but for the first, which finds the word cache
 * empty and is printed beside them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "clean/zones.h"
#include "commonform/language.h"
#include "commonform/tokenize.h"
#include "dvoinik/cpu.h"
#include "dvoinik/dvoinik.h"
#include "feature/weigh.h"
#include "timing.h"

enum { ROUNDS = 5 /* warm ones */, LAPS = 1000 };

typedef enum stage { COPY, VALIDATE, ZONES, LANGUAGE, TOKENS, CONCEPTS, WEIGH, SIGN, FEATURES, STAGES } stage;

static const char *const names[STAGES] = {"memcpy",   "UTF-8 check", "zones", "language",      "tokens",
                                          "concepts", "weights",     "sign",  "extract + sign"};

typedef struct corpus {
    dvk_article *list;
    size_t n, cap;
    size_t bytes, longest;
} corpus;

/* What the stages work in, as dvk_extractor has it. */
typedef struct scratch {
    const dvk_model *model;
    dvk_extractor *extractor;
    dvi_word_cache *cache;
    dvi_zone_list zones;
    dvi_token_list tokens;
    dvi_weigher weigher;
    dvk_features features;
    dvk_sign_params sign;
    char *copy;
} scratch;

static uint64_t sink; /* keeps the work from being dropped */

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "bench_features: %s\n", what);
    exit(1);
}

static dvk_span keep(dvk_span text) {
    char *copy = malloc(text.len + 1);
    if (copy == NULL) fail("out of memory");
    if (text.len != 0) memcpy(copy, text.data, text.len);
    return (dvk_span){copy, text.len};
}

static void add_article(corpus *c, const dvk_article *article) {
    if (c->n == c->cap) {
        c->cap = c->cap == 0 ? 1024 : 2 * c->cap;
        c->list = realloc(c->list, c->cap * sizeof *c->list);
        if (c->list == NULL) fail("out of memory");
    }
    size_t bytes = article->title.len + article->text.len;
    c->list[c->n++] =
        (dvk_article){.title = keep(article->title), .text = keep(article->text), .time = article->time};
    c->bytes += bytes;
    if (bytes > c->longest) c->longest = bytes;
}

static void read_corpus(corpus *c, const char *const *inputs, size_t n) {
    dvk_read_options options;
    dvk_reader *reader;
    dvk_article article;
    dvk_error error;
    dvk_read_options_init(&options);
    if (dvk_reader_create(&reader, inputs, n, &options) != DVK_OK) fail("cannot open the input");
    dvk_status status;
    while ((status = dvk_reader_next(reader, &article, &error)) == DVK_OK)
        add_article(c, &article);
    dvk_reader_destroy(reader);
    if (status != DVK_END) fail(error.message);
    if (c->n == 0) fail("the input has no articles");
}

/* What it takes to ask for the time, which is more than the shortest stages take. */
static double asking;

/* Nanoseconds since *last, which becomes now. */
static double lap(double *last) {
    double before = *last;
    *last = timing_cpu();
    return *last - before - asking;
}

static void find_asking(void) {
    double laps[LAPS], last = timing_cpu();
    for (int i = 0; i < LAPS; i++)
        laps[i] = lap(&last);
    asking = timing_of(laps, LAPS).median;
}

static void make_tokens(scratch *s, uint32_t language, double *times, double *last) {
    s->tokens.n = 0;
    for (size_t i = 0; i < s->zones.n; i++) {
        const dvi_zone_part *part = &s->zones.list[i];
        if (part->zone == DVI_ZONE_TAIL) continue;
        size_t from = s->tokens.n;
        if (dvi_tokenize(s->cache, part->text, language, (dvi_zone)part->zone, &s->tokens) != DVK_OK)
            fail("out of memory");
        times[TOKENS] += lap(last);
        dvi_find_concepts(s->model, part->text, language, &s->tokens, from);
        times[CONCEPTS] += lap(last);
    }
}

static void sign(scratch *s) {
    uint64_t keys[DVK_MAX_PERMUTATIONS];
    size_t n;
    if (dvk_band_keys(&s->features, &s->sign, keys, &n) != DVK_OK) fail("signing failed");
    sink += n != 0 ? keys[n - 1] : 0;
}

static void run_stages(scratch *s, const dvk_article *a, double *times) {
    const dvk_span parts[] = {a->title, a->text};
    double last = timing_cpu();
    for (size_t i = 0, at = 0; i < 2; at += parts[i++].len)
        memcpy(s->copy + at, parts[i].data, parts[i].len);
    sink += (unsigned char)s->copy[0];
    times[COPY] += lap(&last);
    sink += dvi_utf8_check(a->title) + dvi_utf8_check(a->text);
    times[VALIDATE] += lap(&last);
    if (dvi_find_zones(s->model, a, &s->zones) != DVK_OK) fail("out of memory");
    times[ZONES] += lap(&last);
    uint32_t likely, told = dvi_language_identify(s->model, parts, 2, NULL, &likely);
    times[LANGUAGE] += lap(&last);
    make_tokens(s, told != 0 ? told : likely, times, &last);
    if (dvi_weigh(&s->weigher, s->tokens.list, s->tokens.n, &s->features) != DVK_OK) fail("out of memory");
    times[WEIGH] += lap(&last);
    sign(s);
    times[SIGN] += lap(&last);
}

static void run_whole(scratch *s, const corpus *c, double *times) {
    double last = timing_cpu();
    for (size_t i = 0; i < c->n; i++) {
        if (dvk_features_extract(s->extractor, &c->list[i], &s->features) != DVK_OK)
            fail("extraction failed");
        sign(s);
    }
    times[FEATURES] = lap(&last);
}

/* Of the first row of times and of the others. */
static void print(const corpus *c, double times[ROUNDS + 1][STAGES]) {
    double median[STAGES];
    for (int k = 0; k < STAGES; k++) {
        double column[ROUNDS];
        for (int round = 0; round < ROUNDS; round++)
            column[round] = times[round + 1][k];
        median[k] = timing_of(column, ROUNDS).median;
    }
    printf("%zu articles, %.1f MB\n%-15s %9s %12s %12s %10s %10s\n", c->n, (double)c->bytes / 1e6, "stage",
           "MB/s", "first round", "ns/article", ": UTF-8", ": memcpy");
    for (int k = 0; k < STAGES; k++)
        printf("%-15s %9.1f %12.1f %12.0f %10.4f %10.4f\n", names[k], (double)c->bytes * 1e3 / median[k],
               (double)c->bytes * 1e3 / times[0][k], median[k] / (double)c->n, median[VALIDATE] / median[k],
               median[COPY] / median[k]);
}

int main(int argc, char **argv) {
    static const char *const samples[] = {"samples"};
    static double times[ROUNDS + 1][STAGES];
    corpus c = {.n = 0};
    scratch s = {.model = dvk_model_builtin()};
    if (argc > 1)
        read_corpus(&c, (const char *const *)argv + 1, (size_t)argc - 1);
    else
        read_corpus(&c, samples, 1);
    s.copy = malloc(c.longest + 1);
    dvk_sign_params_init(&s.sign);
    if (s.copy == NULL || dvi_word_cache_create(&s.cache, s.model) != DVK_OK ||
        dvk_extractor_create(&s.extractor, s.model) != DVK_OK)
        fail("out of memory");
    dvi_weigher_limit(&s.weigher, DVK_CPU_ALL);
    find_asking();
    for (int round = 0; round <= ROUNDS; round++) {
        for (size_t i = 0; i < c.n; i++)
            run_stages(&s, &c.list[i], times[round]);
        run_whole(&s, &c, times[round]);
    }
    print(&c, times);
    return sink == 0; /* never */
}
