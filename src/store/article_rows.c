/* Rows of articles, of their features and of their places, each with its checksum. */
#include <xxhash.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/utf8.h"
#include "database.h"
#include "dvoinik/model.h"

/* Of a row of table article: its numbers, then its texts, each with its length in front. */
static uint64_t sum_of_row(const dvi_row *row) {
    uint8_t head[4 + 8 + 4 * 4 + 8], *at = dvi_put32(head, row->number);
    at = dvi_put64(at, (uint64_t)row->time);
    at = dvi_put32(at, row->language);
    at = dvi_put32(at, row->n_tokens);
    at = dvi_put32(at, row->n_characters);
    at = dvi_put64(at, row->content);
    dvi_put32(at, DVI_SUM_ARTICLE);
    uint64_t sum = XXH3_64bits(head, sizeof head);
    const dvk_span texts[] = {row->id, row->url, row->title, row->source};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sum = XXH3_64bits_withSeed(texts[i].data, texts[i].len, sum ^ texts[i].len);
    return sum;
}

static void bind_span(sqlite3_stmt *s, int column, dvk_span text) {
    sqlite3_bind_text64(s, column, text.data != NULL ? text.data : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_time(sqlite3_stmt *s, int column, int64_t time) {
    if (time == DVK_NO_TIME)
        sqlite3_bind_null(s, column);
    else
        sqlite3_bind_int64(s, column, time);
}

static int64_t column_time(sqlite3_stmt *s, int column) {
    return sqlite3_column_type(s, column) == SQLITE_NULL ? DVK_NO_TIME : sqlite3_column_int64(s, column);
}

static uint64_t feature_sum(uint32_t number, const void *blob, size_t size) {
    return XXH3_64bits_withSeed(blob, size, (uint64_t)DVI_SUM_FEATURE << 56 ^ number);
}

static dvk_status put_features(dvi_store *store, uint32_t number, const uint8_t *features, size_t size) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_FEATURE_PUT);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_blob64(s, 2, features, size, SQLITE_STATIC);
    sqlite3_bind_int64(s, 3, (int64_t)feature_sum(number, features, size));
    return dvi_run(store, s);
}

static dvk_status check_size(dvi_store *store, const dvi_row *row) {
    const size_t most = DVI_MOST_ROW - 4096;
    if (row->id.len <= most && row->url.len <= most - row->id.len &&
        row->source.len <= most - row->id.len - row->url.len)
        return DVK_OK;
    return dvi_error_set(
        &store->error, DVK_E_LIMIT, store->path, 0, 0,
        "the id, address and source of an article are longer than the %d MiB that an index keeps",
        DVI_MOST_ROW >> 20);
}

dvk_status dvi_store_new_article(dvi_store *store, uint32_t *number) {
    if (store->counts.next_article >= UINT32_MAX) return dvi_out_of_numbers(store, "articles");
    if (store->counts.next_article == 0) return dvi_damaged(store, "the number of its next article is none");
    *number = (uint32_t)store->counts.next_article;
    return DVK_OK;
}

dvk_status dvi_store_put_article(dvi_store *store, const dvi_row *row, const uint8_t *features, size_t size) {
    if (check_size(store, row) != DVK_OK) return store->error.status;
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_ARTICLE_PUT);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, row->number);
    bind_span(s, 2, row->id);
    bind_span(s, 3, row->url);
    bind_span(s, 4, row->title);
    bind_span(s, 5, row->source);
    bind_time(s, 6, row->time);
    sqlite3_bind_text(s, 7, dvk_language_code(row->language), -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 8, row->n_tokens);
    sqlite3_bind_int64(s, 9, row->n_characters);
    sqlite3_bind_int64(s, 10, (int64_t)row->content);
    sqlite3_bind_int64(s, 11, (int64_t)sum_of_row(row));
    dvk_status status = dvi_run(store, s);
    if (status == DVK_OK) status = put_features(store, row->number, features, size);
    if (status != DVK_OK) return status;
    store->counts.articles++;
    if (row->number >= store->counts.next_article) store->counts.next_article = (uint64_t)row->number + 1;
    return DVK_OK;
}

