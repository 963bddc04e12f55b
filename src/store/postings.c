/* Postings. Idea: a list is kept in chunks that fit into a leaf of the tree, each with its checksum, as rows
 * (key, first, chunk); `first` parts the chunks of one key and sorts as bytes, and the one of the first chunk
 * is empty, so that every place of a list that is there lies in exactly one chunk. A full chunk is halved.
 * Source: Zobel, Moffat, "Inverted files for text search engines", ACM Computing Surveys 38 (2006),
 * section 5.6, for lists in chunks that are updated in place. */
#include "postings.h"

#include <string.h>

#include "base/bytes.h"
#include "database.h"

enum {
    CHUNK_BYTES =
        880, /* what a page of an index tree takes without spilling over, with the rest of the row */
    SUM_BYTES = 4,
    ANCHOR_BYTES = 22,
    BAND_BYTES = 8,
    FIRST_BYTES = 16,
    MOST_ENTRIES = CHUNK_BYTES / BAND_BYTES
};

typedef struct kind {
    dvi_sql down, up, put, remove;
    size_t entry;
    uint64_t sum;
} kind;

static const kind kinds[DVI_POSTING_TABLES] = {
    [DVI_BANDS] = {DVI_SQL_BAND_DOWN, DVI_SQL_BAND_UP, DVI_SQL_BAND_PUT, DVI_SQL_BAND_DELETE, BAND_BYTES,
                   DVI_SUM_BAND},
    [DVI_ANCHORS_TABLE] = {DVI_SQL_ANCHOR_DOWN, DVI_SQL_ANCHOR_UP, DVI_SQL_ANCHOR_PUT, DVI_SQL_ANCHOR_DELETE,
                           ANCHOR_BYTES, DVI_SUM_ANCHOR},
};

typedef struct chunk {
    uint8_t first[FIRST_BYTES];
    size_t first_len; /* 0 or FIRST_BYTES */
    dvi_posting list[MOST_ENTRIES + 1];
    size_t n;
} chunk;

static void put_big(uint8_t *out, uint64_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)(value >> 8 * (bytes - 1 - i));
}

/* A place as bytes that sort as places do. */
static void encode_place(const dvi_posting *at, uint8_t out[FIRST_BYTES]) {
    put_big(out, (uint64_t)at->time ^ UINT64_C(1) << 63, 8);
    put_big(out + 8, at->tie, 4);
    put_big(out + 12, at->article, 4);
}

static int compare_places(const dvi_posting *a, const dvi_posting *b) {
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->tie != b->tie) return a->tie < b->tie ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static uint32_t chunk_sum(const kind *k, uint64_t key, const chunk *c, const uint8_t *bytes, size_t size) {
    uint64_t place = c->first_len == 0 ? 0 : dvi_get64(c->first) ^ dvi_get64(c->first + 8) * 31;
    return dvi_row_sum(bytes, size, k->sum, key ^ place);
}

static uint8_t *write_entry(const kind *k, const dvi_posting *p, uint8_t *at) {
    at = dvi_put32(dvi_put32(at, p->tie), p->article);
    if (k->entry == BAND_BYTES) return at;
    return dvi_put16(dvi_put32(dvi_put64(at, (uint64_t)p->time), p->norm), p->weight);
}

static void read_entry(const kind *k, const uint8_t *at, dvi_posting *p) {
    *p = (dvi_posting){.tie = dvi_get32(at), .article = dvi_get32(at + 4)};
    if (k->entry == BAND_BYTES) return;
    p->time = (int64_t)dvi_get64(at + 8);
    p->norm = dvi_get32(at + 16);
    p->weight = dvi_get16(at + 20);
}

static dvk_status damaged_list(dvi_store *store, const kind *k, uint64_t key) {
    return dvi_damaged(store, "a list of %s %016llx does not match its checksum",
                       k->entry == BAND_BYTES ? "band" : "anchor", (unsigned long long)key);
}

