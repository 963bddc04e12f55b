/* What a caller forgot: each public function is given NULL for each thing it needs, and answers as
 * dvoinik/status.h says instead of looking there. tests/structure/check_symbols.sh looks for each function's
 * name in this file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dvoinik/dvoinik.h"
#include "work_folder.h"

/* What a call came to, and what it has to be when that is no argument error. */
typedef struct row {
    const char *call;
    dvk_status status;
} row;

typedef struct nothing {
    const char *call;
    uint64_t value;
} nothing;

static void refused(const row *rows, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (rows[i].status != DVK_E_ARGUMENT)
            fail_msg("%s: %s", rows[i].call, dvk_status_text(rows[i].status));
}

static void give_nothing(const nothing *rows, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (rows[i].value != 0) fail_msg("%s: not nothing", rows[i].call);
}

#define REFUSED(rows) refused(rows, sizeof(rows) / sizeof *(rows))
#define NOTHING(rows) give_nothing(rows, sizeof(rows) / sizeof *(rows))

/* A length without bytes, and a text. */
static const dvk_span hollow = {NULL, 3}, word = {"слово", 10};

static dvk_status take(void *user, const char *data, size_t len) {
    (void)user, (void)data, (void)len;
    return DVK_OK;
}

static bool see_word(void *user, dvk_span w, dvk_span form, dvk_span key) {
    (void)user, (void)w, (void)form, (void)key;
    return true;
}

static bool see_answer(void *user, const dvk_index_answer *answer) {
    (void)user, (void)answer;
    return true;
}

static void those_that_take_nothing_or_null(void **state) {
    (void)state;
    assert_non_null(dvk_model_builtin());
    assert_non_null(dvk_translit_schemes());
    assert_true(dvk_language_count() > 1);
    assert_string_equal(dvk_language_code(UINT32_MAX), "und");
    assert_non_null(dvk_status_text((dvk_status)77));
    (void)dvk_cpu_features();
    dvk_format_date(0, NULL);
    dvk_text_destroy(NULL);
    dvk_extractor_destroy(NULL);
    dvk_extractor_limit(NULL, 0);
    dvk_features_init(NULL);
    dvk_features_finish(NULL);
    dvk_fit_destroy(NULL);
    dvk_model_destroy(NULL);
    dvk_cluster_params_init(NULL);
    dvk_sign_params_init(NULL);
    dvk_read_options_init(NULL);
    dvk_report_options_init(NULL);
    dvk_job_options_init(NULL);
    dvk_index_options_init(NULL);
    dvk_reader_destroy(NULL);
    dvk_line_reader_destroy(NULL);
    dvk_job_destroy(NULL);
    dvk_index_destroy(NULL);
}

static void the_version_is_three_numbers(void **state) {
    (void)state;
    unsigned numbers[3];
    char rest;
    assert_int_equal(sscanf(dvk_version(), "%u.%u.%u%c", &numbers[0], &numbers[1], &numbers[2], &rest), 3);
}

