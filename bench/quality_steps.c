/* The table of every step that was tried: what ships, with one thing changed in each row, on labelled pairs.
 */
#include "quality_steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "quality_background.h"

enum { ONE = 256 };

typedef struct step {
    const char *group, *name;
    quality_variant variant;
} step;

static const step steps[] = {
    {"words", "no lexicon", {.lexicon = QUALITY_LEXICON_NONE}},
    {"words",
     "the lexicon's meaning stands beside the word in every similarity",
     {.lexicon = QUALITY_LEXICON_BESIDE}},
    {"words", "the lexicon's meaning replaces the word", {.lexicon = QUALITY_LEXICON_REPLACES}},
    {"words", "no table of names and acronyms", {.no_names = true}},
    {"words", "no lexicon and no names", {.lexicon = QUALITY_LEXICON_NONE, .no_names = true}},
    {"words", "no numbers and dates", {.no_numbers = true}},
    {"words", "boilerplate counts like the rest", {.no_zones = true}},
    {"weights", "no background (idf by the word's length)", {.no_background = true}},
    {"weights", "no idf", {.idf = QUALITY_IDF_NONE}},
    {"weights", "idf instead of its root", {.idf = QUALITY_IDF_WHOLE}},
    {"weights", "times 1 + log of the repetitions", {.repeats = QUALITY_REPEATS_LOG}},
    {"weights", "times the repetitions", {.repeats = QUALITY_REPEATS_COUNT}},
    {"weights", "idf times the repetitions", {.idf = QUALITY_IDF_WHOLE, .repeats = QUALITY_REPEATS_COUNT}},
    {"weights",
     "plain TF-IDF: the same without boosts",
     {.idf = QUALITY_IDF_WHOLE,
      .repeats = QUALITY_REPEATS_COUNT,
      .title = ONE,
      .lead = ONE,
      .capital = ONE,
      .number = ONE}},
    {"boosts", "title x1", {.title = ONE}},
    {"boosts", "lead x1", {.lead = ONE}},
    {"boosts", "capitals x1", {.capital = ONE}},
    {"boosts", "capitals x1.6", {.capital = 410}},
    {"boosts", "capitals x3", {.capital = 768}},
    {"boosts", "numbers x1", {.number = ONE}},
    {"boosts", "numbers x1.5", {.number = 384}},
    {"boosts", "numbers x3", {.number = 768}},
    {"boosts", "none", {.title = ONE, .lead = ONE, .capital = ONE, .number = ONE}},
};

static const step counted_steps[] = {
    {"keys", "prefixes of 4", {.keys = QUALITY_KEYS_FAMILY, .family = QUALITY_PREFIX_4}},
    {"keys",
     "prefixes of 5, as shipped, counted here",
     {.keys = QUALITY_KEYS_FAMILY, .family = QUALITY_PREFIX_5}},
    {"keys", "prefixes of 6", {.keys = QUALITY_KEYS_FAMILY, .family = QUALITY_PREFIX_6}},
    {"keys", "skeletons of 4", {.keys = QUALITY_KEYS_FAMILY, .family = QUALITY_SKELETON_4}},
    {"keys", "skeletons of 5", {.keys = QUALITY_KEYS_FAMILY, .family = QUALITY_SKELETON_5}},
    {"keys", "skeletons of 6", {.keys = QUALITY_KEYS_FAMILY, .family = QUALITY_SKELETON_6}},
    {"keys", "prefixes of 5 and skeletons of 4", {.keys = QUALITY_KEYS_BOTH, .family = QUALITY_SKELETON_4}},
};

/* In the order of dvi_measure. */
static const char *const measure_names[] = {
    "similarity", "full similarity", "order",         "nearness",    "support",       "lengths",
    "coverage",   "numbers",         "resemblance",   "containment", "same language", "focus",
    "lead",       "template",        "kinship",       "days",        "peak",          "no common day",
    "passage",    "beginning",       "other_subjects"};