/* The chunk in the statement's row. */
static dvk_status read_chunk(dvi_store *store, const kind *k, uint64_t key, sqlite3_stmt *s, chunk *out) {
    dvk_span first = dvi_column(s, 0), list = dvi_column(s, 1);
    const uint8_t *bytes = (const uint8_t *)list.data;
    bool shaped = (first.len == 0 || first.len == FIRST_BYTES) && list.len >= SUM_BYTES &&
                  (list.len - SUM_BYTES) % k->entry == 0 && list.len - SUM_BYTES <= CHUNK_BYTES;
    if (!shaped) return damaged_list(store, k, key);
    out->first_len = first.len;
    if (first.len != 0) memcpy(out->first, first.data, first.len);
    out->n = (list.len - SUM_BYTES) / k->entry;
    if (chunk_sum(k, key, out, bytes, list.len - SUM_BYTES) != dvi_get32(bytes + list.len - SUM_BYTES))
        return damaged_list(store, k, key);
    for (size_t i = 0; i < out->n; i++)
        read_entry(k, bytes + i * k->entry, &out->list[i]);
    return DVK_OK;
}

static dvk_status write_chunk(dvi_store *store, const kind *k, uint64_t key, const chunk *c) {
    uint8_t bytes[CHUNK_BYTES + ANCHOR_BYTES + SUM_BYTES], *at = bytes;
    for (size_t i = 0; i < c->n; i++)
        at = write_entry(k, &c->list[i], at);
    at = dvi_put32(at, chunk_sum(k, key, c, bytes, (size_t)(at - bytes)));
    sqlite3_stmt *s = dvi_statement(store, k->put);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, (int64_t)key);
    sqlite3_bind_blob(s, 2, c->first, (int)c->first_len, SQLITE_STATIC);
    sqlite3_bind_blob(s, 3, bytes, (int)(at - bytes), SQLITE_STATIC);
    return dvi_run(store, s);
}

static sqlite3_stmt *bind_list(dvi_store *store, dvi_sql which, uint64_t key, const dvi_posting *at,
                               uint8_t place[FIRST_BYTES]) {
    sqlite3_stmt *s = dvi_statement(store, which);
    if (s == NULL) return NULL;
    encode_place(at, place);
    sqlite3_bind_int64(s, 1, (int64_t)key);
    sqlite3_bind_blob(s, 2, place, FIRST_BYTES, SQLITE_STATIC);
    return s;
}

/* The chunk in which a place lies: DVK_OK, or DVK_END when there is no such list. */
static dvk_status find_chunk(dvi_store *store, const kind *k, uint64_t key, const dvi_posting *at,
                             chunk *out) {
    uint8_t place[FIRST_BYTES];
    sqlite3_stmt *s = bind_list(store, k->down, key, at, place);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_OK) status = read_chunk(store, k, key, s, out);
    if (s != NULL) sqlite3_reset(s);
    return status;
}

