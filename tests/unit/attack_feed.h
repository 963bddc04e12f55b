/* For tests: a feed in which articles were planted to make much work, and an ordinary one of the same size.
 * The planted words are chosen by the published seed. */
#ifndef TEST_ATTACK_FEED_H
#define TEST_ATTACK_FEED_H

#include "dvoinik/dvoinik.h"
#include "long_run.h"
#include "made_features.h"
#include "reading.h"

enum {
    TWINS = 600,  /* innocent articles with an edited copy each */
    OTHERS = 400, /* planted, or ordinary */
    LONG = 12,    /* times as many in the long run */
    ROWS = 4,     /* of the defaults of sign.h */
    ROW_COUNT = 128,
    BAND_COUNT = ROW_COUNT / ROWS,
    BUCKET = 60,     /* just too small to be cut */
    CHOICES = 100,   /* of phrases for a row: those that win it, the best first */
    PHRASES = 60000, /* to choose from */
    WORDS = 30000,
    NAMES = 4000,
    HOUR = 3600
};

typedef enum kind { ONE_BAND = 1, ONE_ANCHOR = 2, MANY_BANDS = 4, MANY_BUCKETS = 8 } kind;

static uint32_t chosen[ROW_COUNT][CHOICES]; /* numbers of phrases */

static inline uint32_t times_as_many(void) {
    return is_long_run() ? LONG : 1;
}

static inline uint32_t n_buckets(void) {
    return OTHERS * times_as_many() / BUCKET;
}

/* A word that no table knows, the same for a number. */
static inline void word_of(uint32_t number, bool capital, char *out) {
    static const char *const consonants[] = {"б", "в", "г", "д", "ж", "з", "к", "л",
                                             "м", "н", "п", "р", "с", "т", "х", "ц"};
    static const char *const capitals[] = {"Б", "В", "Г", "Д", "Ж", "З", "К", "Л",
                                           "М", "Н", "П", "Р", "С", "Т", "Х", "Ц"};
    static const char *const vowels[] = {"а", "о", "у", "и"};
    uint32_t state = number * 2654435761u + 12345;
    *out = '\0';
    for (int i = 0; i < 4; i++, state = state * 1664525u + 1013904223u) {
        strcat(out, capital && i == 0 ? capitals[state >> 28] : consonants[state >> 28]);
        strcat(out, vowels[state >> 10 & 3]);
    }
}

/* Few are frequent, most are rare. */
static inline uint32_t skewed(uint32_t n) {
    uint64_t a = any(65536), b = any(65536);
    return (uint32_t)(a * b % 4294967296u * n >> 32);
}

static inline void add_word(char *text, uint32_t number, bool capital) {
    char word[64];
    word_of(number, capital, word);
    strcat(text, " ");
    strcat(text, word);
}

static inline void add_sentence(char *text) {
    add_word(text, skewed(WORDS), true);
    for (int i = 0; i < 9; i++) {
        add_word(text, skewed(WORDS), false);
        if (i % 4 == 1) add_word(text, 1000000 + skewed(NAMES), true);
    }
    strcat(text, ".");
}

static inline void make_phrase(uint32_t number, char *text) {
    *text = '\0';
    for (uint32_t k = 0; k < 3; k++)
        add_word(text, 5000000 + 3 * number + k, false);
}

typedef struct phrase {
    uint32_t component, number, shingle; /* of the signature, where the phrase wins */
} phrase;

static inline int by_component(const void *a, const void *b) {
    const phrase *x = a, *y = b;
    return x->component < y->component ? -1 : x->component > y->component;
}

/* Those that have exactly one shingle. */
static inline size_t make_phrases(phrase *out, uint64_t seed) {
    dvk_extractor *extractor;
    dvk_features features;
    char text[128];
    size_t n = 0;
    assert_int_equal(dvk_extractor_create(&extractor, dvk_model_builtin()), DVK_OK);
    dvk_features_init(&features);
    for (uint32_t i = 0; i < PHRASES; i++) {
        make_phrase(i, text);
        dvk_article article = {.text = {text, strlen(text)}, .time = DVK_NO_TIME};
        assert_int_equal(dvk_features_extract(extractor, &article, &features), DVK_OK);
        if (features.n_shingles != 1) continue;
        out[n] = (phrase){.number = i, .shingle = features.shingles[0]};
        assert_int_equal(dvk_minhash(&out[n].shingle, 1, seed, &out[n].component, 1), DVK_OK);
        n++;
    }
    dvk_features_finish(&features);
    dvk_extractor_destroy(extractor);
    qsort(out, n, sizeof *out, by_component);
    return n;
}