/* The labelled pairs of the Telegram feed. */
typedef struct feed_pairs {
    quality_corpus corpus; /* their articles alone */
    quality_labelled *list;
    size_t n;
    int32_t (*measures)[DVI_MEASURES];
} feed_pairs;

typedef struct bench {
    FILE *out;
    const quality_corpus *ntrex;
    quality_pairs *pairs;
    feed_pairs feed;
} bench;

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

typedef struct wanted {
    const char **ids;
    size_t n;
} wanted;

static bool is_wanted(void *user, const dvk_article *article, size_t number) {
    (void)number;
    const wanted *w = user;
    char id[32];
    const char *key = id;
    if (article->id.len >= sizeof id) return false;
    memcpy(id, article->id.data, article->id.len);
    id[article->id.len] = '\0';
    return bsearch(&key, w->ids, w->n, sizeof *w->ids, by_text) != NULL;
}

static void feed_init(feed_pairs *feed, const char *folder) {
    feed->n = quality_labelled_read(&feed->list, folder);
    feed->measures = quality_room(feed->n, sizeof *feed->measures);
    wanted w = {quality_room(2 * feed->n, sizeof *w.ids), 0};
    for (size_t i = 0; i < feed->n; i++) {
        w.ids[w.n++] = feed->list[i].id_a;
        w.ids[w.n++] = feed->list[i].id_b;
    }
    qsort(w.ids, w.n, sizeof *w.ids, by_text);
    quality_corpus_read(&feed->corpus, quality_path(folder, "feed.jsonl.zst"), is_wanted, &w);
    dvi_free(w.ids);
}

static void feed_finish(feed_pairs *feed) {
    quality_corpus_finish(&feed->corpus);
    dvi_free(feed->list);
    dvi_free(feed->measures);
}

static void feed_measure(feed_pairs *feed, const dvk_features *features) {
    for (size_t i = 0; i < feed->n; i++) {
        const quality_labelled *pair = &feed->list[i];
        size_t a = quality_corpus_find(&feed->corpus, (dvk_span){pair->id_a, strlen(pair->id_a)});
        size_t b = quality_corpus_find(&feed->corpus, (dvk_span){pair->id_b, strlen(pair->id_b)});
        if (a == SIZE_MAX || b == SIZE_MAX) quality_fail("is labelled and not in the feed", pair->id_a);
        dvi_comparable x, y;
        dvi_comparable_init(&x, &features[a]);
        dvi_comparable_init(&y, &features[b]);
        quality_measure(&x, &y, feed->measures[i]);
    }
}

static int higher_first(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

typedef struct feed_figures {
    double event;   /* share of the event pairs above the threshold that lets two fifths of the related ones
                       pass */
    double ranking; /* chance that an event pair scores higher than a related one */
} feed_figures;

static feed_figures feed_score(const feed_pairs *feed, int without) {
    int32_t *related = quality_room(feed->n, sizeof *related), *event = quality_room(feed->n, sizeof *event);
    size_t n_related = 0, n_event = 0, above = 0;
    double ahead = 0;
    for (size_t i = 0; i < feed->n; i++) {
        int32_t score = quality_score(feed->measures[i], without).event;
        if (feed->list[i].relation == QUALITY_RELATED) related[n_related++] = score;
        if (feed->list[i].relation == QUALITY_EVENT) event[n_event++] = score;
    }
    qsort(related, n_related, sizeof *related, higher_first);
    for (size_t i = 0; i < n_event; i++) {
        above += event[i] > related[n_related * 2 / 5];
        for (size_t k = 0; k < n_related; k++)
            ahead += event[i] > related[k] ? 1 : event[i] == related[k] ? .5 : 0;
    }
    dvi_free(related);
    dvi_free(event);
    return (feed_figures){(double)above / (double)n_event, ahead / (double)(n_event * n_related)};
}

static void print_head(FILE *out) {
    fprintf(out, "group\tstep");
    for (int six = 1; six >= 0; six--) {
        const char *set = six ? "six" : "all";
        fprintf(
            out,
            "\t%s_duplicate\t%s_independent\t%s_event\t%s_macro\t%s_cosine_duplicate\t%s_cosine_independent",
            set, set, set, set, set, set);
    }
    fprintf(out, "\ttelegram_event\ttelegram_ranking\n");
}

static void print_row(bench *b, const char *group, const char *name, int without) {
    quality_pairs_score(b->pairs, without);
    fprintf(b->out, "%s\t%s", group, name);
    for (int six = 1; six >= 0; six--) {
        quality_figures f = quality_pairs_figures(b->pairs, six);
        fprintf(b->out, "\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f", f.duplicate, f.independent, f.event, f.macro,
                f.cosine_duplicate, f.cosine_independent);
    }
    feed_figures f = feed_score(&b->feed, without);
    fprintf(b->out, "\t%.3f\t%.3f\n", f.event, f.ranking);
    fflush(b->out);
}

static void measure(bench *b, const quality_variant *variant) {
    dvk_features *features = quality_features_make(b->ntrex, variant);
    quality_pairs_measure(b->pairs, features);
    quality_features_free(features, b->ntrex->n);
    features = quality_features_make(&b->feed.corpus, variant);
    feed_measure(&b->feed, features);
    quality_features_free(features, b->feed.corpus.n);
}

static void run_steps(bench *b, const step *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        measure(b, &list[i].variant);
        print_row(b, list[i].group, list[i].name, DVI_MEASURES);
    }
}

