/* For tests: rows of an index and blocks of its files of lists that were changed by somebody who knows the
 * checksums, and has made all of them right again. What they are made of stands in src/store/FORMAT.md. */
#ifndef TEST_FORGED_ROWS_H
#define TEST_FORGED_ROWS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "dvoinik/model.h"
#include "store/database.h"
#include "store/run_format.h"

/* seal(kind, key, letters, values...): the checksum of a record of these numbers. A letter a value: u 32
 * bits, t true or false, n 32 bits of which all are set for NULL, q 64 bits (INT64_MIN for NULL), b a blob.
 */
static inline void forge_seal(sqlite3_context *context, int n, sqlite3_value **values) {
    uint8_t bytes[128], *at = bytes;
    const char *letters = (const char *)sqlite3_value_text(values[2]);
    uint64_t kind = (uint64_t)sqlite3_value_int64(values[0]), key = (uint64_t)sqlite3_value_int64(values[1]);
    for (int i = 3; i < n; i++) {
        uint64_t value = (uint64_t)sqlite3_value_int64(values[i]);
        bool null = sqlite3_value_type(values[i]) == SQLITE_NULL;
        switch (letters[i - 3]) {
        case 'u':
            at = dvi_put32(at, (uint32_t)value);
            break;
        case 't':
            at = dvi_put32(at, value != 0);
            break;
        case 'n':
            at = dvi_put32(at, null ? UINT32_MAX : (uint32_t)value);
            break;
        case 'q':
            at = dvi_put64(at, null ? (uint64_t)INT64_MIN : value);
            break;
        default: {
            const void *blob = sqlite3_value_blob(values[i]);
            size_t size = (size_t)sqlite3_value_bytes(values[i]);
            sqlite3_result_int64(context, dvi_row_sum(blob, size, kind, key));
            return;
        }
        }
    }
    sqlite3_result_int64(context, dvi_row_sum(bytes, (size_t)(at - bytes), kind, key));
}

/* seal_features(number, list). */
static inline void forge_seal_features(sqlite3_context *context, int n, sqlite3_value **values) {
    const void *blob = sqlite3_value_blob(values[1]);
    size_t size = (size_t)sqlite3_value_bytes(values[1]);
    (void)n;
    uint64_t seed = (uint64_t)DVI_SUM_FEATURE << 56 ^ (uint32_t)sqlite3_value_int64(values[0]);
    sqlite3_result_int64(context, (int64_t)XXH3_64bits_withSeed(blob, size, seed));
}

/* seal_list(list): the features with the sum that stands at their end. */
static inline void forge_seal_list(sqlite3_context *context, int n, sqlite3_value **values) {
    const void *blob = sqlite3_value_blob(values[0]);
    size_t size = (size_t)sqlite3_value_bytes(values[0]);
    (void)n;
    uint8_t *copy = sqlite3_malloc64(size + 8);
    if (copy == NULL) return;
    if (size > 0) memcpy(copy, blob, size);
    if (size >= 8) dvi_put64(copy + size - 8, XXH3_64bits(copy, size - 8));
    sqlite3_result_blob64(context, copy, size, sqlite3_free);
}

/* seal_article(number, time, lang, tokens, characters, content, id, url, title, source). */
static inline void forge_seal_article(sqlite3_context *context, int n, sqlite3_value **values) {
    uint8_t head[36], *at = dvi_put32(head, (uint32_t)sqlite3_value_int64(values[0]));
    bool undated = sqlite3_value_type(values[1]) == SQLITE_NULL;
    const char *lang = sqlite3_value_blob(values[2]);
    size_t len = (size_t)sqlite3_value_bytes(values[2]);
    at = dvi_put64(at, undated ? (uint64_t)INT64_MIN : (uint64_t)sqlite3_value_int64(values[1]));
    at = dvi_put32(at, lang != NULL ? dvk_language_number(lang, len) : 0);
    at = dvi_put32(at, (uint32_t)sqlite3_value_int64(values[3]));
    at = dvi_put32(at, (uint32_t)sqlite3_value_int64(values[4]));
    at = dvi_put64(at, (uint64_t)sqlite3_value_int64(values[5]));
    dvi_put32(at, DVI_SUM_ARTICLE);
    uint64_t sum = XXH3_64bits(head, sizeof head);
    for (int i = 6; i < n; i++) {
        const void *bytes = sqlite3_value_blob(values[i]);
        size_t size = (size_t)sqlite3_value_bytes(values[i]);
        sum = XXH3_64bits_withSeed(bytes, size, sum ^ size);
    }
    sqlite3_result_int64(context, (int64_t)sum);
}

