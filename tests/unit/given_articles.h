/* For tests of indexes: articles that are given, samples as they are or changed, in memory or as a file. */
#ifndef TEST_GIVEN_ARTICLES_H
#define TEST_GIVEN_ARTICLES_H

#include "indexes.h"

static dvk_article given[MOST_SAMPLES];
static size_t n_given;

static inline void give_all(void) {
    memcpy(given, samples, sizeof samples);
    n_given = n_samples;
}

static inline void give_sample(const char *id) {
    for (size_t i = 0; i < n_samples; i++)
        if (samples[i].id.len == strlen(id) && memcmp(samples[i].id.data, id, strlen(id)) == 0) {
            given[n_given++] = samples[i];
            return;
        }
    fail_msg("no sample %s", id);
}

static inline void set_span(dvk_span *to, const char *words) {
    *to = (dvk_span){words, strlen(words)};
}

static inline void put_string(FILE *file, const char *name, dvk_span value) {
    fprintf(file, "\"%s\":\"", name);
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.data[i];
        if (c < 0x20)
            fprintf(file, "\\u%04x", c);
        else
            fprintf(file, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
    fputs("\",", file);
}

static inline void write_given(const char *path) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < n_given; i++) {
        fputc('{', file);
        put_string(file, "id", given[i].id);
        put_string(file, "url", given[i].url);
        put_string(file, "text", given[i].text);
        if (given[i].time != DVK_NO_TIME) fprintf(file, "\"date\":%lld,", (long long)given[i].time);
        put_string(file, "title", given[i].title);
        fputs("\"x\":0}\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

#endif