/* The bench weighs and scores with code of its own, which must be that of the library while nothing is
 * changed. */
static void check_corpus(const quality_corpus *corpus, const dvk_features *shipped) {
    const quality_variant nothing = {0};
    dvk_features *own = quality_features_make(corpus, &nothing);
    if (quality_features_differ(shipped, own, corpus->n) != 0)
        quality_fail("does not weigh as src/feature/weigh.c does any more", "bench/quality_features.c");
    quality_features_free(own, corpus->n);
}

static void run_shipped(bench *b) {
    dvk_features *features = quality_features_make(b->ntrex, NULL);
    check_corpus(b->ntrex, features);
    quality_pairs_measure(b->pairs, features);
    quality_pairs_score(b->pairs, DVI_MEASURES);
    quality_pairs_check(b->pairs, features);
    quality_features_free(features, b->ntrex->n);
    features = quality_features_make(&b->feed.corpus, NULL);
    check_corpus(&b->feed.corpus, features);
    feed_measure(&b->feed, features);
    quality_features_free(features, b->feed.corpus.n);
    print_row(b, "shipped", "what ships", DVI_MEASURES);
}

static bool is_used(int measure) {
    const dvi_calibration *c = &dvk_model_builtin()->calibration;
    return c->copied[measure] != 0 || c->translated[measure] != 0 || c->event[measure] != 0;
}

static void run_without(bench *b) {
    for (int m = 0; m < DVI_MEASURES; m++) {
        char name[64];
        snprintf(name, sizeof name, "without the measure: %s", measure_names[m]);
        if (is_used(m)) print_row(b, "measures", name, m);
    }
}

static void measure_shipped(bench *b) {
    dvk_features *features = quality_features_make(b->ntrex, NULL);
    quality_pairs_measure(b->pairs, features);
    quality_pairs_score(b->pairs, DVI_MEASURES);
    quality_features_free(features, b->ntrex->n);
}

void quality_steps(FILE *out, const quality_corpus *ntrex, quality_pairs *pairs, const char *telegram,
                   const char *background) {
    _Static_assert(sizeof measure_names / sizeof *measure_names == DVI_MEASURES, "a name for each measure");
    bench b = {.out = out, .ntrex = ntrex, .pairs = pairs};
    feed_init(&b.feed, telegram);
    print_head(out);
    run_shipped(&b);
    run_without(&b);
    run_steps(&b, steps, sizeof steps / sizeof *steps);
    if (quality_background_read(background))
        run_steps(&b, counted_steps, sizeof counted_steps / sizeof *counted_steps);
    else
        fprintf(stderr, "quality: %s has no background texts: the lengths of keys are left out\n",
                background);
    measure_shipped(&b);
    feed_finish(&b.feed);
}
