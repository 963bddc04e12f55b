/* For tests of the readers: files in a temporary folder, and a reader drained into plain C strings. */
#ifndef TEST_READING_H
#define TEST_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "dvoinik/read.h"
#include "work_folder.h"

/* Names are those of the folder from here on. */
static inline int make_folder(void **unused) {
    return make_work(unused) != 0 || chdir(work) != 0;
}

static inline int remove_folder(void **unused) {
    return chdir("/") != 0 || remove_work(unused) != 0;
}

static inline void write_bytes(const char *name, const void *data, size_t len) {
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static inline void write_text(const char *name, const char *text) {
    write_bytes(name, text, strlen(text));
}

/* What a reader gave, copied: articles and failures in the order in which they came. */
typedef struct taken {
    size_t articles, failures, warnings;
    char ids[1024], titles[1024], texts[1024]; /* joined by '|', cut to fit */
    dvk_article last;                          /* numbers only: the spans are gone */
    dvk_error errors[16];
    dvk_read_stats stats;
} taken;

static inline void join(char *list, dvk_span text) {
    size_t len = strlen(list), left = 1024 - len;
    size_t n = text.len < left - 2 ? text.len : left - 2;
    if (left < 3) return;
    if (n != 0) memcpy(list + len, text.data, n);
    memcpy(list + len + n, "|", 2);
}

static inline void note(void *user, const dvk_error *error) {
    taken *got = user;
    if (error->status == DVK_OK) got->warnings++;
    if (got->failures < 16) got->errors[got->failures] = *error;
    if (error->status != DVK_OK) got->failures++;
}

/* Reads everything, going on behind failures; with options->skip_bad the reader does so itself. */
static inline void drain(taken *got, const char *const *inputs, size_t n, dvk_read_options *options) {
    dvk_reader *reader;
    dvk_article article;
    dvk_error error;
    dvk_status status;
    memset(got, 0, sizeof *got);
    options->on_bad = note;
    options->user = got;
    assert_int_equal(dvk_reader_create(&reader, inputs, n, options), DVK_OK);
    while ((status = dvk_reader_next(reader, &article, &error)) != DVK_END) {
        if (status != DVK_OK) {
            assert_int_equal(status, error.status);
            note(got, &error);
            assert_true(got->failures < 1000);
            continue;
        }
        got->articles++;
        join(got->ids, article.id);
        join(got->titles, article.title);
        join(got->texts, article.text);
        got->last = article;
    }
    dvk_reader_stats(reader, &got->stats);
    assert_int_equal(got->stats.articles, got->articles);
    dvk_reader_destroy(reader);
}

static inline void drain_one(taken *got, const char *input) {
    dvk_read_options options;
    dvk_read_options_init(&options);
    drain(got, &input, 1, &options);
}

static inline void drain_text(taken *got, const char *name, const char *content) {
    write_text(name, content);
    drain_one(got, name);
}

/* The only failure of a file of that content, which gives no article. */
static inline void expect_failure(const char *name, const char *content, size_t len, dvk_status status,
                                  uint64_t line, uint64_t byte, const char *words) {
    taken got;
    write_bytes(name, content, len);
    drain_one(&got, name);
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.articles, 0);
    assert_string_equal(got.errors[0].file, name);
    assert_int_equal(got.errors[0].status, status);
    assert_int_equal(got.errors[0].line, line);
    assert_int_equal(got.errors[0].byte, byte);
    if (strstr(got.errors[0].message, words) == NULL) fail_msg("%s", got.errors[0].message);
}

#endif
