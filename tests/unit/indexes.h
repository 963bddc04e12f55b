/* For tests of indexes: the samples in memory, a temporary folder, and what an index says as one text. */
#ifndef TEST_INDEXES_H
#define TEST_INDEXES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "dvoinik/index.h"
#include "dvoinik/pipeline.h"
#include "long_run.h"
#include "work_folder.h"

enum { MOST_SAMPLES = 64, SEED = 7 };

static dvk_article samples[MOST_SAMPLES];
static size_t n_samples;
static dvk_line_reader *lenders[MOST_SAMPLES];

static inline const char *samples_path(void) {
    static char path[512];
    const char *folder = getenv("DVOINIK_SAMPLES");
    snprintf(path, sizeof path, "%s/news.jsonl", folder != NULL ? folder : "samples");
    return path;
}

static inline int load_samples(void **unused) {
    static char line[1 << 20];
    dvk_read_options options;
    (void)unused;
    dvk_read_options_init(&options);
    FILE *file = fopen(samples_path(), "r");
    if (file == NULL) return 1;
    while (n_samples < MOST_SAMPLES && fgets(line, sizeof line, file) != NULL) {
        dvk_error error;
        if (dvk_line_reader_create(&lenders[n_samples], "news.jsonl", &options) != DVK_OK) return 1;
        if (dvk_line_reader_read(lenders[n_samples], (dvk_span){line, strlen(line)}, n_samples + 1, 0,
                                 &samples[n_samples], &error) != DVK_OK)
            return 1;
        n_samples++;
    }
    return fclose(file) != 0 || n_samples < 40;
}

static inline int drop_samples(void **unused) {
    (void)unused;
    for (size_t i = 0; i < n_samples; i++)
        dvk_line_reader_destroy(lenders[i]);
    return 0;
}

/* For a group of tests: the samples, and the temporary folder. */
static inline int load_all(void **unused) {
    return load_samples(unused) != 0 || make_work(unused) != 0;
}

static inline int drop_all(void **unused) {
    return (drop_samples(unused) | remove_work(unused)) != 0;
}

static inline dvk_index_options index_options(dvk_index_access access) {
    dvk_index_options options;
    dvk_index_options_init(&options);
    options.access = access;
    options.secret = false;
    options.sign.seed = SEED;
    options.threads = 1;
    options.wait = 50;
    return options;
}

static inline dvk_status try_open(const char *name, dvk_index_access access, dvk_index **out,
                                  dvk_error *error) {
    const dvk_index_options options = index_options(access);
    return dvk_index_create(out, in_work(name), &options, error);
}

static inline dvk_index *open_with(const char *name, const dvk_index_options *options) {
    dvk_index *index = NULL;
    dvk_error error = {0};
    if (dvk_index_create(&index, in_work(name), options, &error) != DVK_OK) fail_msg("%s", error.message);
    return index;
}

static inline dvk_index *open_index(const char *name, dvk_index_access access) {
    const dvk_index_options options = index_options(access);
    return open_with(name, &options);
}

static inline void add_some(dvk_index *index, const dvk_article *articles, size_t n) {
    dvk_error error = {0};
    if (dvk_index_add(index, articles, n, NULL, &error) != DVK_OK) fail_msg("%s", error.message);
}

/* A text that grows. */
typedef struct text {
    char bytes[1 << 16];
    size_t len;
} text;

static inline dvk_status take_text(void *user, const char *data, size_t len) {
    text *all = user;
    assert_true(all->len + len < sizeof all->bytes);
    memcpy(all->bytes + all->len, data, len);
    all->len += len;
    all->bytes[all->len] = '\0';
    return DVK_OK;
}

/* All lines of the index. */
static inline dvk_status list_index(dvk_index *index, text *out, dvk_error *error) {
    dvk_report_options options;
    dvk_report_options_init(&options);
    options.format = DVK_REPORT_JSONL;
    out->len = 0;
    out->bytes[0] = '\0';
    return dvk_index_report(index, &options, take_text, out, error);
}

/* The groups of all articles of the samples: of each pair whether both are together, as one text. */
typedef struct groups {
    uint32_t duplicate[MOST_SAMPLES], event[MOST_SAMPLES];
} groups;

static inline void groups_of(dvk_index *index, groups *out) {
    for (size_t i = 0; i < n_samples; i++) {
        dvk_index_answer answer;
        assert_int_equal(dvk_index_find(index, samples[i].id, &answer, NULL), DVK_OK);
        out->duplicate[i] = answer.article.assigned.duplicate;
        out->event[i] = answer.article.assigned.event;
    }
}

/* The same groups, whatever their numbers. */
static inline void assert_same_groups(const groups *a, const groups *b) {
    for (size_t i = 0; i < n_samples; i++)
        for (size_t k = 0; k < i; k++) {
            assert_int_equal(a->duplicate[i] == a->duplicate[k], b->duplicate[i] == b->duplicate[k]);
            assert_int_equal(a->event[i] == a->event[k], b->event[i] == b->event[k]);
        }
}

/* Adds all samples, the last first, to an index that has been through something and to a fresh one, which
 * then say the same, and ends both. */
static inline void expect_no_trace(dvk_index *index, dvk_index *fresh) {
    static text first, second;
    for (size_t i = n_samples; i-- > 0;) {
        add_some(index, &samples[i], 1);
        add_some(fresh, &samples[i], 1);
    }
    assert_int_equal(list_index(index, &first, NULL), DVK_OK);
    assert_int_equal(list_index(fresh, &second, NULL), DVK_OK);
    assert_string_equal(first.bytes, second.bytes);
    dvk_index_destroy(index);
    dvk_index_destroy(fresh);
}

#endif