static const char forge_seal_all[] =
    "UPDATE meta SET sum = seal(1, unicode(name), 'b', value);"
    "UPDATE article SET sum = seal_article(number, time, lang, tokens, characters, content, id, url, title,"
    " source);"
    "UPDATE feature SET list = seal_list(list);"
    "UPDATE feature SET sum = seal_features(number, list);"
    "UPDATE place SET sum = seal(4, number, 'uuutqq', duplicate, event, score, representative, tie, time);"
    "UPDATE pair SET sum = seal(5, article, 'uuu', other, duplicate, event);"
    "UPDATE recent SET sum = seal(6, number, 'b', list);"
    "UPDATE run SET sum = seal(7, number, 'quuuuqq', content, first, last, articles, alive, earliest, "
    "latest);"
    "UPDATE retired SET sum = seal(8, number, 'un', level, became);"
    "UPDATE gone SET sum = seal(9, number, 'b', bits);";

static inline int forge_register(sqlite3 *handle) {
    static const struct {
        const char *name;
        int n;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } all[] = {{"seal", -1, forge_seal},
               {"seal_features", 2, forge_seal_features},
               {"seal_list", 1, forge_seal_list},
               {"seal_article", 10, forge_seal_article}};
    int rc = SQLITE_OK;
    for (size_t i = 0; i < sizeof all / sizeof *all && rc == SQLITE_OK; i++)
        rc = sqlite3_create_function(handle, all[i].name, all[i].n, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                                     all[i].call, NULL, NULL);
    return rc;
}

/* The counts of rows in table meta become what is there, so that nothing is found by counting alone: those
 * from the fourth on, of articles, pairs, retired, recent, run, gone. */
static inline int forge_counts(sqlite3 *handle) {
    static const char *const texts[] = {"SELECT count(*) FROM article", "SELECT count(*) / 2 FROM pair",
                                        "SELECT count(*) FROM retired", "SELECT count(*) FROM recent",
                                        "SELECT count(*) FROM run",     "SELECT count(*) FROM gone"};
    uint8_t counts[96];
    sqlite3_stmt *s = NULL;
    bool whole = sqlite3_prepare_v2(handle, "SELECT value FROM meta WHERE name = 'counts'", -1, &s, NULL) ==
                     SQLITE_OK &&
                 sqlite3_step(s) == SQLITE_ROW && sqlite3_column_bytes(s, 0) == sizeof counts;
    if (whole) memcpy(counts, sqlite3_column_blob(s, 0), sizeof counts);
    sqlite3_finalize(s);
    for (size_t i = 0; whole && i < sizeof texts / sizeof *texts; i++) {
        whole =
            sqlite3_prepare_v2(handle, texts[i], -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
        if (whole) dvi_put64(counts + 24 + 8 * i, (uint64_t)sqlite3_column_int64(s, 0));
        sqlite3_finalize(s);
    }
    if (!whole) return SQLITE_OK; /* they were forged themselves */
    int rc = sqlite3_prepare_v2(handle, "UPDATE meta SET value = ?1 WHERE name = 'counts'", -1, &s, NULL);
    if (rc == SQLITE_OK) sqlite3_bind_blob(s, 1, counts, sizeof counts, SQLITE_STATIC);
    if (rc == SQLITE_OK) sqlite3_step(s);
    return sqlite3_finalize(s);
}

/* The sums of a run's blocks, of the whole, and what its row says, after its first block. */
static inline int forge_run(sqlite3 *handle, uint8_t *bytes, size_t size, uint64_t number) {
    char sql[400];
    uint64_t content = 0;
    if (size < DVI_BLOCK) return SQLITE_OK;
    for (size_t i = 1; i < size / DVI_BLOCK; i++) {
        uint8_t *block = bytes + i * DVI_BLOCK;
        dvi_put64(block + DVI_BLOCK_SUM, dvi_block_sum(block, number, i));
        content = XXH3_64bits_withSeed(block + DVI_BLOCK_SUM, DVI_BLOCK - DVI_BLOCK_SUM, content);
    }
    dvi_put64(bytes + 16, content);
    dvi_put64(bytes + DVI_BLOCK_SUM, dvi_block_sum(bytes, number, 0));
    snprintf(sql, sizeof sql,
             "UPDATE run SET content = %lld, first = %lld, last = %lld, articles = %lld, earliest = %lld, "
             "latest = %lld WHERE number = %lld",
             (long long)content, (long long)dvi_get32(bytes + 24), (long long)dvi_get32(bytes + 28),
             (long long)dvi_get32(bytes + 32), (long long)dvi_get64(bytes + 40),
             (long long)dvi_get64(bytes + 48), (long long)number);
    return sqlite3_exec(handle, sql, NULL, NULL, NULL);
}

#endif