static void texts_and_words(void **state) {
    (void)state;
    const dvk_model *model = dvk_model_builtin();
    uint32_t confidence = 7, columns = 7;
    int64_t time;
    dvk_text *text;
    assert_int_equal(dvk_text_create(&text), DVK_OK);
    const row rows[] = {
        {"dvk_parse_date: time", dvk_parse_date(word, NULL)},
        {"dvk_parse_date: text", dvk_parse_date(hollow, &time)},
        {"dvk_text_create: out", dvk_text_create(NULL)},
        {"dvk_commonform: model", dvk_commonform(NULL, word, 0, text)},
        {"dvk_commonform: text", dvk_commonform(model, hollow, 0, text)},
        {"dvk_commonform: out", dvk_commonform(model, word, 0, NULL)},
        {"dvk_commonform: language", dvk_commonform(model, word, dvk_language_count(), text)},
        {"dvk_commonform_words: model", dvk_commonform_words(NULL, word, 0, see_word, NULL)},
        {"dvk_commonform_words: text", dvk_commonform_words(model, hollow, 0, see_word, NULL)},
        {"dvk_commonform_words: visit", dvk_commonform_words(model, word, 0, NULL, NULL)},
        {"dvk_translit: scheme", dvk_translit(NULL, word, text)},
        {"dvk_translit: text", dvk_translit("iso-9", hollow, text)},
        {"dvk_translit: out", dvk_translit("iso-9", word, NULL)},
        {"dvk_write_json_string: text", dvk_write_json_string(hollow, take, NULL)},
        {"dvk_write_json_string: write", dvk_write_json_string(word, NULL, NULL)},
        {"dvk_write_terminal_text: text", dvk_write_terminal_text(hollow, 9, &columns, take, NULL)},
        {"dvk_write_terminal_text: write", dvk_write_terminal_text(word, 9, NULL, NULL, NULL)},
    };
    const nothing none[] = {
        {"dvk_text_span: text", dvk_text_span(NULL).len},
        {"dvk_text_span: nothing appended", dvk_text_span(text).len},
        {"dvk_language_identify: model", dvk_language_identify(NULL, word, &confidence)},
        {"dvk_language_identify: text", dvk_language_identify(model, hollow, NULL)},
        {"dvk_language_number: code", dvk_language_number(NULL, 2)},
        {"dvk_model_fingerprint: model", dvk_model_fingerprint(NULL)},
        {"dvk_model_version: model", dvk_model_version(NULL)},
        {"dvk_is_readable_name: name", dvk_is_readable_name(NULL)},
        {"confidence", confidence},
        {"columns", columns},
    };
    REFUSED(rows);
    NOTHING(none);
    dvk_text_destroy(text);
}

static void features_and_scores(void **state) {
    (void)state;
    const dvk_model *model = dvk_model_builtin();
    dvk_extractor *extractor = NULL, *none_made;
    dvk_features features = {0}, read, lying = {.n_features = 3}, lying_too = {.n_shingles = 3};
    dvk_article article = {.title = word, .time = DVK_NO_TIME}, broken = {.text = hollow};
    uint8_t blob[128];
    dvk_match match;
    dvk_evidence evidence;
    assert_int_equal(dvk_extractor_create(&extractor, model), DVK_OK);
    const row rows[] = {
        {"dvk_extractor_create: out", dvk_extractor_create(NULL, model)},
        {"dvk_extractor_create: model", dvk_extractor_create(&none_made, NULL)},
        {"dvk_features_extract: extractor", dvk_features_extract(NULL, &article, &features)},
        {"dvk_features_extract: article", dvk_features_extract(extractor, NULL, &features)},
        {"dvk_features_extract: a text", dvk_features_extract(extractor, &broken, &features)},
        {"dvk_features_extract: out", dvk_features_extract(extractor, &article, NULL)},
        {"dvk_features_write: features", dvk_features_write(NULL, model, blob, sizeof blob)},
        {"dvk_features_write: its list", dvk_features_write(&lying, model, blob, sizeof blob)},
        {"dvk_features_write: its shingles", dvk_features_write(&lying_too, model, blob, sizeof blob)},
        {"dvk_features_write: model", dvk_features_write(&features, NULL, blob, sizeof blob)},
        {"dvk_features_write: out", dvk_features_write(&features, model, NULL, sizeof blob)},
        {"dvk_features_write: room", dvk_features_write(&features, model, blob, 3)},
        {"dvk_features_read: out", dvk_features_read(NULL, model, blob, sizeof blob)},
        {"dvk_features_read: model", dvk_features_read(&read, NULL, blob, sizeof blob)},
        {"dvk_features_read: blob", dvk_features_read(&read, model, NULL, sizeof blob)},
        {"dvk_score: model", dvk_score(NULL, &features, &features, &match)},
        {"dvk_score: a", dvk_score(model, NULL, &features, &match)},
        {"dvk_score: b", dvk_score(model, &features, NULL, &match)},
        {"dvk_score: a list", dvk_score(model, &features, &lying, &match)},
        {"dvk_score: shingles", dvk_score(model, &lying_too, &features, &match)},
        {"dvk_score: out", dvk_score(model, &features, &features, NULL)},
    };
    const nothing none[] = {
        {"dvk_extractor_create leaves nothing", none_made != NULL},
        {"dvk_features_blob_size: features", dvk_features_blob_size(NULL)},
        {"dvk_features_read leaves nothing", read.n_features},
        {"dvk_match_evidence: model", dvk_match_evidence(NULL, &features, &features, &evidence, 1)},
        {"dvk_match_evidence: a", dvk_match_evidence(model, NULL, &features, &evidence, 1)},
        {"dvk_match_evidence: b", dvk_match_evidence(model, &features, NULL, &evidence, 1)},
        {"dvk_match_evidence: a list", dvk_match_evidence(model, &lying, &lying, &evidence, 1)},
        {"dvk_match_evidence: out", dvk_match_evidence(model, &features, &features, NULL, 1)},
    };
    REFUSED(rows);
    NOTHING(none);
    dvk_features_finish(&features);
    dvk_extractor_destroy(extractor);
}