/* The phrases that win each component among very many, with the published seed: whoever has those of a band
 * has that band. Then those that win when these are gone, and so on. */
static inline int choose_phrases(void **unused) {
    static phrase phrases[PHRASES];
    static uint32_t shingles[PHRASES];
    uint32_t won[ROW_COUNT];
    dvk_sign_params params;
    dvk_sign_params_init(&params);
    assert_true(params.rows == ROWS && params.permutations == ROW_COUNT);
    size_t n = make_phrases(phrases, params.seed);
    for (uint32_t choice = 0; choice < n_buckets(); choice++) {
        size_t left = 0;
        for (size_t i = 0; i < n; i++)
            if (phrases[i].number != UINT32_MAX) shingles[left++] = phrases[i].shingle;
        assert_int_equal(dvk_minhash(shingles, left, params.seed, won, ROW_COUNT), DVK_OK);
        for (uint32_t row = 0; row < ROW_COUNT; row++) {
            phrase *winner =
                bsearch(&(phrase){.component = won[row]}, phrases, n, sizeof *phrases, by_component);
            assert_true(winner != NULL);
            chosen[row][choice] = winner->number;
            if (winner->number == UINT32_MAX) chosen[row][choice] = chosen[row - 1][choice];
            winner->number = UINT32_MAX;
        }
    }
    return make_folder(unused);
}

static inline void write_article(FILE *file, const char *id, uint32_t number, const char *title,
                                 const char *text, uint32_t hour) {
    char date[32];
    dvk_format_date(INT64_C(1752307200) + (int64_t)hour * HOUR, date);
    fprintf(file, "{\"id\":\"%s-%u\",\"title\":\"%s\",\"text\":\"%s\",\"date\":\"%s\"}\n", id, number, title,
            text, date);
}

/* An article and its copy, in which a few sentences went. */
static inline void write_twins(FILE *file, uint32_t number) {
    char title[512] = "", text[16384] = "", copy[16384] = "";
    for (int i = 0; i < 5; i++)
        add_word(title, i % 2 ? 1000000 + skewed(NAMES) : skewed(WORDS), i % 2);
    for (int i = 0; i < 12; i++) {
        size_t before = strlen(text);
        add_sentence(text);
        if (i % 6 != 5) strcat(copy, text + before);
    }
    uint32_t hour = any(48);
    write_article(file, "a", number, title, text, hour);
    write_article(file, "b", number, title, copy, hour + 1 + any(6));
}

/* The phrases that win a band, the `choice`th best of each row; or as many that win nothing. */
static inline void add_band(char *text, uint32_t band, uint32_t choice, bool planted) {
    char words[128];
    for (uint32_t row = band * ROWS; row < (band + 1) * ROWS; row++) {
        make_phrase(planted ? chosen[row][choice] : PHRASES + any(100000000), words);
        strcat(strcat(text, words), ".");
    }
}

/* An article of what the attacker planted; with `planted` false an ordinary one of the same length. */
static inline void write_other(FILE *file, kind what, bool planted, uint32_t number) {
    char title[512] = "", text[65536] = "";
    for (int i = 0; i < 4; i++)
        add_word(title, i % 2 ? 1000000 + skewed(NAMES) : skewed(WORDS), i % 2);
    if (what & ONE_ANCHOR) add_word(title, planted ? 9999999 : 20000000 + any(100000000), true);
    for (int i = 0; i < 10; i++)
        add_sentence(text);
    if (what & ONE_BAND) add_band(text, 0, 0, planted);
    for (uint32_t band = 0; band < BAND_COUNT; band++) {
        /* Others with each, so that they meet in all ways there are. */
        if (what & MANY_BANDS && any(2)) add_band(text, band, 0, planted);
        if (what & MANY_BUCKETS) add_band(text, band, any(n_buckets()), planted);
    }
    write_article(file, "c", number, title, text, any(54));
}

static inline void write_feed(const char *name, kind what, bool planted) {
    uint32_t n_twins = TWINS * times_as_many(), n_others = OTHERS * times_as_many();
    chance = 88172645463325252u;
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    for (uint32_t i = 0; i < n_twins; i++)
        write_twins(file, i);
    for (uint32_t i = 0; i < n_others; i++)
        write_other(file, what, planted, i);
    assert_int_equal(fclose(file), 0);
}

#endif
