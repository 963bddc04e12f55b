/* An attacker's feed among an ordinary one: words chosen by the published seed so that bands of the planted
 * articles are the same, and titles that share one rare name. The work and the memory stay near those of an
 * ordinary feed of the same size, and the copies of innocent articles are found all the same. Work is
 * counted, not timed: what is looked at, and what is scored; the times are only shown. */
#define _DEFAULT_SOURCE /* wait4 */
#include "reading.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include "dvoinik/dvoinik.h"
#include "made_features.h"

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
    STEPS_A_PAIR = 64, /* measured: 14 ns and 1 us */
    HOUR = 3600,
    SECRET = 12345 /* a seed that the attacker does not know */
};

typedef enum kind { ONE_BAND = 1, ONE_ANCHOR = 2, MANY_BANDS = 4, MANY_BUCKETS = 8 } kind;

static uint32_t chosen[ROW_COUNT][CHOICES]; /* numbers of phrases */

static uint32_t times_as_many(void) {
    const char *wanted = getenv("DVOINIK_LONG_TESTS");
    return wanted != NULL && strcmp(wanted, "1") == 0 ? LONG : 1;
}

static uint32_t n_buckets(void) {
    return OTHERS * times_as_many() / BUCKET;
}

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

typedef struct phrase {
    uint32_t component, number, shingle; /* of the signature, where the phrase wins */
} phrase;

static int by_component(const void *a, const void *b) {
    const phrase *x = a, *y = b;
    return x->component < y->component ? -1 : x->component > y->component;
}