static void fits(void **state) {
    (void)state;
    dvk_fit *fit = NULL;
    dvk_fit_stats stats = {7, 7, 7};
    dvk_model *model = NULL, *none_made;
    dvk_article broken = {.source = hollow};
    assert_int_equal(dvk_fit_create(&fit), DVK_OK);
    const row rows[] = {
        {"dvk_fit_create: out", dvk_fit_create(NULL)},
        {"dvk_fit_add: fit", dvk_fit_add(NULL, &broken)},
        {"dvk_fit_add: article", dvk_fit_add(fit, NULL)},
        {"dvk_fit_add: a span", dvk_fit_add(fit, &broken)},
        {"dvk_fit_model: fit", dvk_fit_model(NULL, &none_made)},
        {"dvk_fit_model: out", dvk_fit_model(fit, NULL)},
    };
    dvk_fit_statistics(fit, NULL);
    dvk_fit_statistics(NULL, &stats);
    const nothing none[] = {
        {"dvk_fit_model leaves nothing", none_made != NULL},
        {"dvk_fit_statistics: fit", stats.articles | stats.without_source | stats.lines},
    };
    REFUSED(rows);
    NOTHING(none);
    assert_int_equal(dvk_fit_model(fit, &model), DVK_OK);
    assert_true(dvk_model_fingerprint(model) == dvk_model_fingerprint(dvk_model_builtin()));
    dvk_model_destroy(model);
    dvk_fit_destroy(fit);
}

static void signatures_and_clusters(void **state) {
    (void)state;
    uint32_t element = 5, minhash[128] = {0};
    uint64_t keys[32] = {0}, bits[DVK_SIMHASH_WORDS] = {0};
    uint64_t one[DVK_SIMHASH_WORDS] = {UINT64_MAX, 1};
    size_t n = 7;
    dvk_sign_params params;
    dvk_cluster_params loose = {0};
    dvk_pair pair = {0, 1, 65536, 65536};
    dvk_assignment assigned[2];
    dvk_features features = {0}, lying = {.n_shingles = 3};
    dvk_sign_params_init(&params);
    dvk_minhash_bands(NULL, &params, keys);
    dvk_minhash_bands(minhash, NULL, keys);
    dvk_minhash_bands(minhash, &params, NULL);
    dvk_simhash(&element, NULL, 1, 0, NULL);
    dvk_simhash(NULL, NULL, 1, 0, bits);
    const row rows[] = {
        {"dvk_sign_params_check: params", dvk_sign_params_check(NULL)},
        {"dvk_minhash: elements", dvk_minhash(NULL, 1, 0, minhash, 128)},
        {"dvk_minhash: out", dvk_minhash(&element, 1, 0, NULL, 128)},
        {"dvk_band_keys: features", dvk_band_keys(NULL, &params, keys, &n)},
        {"dvk_band_keys: shingles", dvk_band_keys(&lying, &params, keys, &n)},
        {"dvk_band_keys: params", dvk_band_keys(&features, NULL, keys, &n)},
        {"dvk_band_keys: keys", dvk_band_keys(&features, &params, NULL, &n)},
        {"dvk_band_keys: n", dvk_band_keys(&features, &params, keys, NULL)},
        {"dvk_cluster_params_check: params", dvk_cluster_params_check(NULL)},
        {"dvk_cluster: pairs", dvk_cluster(NULL, 1, NULL, 2, &loose, assigned)},
        {"dvk_cluster: params", dvk_cluster(&pair, 1, NULL, 2, NULL, assigned)},
        {"dvk_cluster: out", dvk_cluster(&pair, 1, NULL, 2, &loose, NULL)},
    };
    const nothing none[] = {
        {"dvk_minhash_similarity: a", dvk_minhash_similarity(NULL, minhash, 128)},
        {"dvk_minhash_similarity: b", dvk_minhash_similarity(minhash, NULL, 128)},
        {"dvk_hamming_distance: a", dvk_hamming_distance(NULL, one)},
        {"dvk_hamming_distance: b", dvk_hamming_distance(one, NULL)},
        {"dvk_lsh_probability: params", dvk_lsh_probability(NULL, 1) != 0},
        {"dvk_lsh_bands_for: rows", dvk_lsh_bands_for(0, .5, .5)},
        {"dvk_cluster_may_link: params", dvk_cluster_may_link(NULL, 65536, 65536)},
        {"keys", keys[0] | keys[31]},
        {"bits", bits[0] | bits[1]},
        {"n", n},
    };
    REFUSED(rows);
    NOTHING(none);
}