/* Steps, takes the number in the first column and resets. */
static dvk_status take_number(dvi_store *store, sqlite3_stmt *s, uint32_t *number) {
    dvk_status status = dvi_step(store, s);
    if (status == DVK_OK) {
        int64_t found = sqlite3_column_int64(s, 0);
        *number = (uint32_t)found;
        if (found < 0 || found >= UINT32_MAX) status = dvi_damaged(store, "a number is out of range");
    }
    if (s != NULL) sqlite3_reset(s);
    return status;
}

dvk_status dvi_store_find(dvi_store *store, dvk_span id, uint32_t *number) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_ARTICLE_FIND);
    if (s != NULL) bind_span(s, 1, id);
    return take_number(store, s, number);
}

static dvk_status next_of(dvi_store *store, dvi_sql which, uint32_t after, uint32_t *number) {
    sqlite3_stmt *s = dvi_statement(store, which);
    if (s != NULL) sqlite3_bind_int64(s, 1, after);
    dvk_status status = take_number(store, s, number);
    /* A tree in disorder would be gone through forever. */
    return status == DVK_OK && *number <= after ? dvi_damaged(store, "its articles are out of order")
                                                : status;
}

dvk_status dvi_store_next(dvi_store *store, uint32_t after, uint32_t *number) {
    return next_of(store, DVI_SQL_ARTICLE_NEXT, after, number);
}

dvk_status dvi_store_next_trace(dvi_store *store, uint32_t after, uint32_t *number) {
    static const dvi_sql others[] = {DVI_SQL_FEATURE_NEXT, DVI_SQL_PLACE_NEXT};
    dvk_status status = dvi_store_next(store, after, number);
    for (size_t i = 0; i < sizeof others / sizeof *others && status >= 0; i++) {
        uint32_t other = 0;
        dvk_status found = next_of(store, others[i], after, &other);
        if (found < 0 && found != DVK_E_DAMAGED) return found;
        if (found != DVK_OK || (status == DVK_OK && *number <= other)) continue;
        *number = other;
        status = DVK_OK;
    }
    return status;
}

dvk_status dvi_store_oldest(dvi_store *store, int64_t before, uint32_t *number) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_ARTICLE_OLDEST);
    if (s != NULL) sqlite3_bind_int64(s, 1, before);
    return take_number(store, s, number);
}

/* Whoever gets an article's texts relies on it. */
static bool has_texts(const dvi_row *row) {
    const dvk_span texts[] = {row->id, row->url, row->title, row->source};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (dvi_utf8_check(texts[i]) != texts[i].len) return false;
    return true;
}

dvk_status dvi_store_article(dvi_store *store, uint32_t number, dvi_row *out) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_ARTICLE_GET);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, number);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_END) return dvi_damaged(store, "article %u has no row", (unsigned)number);
    if (status != DVK_OK) return status;
    dvk_span language = dvi_column(s, 5);
    *out = (dvi_row){.number = number,
                     .id = dvi_column(s, 0),
                     .url = dvi_column(s, 1),
                     .title = dvi_column(s, 2),
                     .source = dvi_column(s, 3),
                     .time = column_time(s, 4),
                     .language = language.data != NULL ? dvk_language_number(language.data, language.len) : 0,
                     .n_tokens = (uint32_t)sqlite3_column_int64(s, 6),
                     .n_characters = (uint32_t)sqlite3_column_int64(s, 7),
                     .content = (uint64_t)sqlite3_column_int64(s, 8)};
    if ((uint64_t)sqlite3_column_int64(s, 9) != sum_of_row(out))
        return dvi_damaged(store, "the row of article %u does not match its checksum", (unsigned)number);
    return has_texts(out) ? DVK_OK
                          : dvi_damaged(store, "the row of article %u is not UTF-8", (unsigned)number);
}