/* Those that have exactly one shingle. */
static size_t make_phrases(phrase *out, uint64_t seed) {
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
static int choose_phrases(void **unused) {
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

/* The phrases that win a band, the `choice`th best of each row; or as many that win nothing. */
static void add_band(char *text, uint32_t band, uint32_t choice, bool planted) {
    char words[128];
    for (uint32_t row = band * ROWS; row < (band + 1) * ROWS; row++) {
        make_phrase(planted ? chosen[row][choice] : PHRASES + any(100000000), words);
        strcat(strcat(text, words), ".");
    }
}

/* An article of what the attacker planted; with `planted` false an ordinary one of the same length. */
static void write_other(FILE *file, kind what, bool planted, uint32_t number) {
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

static void write_feed(const char *name, kind what, bool planted) {
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

/* What is made of a feed: one job, or an index. */
typedef enum way { IN_A_JOB, IN_AN_INDEX } way;

typedef struct outcome {
    dvk_job_stats stats;
    double recall;   /* of the twins */
    double seconds;  /* of the processor */
    uint64_t memory; /* the largest resident set, in KiB */
} outcome;

static void cluster(const char *input, uint64_t seed, outcome *out) {
    dvk_job *job;
    dvk_reader *reader;
    dvk_job_options options;
    dvk_results results;
    dvk_error error;
    dvk_job_options_init(&options);
    options.sign.seed = seed;
    options.threads = 1;
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_OK);
    assert_int_equal(dvk_job_run(job, &error), DVK_OK);
    dvk_job_statistics(job, &out->stats);
    dvk_job_results(job, &results);
    uint32_t together = 0, n_twins = TWINS * times_as_many();
    for (size_t i = 0; i < n_twins; i++) {
        dvk_result a, b;
        results.article(results.source, 2 * i, &a);
        results.article(results.source, 2 * i + 1, &b);
        together += a.assigned.duplicate == b.assigned.duplicate;
    }
    out->recall = (double)together / n_twins;
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
}

static void add_to_index(const char *input, uint64_t seed, outcome *out) {
    dvk_index *index;
    dvk_reader *reader;
    dvk_index_options options;
    dvk_index_stats stats;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    options.secret = false;
    options.sign.seed = seed;
    options.threads = 1;
    assert_int_equal(system("rm -rf index"), 0);
    assert_int_equal(dvk_index_create(&index, "index", &options, NULL), DVK_OK);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_index_read(index, reader, NULL, NULL), DVK_OK);
    dvk_reader_destroy(reader);
    uint32_t together = 0;
    for (uint32_t i = 1; i <= TWINS; i++) {
        dvk_index_answer a, b;
        assert_int_equal(dvk_index_get(index, 2 * i - 1, &a, NULL), DVK_OK);
        assert_int_equal(dvk_index_get(index, 2 * i, &b, NULL), DVK_OK);
        together += a.article.assigned.duplicate == b.article.assigned.duplicate;
    }
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    out->stats.articles = stats.articles;
    out->recall = (double)together / TWINS;
    dvk_index_destroy(index);
}

static void show(const char *name, const outcome *o) {
    print_message(
        "%s: met %llu in buckets, %llu along lists; candidates %llu (bands %llu, anchors %llu), largest "
        "%u; cut %llu buckets %llu lists; %.3f s, candidates %.3f, scores %.3f; %.1f MB; recall %.3f\n",
        name, (unsigned long long)o->stats.met_bands, (unsigned long long)o->stats.met_anchors,
        (unsigned long long)o->stats.candidates, (unsigned long long)o->stats.candidates_bands,
        (unsigned long long)o->stats.candidates_anchors, o->stats.candidates_largest,
        (unsigned long long)o->stats.buckets_cut, (unsigned long long)o->stats.anchors_cut, o->seconds,
        o->stats.seconds_candidates, o->stats.seconds_scores, (double)o->memory / 1024, o->recall);
}

/* In a process of its own, whose memory is then known. */
static outcome run(const char *input, way how, uint64_t seed) {
    outcome out = {.recall = 0};
    struct rusage usage;
    int pipes[2], ended;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        if (how == IN_A_JOB)
            cluster(input, seed, &out);
        else
            add_to_index(input, seed, &out);
        _exit(write(pipes[1], &out, sizeof out) == (ssize_t)sizeof out ? 0 : 1);
    }
    assert_int_equal(read(pipes[0], &out, sizeof out), sizeof out);
    assert_int_equal(wait4(child, &ended, 0, &usage), child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
    close(pipes[0]);
    close(pipes[1]);
    out.seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                  (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    out.memory = (uint64_t)usage.ru_maxrss;
    show(input, &out);
    return out;
}

/* The work of comparing alone, without reading, which is the same: pairs met in buckets, steps along lists,
 * and pairs scored, each of which takes the time of very many steps. */
static uint64_t work_of(const dvk_job_stats *stats) {
    return stats->met_bands + stats->met_anchors + STEPS_A_PAIR * stats->candidates;
}

static void assert_near(const outcome *planted, const outcome *ordinary) {
    print_message("time %.2f, memory %.2f\n", planted->seconds / ordinary->seconds,
                  (double)planted->memory / (double)ordinary->memory);
    assert_int_equal(planted->stats.articles, ordinary->stats.articles);
    assert_true(ordinary->recall >= .95);
    assert_true(planted->recall >= .95);
    assert_true(planted->memory * 2 <= ordinary->memory * 3);
    assert_true(work_of(&planted->stats) * 2 <= work_of(&ordinary->stats) * 3);
}

static void attacked(kind what) {
    write_feed("ordinary.jsonl", what, false);
    write_feed("planted.jsonl", what, true);
    outcome ordinary = run("ordinary.jsonl", IN_A_JOB, DVK_PUBLISHED_SEED),
            planted = run("planted.jsonl", IN_A_JOB, DVK_PUBLISHED_SEED);
    assert_near(&planted, &ordinary);
    if (what & (ONE_BAND | MANY_BANDS | MANY_BUCKETS))
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
    attacked(ONE_BAND | ONE_ANCHOR);
}

static void words_that_flood_many_bands(void **unused) {
    (void)unused;
    attacked(MANY_BANDS);
}

static void words_that_fill_many_buckets(void **unused) {
    (void)unused;
    attacked(MANY_BUCKETS);
}

static void another_seed_leaves_nothing_of_the_flood(void **unused) {
    (void)unused;
    write_feed("planted.jsonl", ONE_BAND, true);
    assert_int_equal(run("planted.jsonl", IN_A_JOB, SECRET).stats.buckets_cut, 0);
}

static void an_index_with_a_secret_seed(void **unused) {
    (void)unused;
    if (times_as_many() > 1) skip();
    for (kind what = ONE_BAND; what <= MANY_BUCKETS; what *= 2) {
        write_feed("ordinary.jsonl", what, false);
        write_feed("planted.jsonl", what, true);
        outcome ordinary = run("ordinary.jsonl", IN_AN_INDEX, SECRET),
                planted = run("planted.jsonl", IN_AN_INDEX, SECRET);
        assert_near(&planted, &ordinary);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_flood_a_band),
        cmocka_unit_test(titles_that_share_an_anchor),
        cmocka_unit_test(both_at_once),
        cmocka_unit_test(words_that_flood_many_bands),
        cmocka_unit_test(words_that_fill_many_buckets),
        cmocka_unit_test(another_seed_leaves_nothing_of_the_flood),
        cmocka_unit_test(an_index_with_a_secret_seed),
    };
    return cmocka_run_group_tests_name("attack", tests, choose_phrases, remove_folder);
}