static void readers(void **state) {
    (void)state;
    const char *inputs[] = {"nowhere.jsonl", NULL};
    dvk_reader *reader = NULL;
    dvk_line_reader *lines = NULL;
    dvk_article article;
    dvk_read_stats stats;
    const dvk_error bad = {.status = DVK_E_INPUT};
    dvk_read_options hollow_fields;
    dvk_read_options_init(&hollow_fields);
    hollow_fields.n_fields = 1;
    dvk_reader_stats(NULL, &stats);
    const row rows[] = {
        {"dvk_reader_create: out", dvk_reader_create(NULL, inputs, 1, NULL)},
        {"dvk_reader_create: inputs", dvk_reader_create(&reader, NULL, 1, NULL)},
        {"dvk_reader_create: an input", dvk_reader_create(&reader, inputs, 2, NULL)},
        {"dvk_reader_create: fields", dvk_reader_create(&reader, inputs, 1, &hollow_fields)},
        {"dvk_reader_next: reader", dvk_reader_next(NULL, &article, NULL)},
        {"dvk_line_reader_create: out", dvk_line_reader_create(NULL, "lines", NULL)},
        {"dvk_line_reader_create: file", dvk_line_reader_create(&lines, NULL, NULL)},
        {"dvk_line_reader_create: fields", dvk_line_reader_create(&lines, "lines", &hollow_fields)},
        {"dvk_line_reader_read: reader", dvk_line_reader_read(NULL, word, 1, 0, &article, NULL)},
        {"dvk_reader_reject: reader", dvk_reader_reject(NULL, &bad)},
    };
    REFUSED(rows);
    assert_null(reader);
    assert_null(lines);
    assert_int_equal(dvk_reader_create(&reader, inputs, 1, NULL), DVK_OK);
    assert_int_equal(dvk_line_reader_create(&lines, "lines", NULL), DVK_OK);
    dvk_reader_stats(reader, NULL);
    const row more[] = {
        {"dvk_reader_next: article", dvk_reader_next(reader, NULL, NULL)},
        {"dvk_line_reader_read: line", dvk_line_reader_read(lines, hollow, 1, 0, &article, NULL)},
        {"dvk_line_reader_read: article", dvk_line_reader_read(lines, word, 1, 0, NULL, NULL)},
        {"dvk_reader_reject: error", dvk_reader_reject(reader, NULL)},
    };
    REFUSED(more);
    dvk_line_reader_destroy(lines);
    dvk_reader_destroy(reader);
}

