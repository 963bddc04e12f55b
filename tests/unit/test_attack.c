/* An attacker's feed among an ordinary one: words chosen by the published seed so that one band of every
 * planted article is the same, and titles that share one rare name. The work stays near that of an ordinary
 * feed of the same size, and the copies of innocent articles are found all the same. Counts, not times:
 * candidates are what the time goes into. */
#include "reading.h"

#include "dvoinik/dvoinik.h"
#include "made_features.h"

enum {
    TWINS = 600,  /* innocent articles with an edited copy each */
    OTHERS = 400, /* planted, or ordinary */
    ROWS = 4,     /* of the defaults of sign.h */
    ROW_COUNT = 128,
    PHRASES = 16000, /* to choose from */
    WORDS = 30000,
    NAMES = 4000,
    HOUR = 3600
};

typedef enum kind { ORDINARY, ONE_BAND, ONE_ANCHOR, BOTH, MANY_BANDS } kind;

/* A word that no table knows, the same for a number. */
static void word_of(uint32_t number, bool capital, char *out) {
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
static uint32_t skewed(uint32_t n) {
    uint64_t a = any(65536), b = any(65536);
    return (uint32_t)(a * b % 4294967296u * n >> 32);
}

static void add_word(char *text, uint32_t number, bool capital) {
    char word[64];
    word_of(number, capital, word);
    strcat(text, " ");
    strcat(text, word);
}

static void add_sentence(char *text) {
    add_word(text, skewed(WORDS), true);
    for (int i = 0; i < 9; i++) {
        add_word(text, skewed(WORDS), false);
        if (i % 4 == 1) add_word(text, 1000000 + skewed(NAMES), true);
    }
    strcat(text, ".");
}

static void make_phrase(uint32_t number, char *text) {
    *text = '\0';
    for (uint32_t k = 0; k < 3; k++)
        add_word(text, 5000000 + 3 * number + k, false);
}

/* The shingle of each phrase; 0 for one that has not exactly one. */
static void shingles_of_phrases(uint32_t shingles[PHRASES]) {
    dvk_extractor *extractor;
    dvk_features features;
    char text[128];
    assert_int_equal(dvk_extractor_create(&extractor, dvk_model_builtin()), DVK_OK);
    dvk_features_init(&features);
    for (uint32_t i = 0; i < PHRASES; i++) {
        make_phrase(i, text);
        dvk_article article = {.text = {text, strlen(text)}, .time = DVK_NO_TIME};
        assert_int_equal(dvk_features_extract(extractor, &article, &features), DVK_OK);
        shingles[i] = features.n_shingles == 1 ? features.shingles[0] : 0;
    }
    dvk_features_finish(&features);
    dvk_extractor_destroy(extractor);
}

/* The phrases that win the components of the signature among very many: whoever has those of a band has that
 * band. */
static void choose_phrases(char phrases[ROW_COUNT][128]) {
    static uint32_t shingles[PHRASES];
    dvk_sign_params params;
    uint32_t all[DVK_MAX_PERMUTATIONS], one[DVK_MAX_PERMUTATIONS];
    dvk_sign_params_init(&params);
    assert_int_equal(params.rows, ROWS);
    assert_int_equal(params.permutations, ROW_COUNT);
    shingles_of_phrases(shingles);
    assert_int_equal(dvk_minhash(shingles, PHRASES, params.seed, all, params.permutations), DVK_OK);
    for (uint32_t i = 0; i < PHRASES; i++) {
        assert_int_equal(dvk_minhash(&shingles[i], 1, params.seed, one, params.permutations), DVK_OK);
        for (uint32_t row = 0; row < ROW_COUNT; row++)
            if (one[row] == all[row]) make_phrase(i, phrases[row]);
    }
    for (uint32_t row = 0; row < ROW_COUNT; row++)
        assert_true(phrases[row][0] != '\0');
}

static void write_article(FILE *file, const char *id, uint32_t number, const char *title, const char *text,
                          uint32_t hour) {
    char date[32];
    dvk_format_date(INT64_C(1752307200) + (int64_t)hour * HOUR, date);
    fprintf(file, "{\"id\":\"%s-%u\",\"title\":\"%s\",\"text\":\"%s\",\"date\":\"%s\"}\n", id, number, title,
            text, date);
}

/* An article and its copy, in which a few sentences went. */
static void write_twins(FILE *file, uint32_t number) {
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

static void add_band(char *text, char phrases[ROW_COUNT][128], uint32_t band) {
    for (uint32_t row = band * ROWS; row < (band + 1) * ROWS; row++)
        strcat(strcat(text, phrases[row]), ".");
}

static void write_other(FILE *file, kind what, uint32_t number, char phrases[ROW_COUNT][128]) {
    char title[512] = "", text[16384] = "";
    for (int i = 0; i < 4; i++)
        add_word(title, i % 2 ? 1000000 + skewed(NAMES) : skewed(WORDS), i % 2);
    if (what & ONE_ANCHOR) add_word(title, 9999999, true);
    for (int i = 0; i < 10; i++)
        add_sentence(text);
    if (what & ONE_BAND) add_band(text, phrases, 0);
    /* Others with each, so that they meet in all ways there are. */
    for (uint32_t band = 0; band < ROW_COUNT / ROWS && (what & MANY_BANDS); band++)
        if (any(2)) add_band(text, phrases, band);
    write_article(file, "c", number, title, text, any(54));
}

typedef struct outcome {
    dvk_job_stats stats;
    double recall; /* of the twins */
} outcome;

static outcome run(kind what, uint64_t seed) {
    static char phrases[ROW_COUNT][128];
    dvk_job *job;
    dvk_reader *reader;
    dvk_job_options options;
    dvk_results results;
    dvk_error error;
    outcome out;
    const char *input = "feed.jsonl";
    if (*phrases[0] == '\0') choose_phrases(phrases);
    chance = 88172645463325252u;
    FILE *file = fopen(input, "w");
    assert_non_null(file);
    for (uint32_t i = 0; i < TWINS; i++)
        write_twins(file, i);
    for (uint32_t i = 0; i < OTHERS; i++)
        write_other(file, what, i, phrases);
    fclose(file);
    dvk_job_options_init(&options);
    options.sign.seed = seed;
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_OK);
    assert_int_equal(dvk_job_run(job, &error), DVK_OK);
    dvk_job_statistics(job, &out.stats);
    dvk_job_results(job, &results);
    uint32_t together = 0;
    for (size_t i = 0; i < TWINS; i++) {
        dvk_result a, b;
        results.article(results.source, 2 * i, &a);
        results.article(results.source, 2 * i + 1, &b);
        together += a.assigned.duplicate == b.assigned.duplicate;
    }
    out.recall = (double)together / TWINS;
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
    print_message(
        "kind %d: candidates %llu (bands %llu, anchors %llu), largest %u, cut %llu buckets %llu lists; "
        "%.3f s of candidates and scores; recall %.3f\n",
        (int)what, (unsigned long long)out.stats.candidates, (unsigned long long)out.stats.candidates_bands,
        (unsigned long long)out.stats.candidates_anchors, out.stats.candidates_largest,
        (unsigned long long)out.stats.buckets_cut, (unsigned long long)out.stats.anchors_cut,
        out.stats.seconds_candidates + out.stats.seconds_scores, out.recall);
    return out;
}

static void attacked(kind what) {
    outcome ordinary = run(ORDINARY, DVK_PUBLISHED_SEED), planted = run(what, DVK_PUBLISHED_SEED);
    assert_int_equal(planted.stats.articles, ordinary.stats.articles);
    assert_true(ordinary.recall >= .95);
    assert_true(planted.recall >= .95);
    /* Each candidate is a pair in memory and one that is scored. */
    assert_true(planted.stats.candidates * 2 <= ordinary.stats.candidates * 3);
    if (what & ONE_BAND)
        assert_true(planted.stats.buckets_cut > ordinary.stats.buckets_cut); /* and it is told */
}

static void words_that_flood_a_band(void **unused) {
    (void)unused;
    attacked(ONE_BAND);
}

static void titles_that_share_an_anchor(void **unused) {
    (void)unused;
    attacked(ONE_ANCHOR);
}

static void both_at_once(void **unused) {
    (void)unused;
    attacked(BOTH);
}

static void words_that_flood_many_bands(void **unused) {
    (void)unused;
    attacked(MANY_BANDS);
}

static void another_seed_leaves_nothing_of_the_flood(void **unused) {
    (void)unused;
    assert_int_equal(run(ONE_BAND, 12345).stats.buckets_cut, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_flood_a_band),
        cmocka_unit_test(titles_that_share_an_anchor),
        cmocka_unit_test(both_at_once),
        cmocka_unit_test(words_that_flood_many_bands),
        cmocka_unit_test(another_seed_leaves_nothing_of_the_flood),
    };
    return cmocka_run_group_tests_name("attack", tests, make_folder, remove_folder);
}