dvk_status dvi_store_features(dvi_store *store, uint32_t number, const uint8_t **blob, size_t *size) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_FEATURE_GET);
    if (s == NULL) return store->error.status;
    if (number == 0) return dvi_damaged(store, "a list leads to article 0, which is none");
    sqlite3_bind_int64(s, 1, number);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_END) return dvi_damaged(store, "article %u has no features", (unsigned)number);
    if (status != DVK_OK) return status;
    dvk_span list = dvi_column(s, 0);
    *blob = (const uint8_t *)list.data;
    *size = list.len;
    if ((uint64_t)sqlite3_column_int64(s, 1) == feature_sum(number, list.data, list.len)) return DVK_OK;
    return dvi_damaged(store, "the features of article %u do not match their checksum", (unsigned)number);
}

static uint32_t place_sum(uint32_t number, const dvi_place_row *row) {
    uint8_t bytes[4 * 4 + 16], *at = dvi_put32(bytes, row->assigned.duplicate);
    at = dvi_put32(at, row->assigned.event);
    at = dvi_put32(at, row->assigned.score);
    at = dvi_put32(at, row->assigned.representative);
    at = dvi_put64(at, row->tie);
    dvi_put64(at, (uint64_t)row->time);
    return dvi_row_sum(bytes, sizeof bytes, DVI_SUM_PLACE, number);
}

dvk_status dvi_store_put_place(dvi_store *store, uint32_t number, const dvi_place_row *row) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_PLACE_PUT);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, number);
    sqlite3_bind_int64(s, 2, row->assigned.duplicate);
    sqlite3_bind_int64(s, 3, row->assigned.event);
    sqlite3_bind_int64(s, 4, row->assigned.score);
    sqlite3_bind_int64(s, 5, row->assigned.representative);
    sqlite3_bind_int64(s, 6, (int64_t)row->tie);
    bind_time(s, 7, row->time);
    sqlite3_bind_int64(s, 8, place_sum(number, row));
    dvi_note_group(store, DVI_LEVEL_DUPLICATE, row->assigned.duplicate);
    dvi_note_group(store, DVI_LEVEL_EVENT, row->assigned.event);
    return dvi_run(store, s);
}

dvk_status dvi_store_place(dvi_store *store, uint32_t number, dvi_place_row *out) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_PLACE_GET);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, number);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_END) return dvi_damaged(store, "article %u has no groups", (unsigned)number);
    if (status != DVK_OK) return status;
    *out = (dvi_place_row){{.duplicate = (uint32_t)sqlite3_column_int64(s, 0),
                            .event = (uint32_t)sqlite3_column_int64(s, 1),
                            .score = (uint32_t)sqlite3_column_int64(s, 2),
                            .representative = sqlite3_column_int64(s, 3) != 0},
                           (uint64_t)sqlite3_column_int64(s, 4),
                           column_time(s, 5)};
    bool good = (uint64_t)sqlite3_column_int64(s, 6) == place_sum(number, out);
    sqlite3_reset(s);
    return good
               ? DVK_OK
               : dvi_damaged(store, "the groups of article %u do not match their checksum", (unsigned)number);
}

dvk_status dvi_store_delete_article(dvi_store *store, uint32_t number) {
    static const dvi_sql all[] = {DVI_SQL_ARTICLE_DELETE, DVI_SQL_FEATURE_DELETE, DVI_SQL_PLACE_DELETE};
    dvk_status status = dvi_store_delete_pairs(store, number);
    for (size_t i = 0; status == DVK_OK && i < sizeof all / sizeof *all; i++) {
        sqlite3_stmt *s = dvi_statement(store, all[i]);
        if (s != NULL) sqlite3_bind_int64(s, 1, number);
        status = dvi_run(store, s);
    }
    if (status == DVK_OK) store->counts.articles--;
    return status;
}