static void jobs_and_reports(void **state) {
    (void)state;
    dvk_job *job = NULL;
    dvk_job_stats stats;
    dvk_match match;
    const dvk_pair *pairs;
    dvk_results results = {.n = 9}, faceless = {.n = 1};
    dvk_report_options options;
    dvk_error error = {0};
    dvk_article broken = {.id = hollow}, article = {.id = word};
    dvk_report_options_init(&options);
    assert_int_equal(dvk_job_create(&job, NULL), DVK_OK);
    dvk_job_statistics(NULL, &stats);
    dvk_job_statistics(job, NULL);
    dvk_job_results(job, NULL);
    dvk_job_results(NULL, &results);
    const row rows[] = {
        {"dvk_job_create: out", dvk_job_create(NULL, NULL)},
        {"dvk_job_read: job", dvk_job_read(NULL, NULL, NULL)},
        {"dvk_job_read: reader", dvk_job_read(job, NULL, &error)},
        {"dvk_job_run: job", dvk_job_run(NULL, NULL)},
        {"dvk_job_score: job", dvk_job_score(NULL, 0, 0, &match)},
        {"dvk_job_score: out", dvk_job_score(job, 0, 0, NULL)},
        {"dvk_report: results", dvk_report(NULL, &options, take, NULL)},
        {"dvk_report: options", dvk_report(&results, NULL, take, NULL)},
        {"dvk_report: write", dvk_report(&results, &options, NULL, NULL)},
        {"dvk_report: articles", dvk_report(&faceless, &options, take, NULL)},
    };
    const nothing none[] = {
        {"dvk_job_results: job", results.n},
        {"dvk_job_count: job", dvk_job_count(NULL)},
        {"dvk_job_features: job", dvk_job_features(NULL, 0) != NULL},
        {"dvk_job_features: none", dvk_job_features(job, 0) != NULL},
        {"dvk_job_is_article: job", dvk_job_is_article(NULL, 0, &article)},
        {"dvk_job_is_article: article", dvk_job_is_article(job, 0, NULL)},
        {"dvk_job_is_article: its id", dvk_job_is_article(job, 0, &broken)},
        {"dvk_job_pairs: job", dvk_job_pairs(NULL, &pairs)},
        {"dvk_job_pairs: out", dvk_job_pairs(job, NULL)},
    };
    REFUSED(rows);
    NOTHING(none);
    assert_true(error.message[0] != '\0');
    dvk_job_destroy(job);
}

static dvk_status reader_with(dvk_read_options options) {
    const char *inputs[] = {"nowhere.jsonl"};
    dvk_reader *made;
    dvk_status status = dvk_reader_create(&made, inputs, 1, &options);
    dvk_reader_destroy(made);
    return status;
}

static dvk_status lines_with(dvk_read_options options) {
    dvk_line_reader *made;
    dvk_status status = dvk_line_reader_create(&made, "lines", &options);
    dvk_line_reader_destroy(made);
    return status;
}

static void limits_of_nothing_are_refused(void **state) {
    (void)state;
    dvk_read_options good, no_record, no_total, no_ratio, no_depth, deep, no_tokens, no_format;
    dvk_read_options_init(&good);
    no_record = no_total = no_ratio = no_depth = deep = no_tokens = no_format = good;
    no_record.max_record_bytes = 0;
    no_total.max_total_bytes = 0;
    no_ratio.max_ratio = 0;
    no_depth.max_depth = 0;
    deep.max_depth = 1025;
    no_tokens.max_tokens = 0;
    no_format.format = (dvk_input_format)99;
    const row rows[] = {
        {"reader: max_record_bytes", reader_with(no_record)},
        {"reader: max_total_bytes", reader_with(no_total)},
        {"reader: max_ratio", reader_with(no_ratio)},
        {"reader: max_depth 0", reader_with(no_depth)},
        {"reader: max_depth 1025", reader_with(deep)},
        {"reader: max_tokens", reader_with(no_tokens)},
        {"reader: format", reader_with(no_format)},
        {"line reader: max_record_bytes", lines_with(no_record)},
        {"line reader: max_depth 0", lines_with(no_depth)},
        {"line reader: max_depth 1025", lines_with(deep)},
        {"line reader: max_tokens", lines_with(no_tokens)},
    };
    REFUSED(rows);
    assert_int_equal(reader_with(good), DVK_OK);
    assert_int_equal(lines_with(good), DVK_OK);
}

static void an_index_of_impossible_options_is_not_begun(void **state) {
    (void)state;
    dvk_index_options options[5];
    const char *folder = in_work("impossible");
    for (size_t i = 0; i < 5; i++) {
        dvk_index_options_init(&options[i]);
        options[i].access = DVK_INDEX_NEW;
    }
    options[0].sign.bands = 0;
    options[1].sign.rows = DVK_MAX_PERMUTATIONS;
    options[2].cluster.event_threshold = 65537;
    options[3].cluster.window = -1;
    options[4].threads = 257;
    for (size_t i = 0; i < 5; i++) {
        dvk_index *index;
        dvk_error error = {0};
        assert_int_equal(dvk_index_create(&index, folder, &options[i], &error), DVK_E_ARGUMENT);
        assert_null(index);
        assert_true(error.message[0] != '\0');
        assert_int_not_equal(access(folder, F_OK), 0);
    }
}