/* The number of entries before the place. */
static size_t rank_in(const chunk *c, const dvi_posting *at) {
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_places(&c->list[middle], at) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint64_t *rows_of(dvi_store *store, dvi_posting_table table) {
    return table == DVI_BANDS ? &store->counts.band_rows : &store->counts.anchor_rows;
}

/* Writes a chunk of one too many as two. */
static dvk_status write_halves(dvi_store *store, dvi_posting_table table, uint64_t key, chunk *c) {
    chunk upper;
    size_t half = c->n / 2;
    upper.n = c->n - half;
    memcpy(upper.list, c->list + half, upper.n * sizeof *upper.list);
    encode_place(&upper.list[0], upper.first);
    upper.first_len = FIRST_BYTES;
    c->n = half;
    dvk_status status = write_chunk(store, &kinds[table], key, c);
    if (status == DVK_OK) status = write_chunk(store, &kinds[table], key, &upper);
    if (status == DVK_OK) ++*rows_of(store, table);
    return status;
}

dvk_status dvi_posting_add(dvi_store *store, dvi_posting_table table, uint64_t key,
                           const dvi_posting *posting) {
    const kind *k = &kinds[table];
    chunk c = {.n = 0};
    dvk_status status = find_chunk(store, k, key, posting, &c);
    if (status < 0) return status;
    if (status == DVK_END) ++*rows_of(store, table);
    size_t at = rank_in(&c, posting);
    memmove(c.list + at + 1, c.list + at, (c.n - at) * sizeof *c.list);
    c.list[at] = *posting;
    c.n++;
    return c.n * k->entry <= CHUNK_BYTES ? write_chunk(store, k, key, &c)
                                         : write_halves(store, table, key, &c);
}

static dvk_status delete_chunk(dvi_store *store, dvi_posting_table table, uint64_t key, const chunk *c) {
    sqlite3_stmt *s = dvi_statement(store, kinds[table].remove);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, (int64_t)key);
    sqlite3_bind_blob(s, 2, c->first, (int)c->first_len, SQLITE_STATIC);
    dvk_status status = dvi_run(store, s);
    if (status == DVK_OK) --*rows_of(store, table);
    return status;
}

/* Whether the list has chunks behind its first one, which then stays though it be empty. */
static dvk_status goes_on(dvi_store *store, const kind *k, uint64_t key, bool *out) {
    sqlite3_stmt *s = dvi_statement(store, k->up);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, (int64_t)key);
    sqlite3_bind_blob(s, 2, "", 0, SQLITE_STATIC);
    dvk_status status = dvi_step(store, s);
    *out = status == DVK_OK;
    sqlite3_reset(s);
    return status < 0 ? status : DVK_OK;
}

/* An empty first chunk goes when it is the last of its list. */
static dvk_status tidy_list(dvi_store *store, dvi_posting_table table, uint64_t key) {
    static const dvi_posting beginning = {.time = INT64_MIN};
    chunk c = {.n = 0};
    bool needed = true;
    dvk_status status = find_chunk(store, &kinds[table], key, &beginning, &c);
    if (status == DVK_OK && c.n == 0) status = goes_on(store, &kinds[table], key, &needed);
    if (status == DVK_OK && !needed) status = delete_chunk(store, table, key, &c);
    return status == DVK_END ? DVK_OK : status;
}

dvk_status dvi_posting_remove(dvi_store *store, dvi_posting_table table, uint64_t key,
                              const dvi_posting *posting) {
    const kind *k = &kinds[table];
    chunk c = {.n = 0};
    dvk_status status = find_chunk(store, k, key, posting, &c);
    if (status < 0) return status;
    size_t at = rank_in(&c, posting);
    if (status == DVK_END || at == c.n || compare_places(&c.list[at], posting) != 0)
        return dvi_damaged(store, "article %u is missing in a list", (unsigned)posting->article);
    memmove(c.list + at, c.list + at + 1, (c.n - at - 1) * sizeof *c.list);
    bool needed = --c.n > 0;
    if (!needed && c.first_len == 0) status = goes_on(store, k, key, &needed);
    if (status != DVK_OK) return status;
    if (needed) return write_chunk(store, k, key, &c);
    status = delete_chunk(store, table, key, &c);
    return status == DVK_OK && c.first_len != 0 ? tidy_list(store, table, key) : status;
}

static void take_before(const chunk *c, const dvi_posting *at, size_t reach, dvi_posting_view *out) {
    for (size_t i = rank_in(c, at); i > 0 && out->n_before < reach; i--)
        out->before[out->n_before++] = c->list[i - 1];
}

static void take_behind(const chunk *c, const dvi_posting *at, size_t reach, dvi_posting_view *out) {
    for (size_t i = rank_in(c, at); i < c->n && out->n_behind < reach; i++)
        if (compare_places(&c->list[i], at) != 0) out->behind[out->n_behind++] = c->list[i];
}

dvk_status dvi_posting_around(dvi_store *store, dvi_posting_table table, uint64_t key, const dvi_posting *at,
                              size_t reach, dvi_posting_view *out) {
    const kind *k = &kinds[table];
    uint8_t place[FIRST_BYTES];
    chunk c = {.n = 0};
    out->n_before = out->n_behind = 0;
    sqlite3_stmt *s = bind_list(store, k->down, key, at, place);
    dvk_status status = DVK_OK;
    bool any = false;
    while (out->n_before < reach && (status = dvi_step(store, s)) == DVK_OK &&
           (status = read_chunk(store, k, key, s, &c)) == DVK_OK) {
        if (!any) take_behind(&c, at, reach, out);
        any = true;
        take_before(&c, at, reach, out);
    }
    if (s != NULL) sqlite3_reset(s);
    if (status < 0 || !any) return status < 0 ? status : DVK_OK;
    s = bind_list(store, k->up, key, at, place);
    status = DVK_OK;
    while (out->n_behind < reach && (status = dvi_step(store, s)) == DVK_OK &&
           (status = read_chunk(store, k, key, s, &c)) == DVK_OK)
        take_behind(&c, at, reach, out);
    if (s != NULL) sqlite3_reset(s);
    return status < 0 ? status : DVK_OK;
}

dvk_status dvi_posting_check(dvi_store *store, dvi_posting_table table, uint64_t key,
                             const dvi_posting *posting, bool *there) {
    chunk c = {.n = 0};
    dvk_status status = find_chunk(store, &kinds[table], key, posting, &c);
    if (status < 0) return status;
    size_t at = rank_in(&c, posting);
    *there = at < c.n && compare_places(&c.list[at], posting) == 0 && c.list[at].norm == posting->norm &&
             c.list[at].weight == posting->weight;
    return DVK_OK;
}

static bool is_ordered(const chunk *c) {
    for (size_t i = 1; i < c->n; i++)
        if (compare_places(&c->list[i - 1], &c->list[i]) >= 0) return false;
    return true;
}

/* The chunk of a row (first, list, key). */
static dvk_status check_row(dvi_store *store, const kind *k, sqlite3_stmt *s, dvi_check *check) {
    chunk c = {.n = 0};
    uint64_t key = (uint64_t)sqlite3_column_int64(s, 2);
    dvk_status status = read_chunk(store, k, key, s, &c);
    if (status == DVK_OK && !is_ordered(&c)) status = damaged_list(store, k, key);
    check->lists++;
    check->entries += c.n;
    return dvi_check_status(check, store, status);
}

dvk_status dvi_posting_check_all(dvi_store *store, dvi_posting_table table, dvi_check *check) {
    static const char *const texts[] = {[DVI_BANDS] = "SELECT first, list, key FROM band",
                                        [DVI_ANCHORS_TABLE] = "SELECT first, list, key FROM anchor"};
    sqlite3_stmt *s = NULL;
    uint64_t before = check->lists;
    if (sqlite3_prepare_v2(store->handle, texts[table], -1, &s, NULL) != SQLITE_OK)
        return dvi_check_status(check, store,
                                dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle)));
    dvk_status status;
    while ((status = dvi_step(store, s)) == DVK_OK &&
           (status = check_row(store, &kinds[table], s, check)) == DVK_OK) {
    }
    sqlite3_finalize(s);
    if (status == DVK_END && check->lists - before != *rows_of(store, table))
        status =
            dvi_damaged(store, "it has %llu lists of %s where %llu are counted",
                        (unsigned long long)(check->lists - before), table == DVI_BANDS ? "bands" : "anchors",
                        (unsigned long long)*rows_of(store, table));
    return status == DVK_END ? DVK_OK : dvi_check_status(check, store, status);
}