static void indexes(void **state) {
    (void)state;
    dvk_index_options options;
    dvk_index *index = NULL, *other = NULL;
    dvk_index_answer answer;
    dvk_index_stats stats;
    dvk_report_options jsonl;
    dvk_article article = {.id = word, .title = word, .time = DVK_NO_TIME}, broken = article, nameless = {0};
    dvk_error e = {0};
    const char *folder = in_work("index");
    dvk_index_options_init(&options);
    dvk_report_options_init(&jsonl);
    jsonl.format = DVK_REPORT_JSONL;
    options.access = DVK_INDEX_NEW;
    broken.source = hollow;
    assert_int_equal(dvk_index_create(&index, folder, &options, NULL), DVK_OK);
    const row rows[] = {
        {"dvk_index_create: out", dvk_index_create(NULL, folder, NULL, &e)},
        {"dvk_index_create: folder", dvk_index_create(&other, NULL, NULL, &e)},
        {"dvk_index_add: index", dvk_index_add(NULL, &article, 1, NULL, &e)},
        {"dvk_index_add: articles", dvk_index_add(index, NULL, 1, NULL, &e)},
        {"dvk_index_add: a span", dvk_index_add(index, &broken, 1, NULL, &e)},
        {"dvk_index_add: an id", dvk_index_add(index, &nameless, 1, NULL, &e)},
        {"dvk_index_read: index", dvk_index_read(NULL, NULL, NULL, &e)},
        {"dvk_index_read: reader", dvk_index_read(index, NULL, NULL, &e)},
        {"dvk_index_query: index", dvk_index_query(NULL, &article, &answer, &e)},
        {"dvk_index_query: article", dvk_index_query(index, NULL, &answer, &e)},
        {"dvk_index_query: a span", dvk_index_query(index, &broken, &answer, &e)},
        {"dvk_index_query: out", dvk_index_query(index, &article, NULL, &e)},
        {"dvk_index_find: index", dvk_index_find(NULL, word, &answer, &e)},
        {"dvk_index_find: id", dvk_index_find(index, hollow, &answer, &e)},
        {"dvk_index_find: out", dvk_index_find(index, word, NULL, &e)},
        {"dvk_index_get: index", dvk_index_get(NULL, 1, &answer, &e)},
        {"dvk_index_get: out", dvk_index_get(index, 1, NULL, &e)},
        {"dvk_index_each: index", dvk_index_each(NULL, true, 0, see_answer, NULL, NULL, &e)},
        {"dvk_index_each: visit", dvk_index_each(index, true, 0, NULL, NULL, NULL, &e)},
        {"dvk_index_report: index", dvk_index_report(NULL, &jsonl, take, NULL, &e)},
        {"dvk_index_report: options", dvk_index_report(index, NULL, take, NULL, &e)},
        {"dvk_index_report: write", dvk_index_report(index, &jsonl, NULL, NULL, &e)},
        {"dvk_index_expire: index", dvk_index_expire(NULL, 0, NULL, NULL, &e)},
        {"dvk_index_merge: index", dvk_index_merge(NULL, folder, NULL, &e)},
        {"dvk_index_merge: other", dvk_index_merge(index, NULL, NULL, &e)},
        {"dvk_index_statistics: index", dvk_index_statistics(NULL, &stats, &e)},
        {"dvk_index_statistics: out", dvk_index_statistics(index, NULL, &e)},
        {"dvk_index_verify: folder", dvk_index_verify(NULL, NULL, NULL, NULL, &e)},
        {"dvk_index_rebuild: folder", dvk_index_rebuild(NULL, NULL, NULL, NULL, &e)},
    };
    REFUSED(rows);
    assert_null(other);
    assert_true(e.message[0] != '\0');
    /* None of them is left half done. */
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 0);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_take_nothing_or_null),
        cmocka_unit_test(the_version_is_three_numbers),
        cmocka_unit_test(texts_and_words),
        cmocka_unit_test(features_and_scores),
        cmocka_unit_test(fits),
        cmocka_unit_test(signatures_and_clusters),
        cmocka_unit_test(readers),
        cmocka_unit_test(jobs_and_reports),
        cmocka_unit_test(limits_of_nothing_are_refused),
        cmocka_unit_test(an_index_of_impossible_options_is_not_begun),
        cmocka_unit_test(indexes),
    };
    return cmocka_run_group_tests_name("arguments", tests, make_work, remove_work);
}
