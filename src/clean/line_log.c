/* In which articles of a source a line stands: a list of numbers that is sorted and thinned when it is full.
 */
#include "line_log.h"

#include <stdbool.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"
#include "base/radix_sort.h"
#include "line_kind.h"
#include "lines.h"
#include "repeated.h"
#include "tables/sealed_model.h"

enum {
    FIRST_ROOM = 1024,
    WORD_BYTES = 7, /* four letters of Cyrillic at least */
    TITLE_WORDS = 3
};

void dvi_line_log_init(dvi_line_log *log, size_t most) {
    *log = (dvi_line_log){.most = most, .limit = UINT32_C(1) << DVI_TITLE_BITS};
}

void dvi_line_log_finish(dvi_line_log *log) {
    dvi_free(log->list);
    *log = (dvi_line_log){.list = NULL};
}

static uint64_t key_of(uint64_t entry) {
    return entry >> DVI_TITLE_BITS;
}

/* Of a sorted list, drops what is there twice, what is beyond the limit and what a line has too much of. */
static size_t thin(uint64_t *list, size_t n, uint32_t limit) {
    const uint64_t title = (UINT64_C(1) << DVI_TITLE_BITS) - 1;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if ((list[i] & title) >= limit || (kept > 0 && list[kept - 1] == list[i])) continue;
        bool enough = kept >= DVI_TITLES_MANY && key_of(list[kept - DVI_TITLES_MANY]) == key_of(list[i]);
        if (!enough) list[kept++] = list[i];
    }
    return kept;
}

/* Leaves half of the room free. What is left depends on all lines that came, not on when this was called:
 * fewer lines never need a lower limit than more. */
static dvk_status compact(dvi_line_log *log) {
    uint64_t *scratch = dvi_alloc(log->n, sizeof *scratch);
    if (scratch == NULL) return DVK_E_MEMORY;
    dvi_sort64(log->list, scratch, log->n);
    dvi_free(scratch);
    log->n = thin(log->list, log->n, log->limit);
    while (log->n > log->most / 2) {
        log->limit /= 2;
        log->n = thin(log->list, log->n, log->limit);
    }
    return DVK_OK;
}

static dvk_status make_room(dvi_line_log *log) {
    if (log->n == log->most) return compact(log);
    size_t cap = log->cap > 0 ? log->cap * 2 : FIRST_ROOM;
    if (cap > log->most) cap = log->most;
    uint64_t *list = dvi_realloc(log->list, cap, sizeof *list);
    if (list == NULL) return DVK_E_MEMORY;
    log->list = list;
    log->cap = cap;
    return DVK_OK;
}

static dvk_status put(dvi_line_log *log, uint64_t key, uint32_t title) {
    dvk_status status = log->n == log->cap ? make_room(log) : DVK_OK;
    if (status == DVK_OK) log->list[log->n++] = key << DVI_TITLE_BITS | title;
    return status;
}

/* Of the words of some letters. *n is how many there are. */
static uint32_t min_hash(dvk_span text, size_t *n) {
    uint64_t least = UINT64_MAX;
    *n = 0;
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        for (end = at; end < text.len && (unsigned char)text.data[end] > ' ';)
            end++;
        if (end - at < WORD_BYTES) continue;
        uint64_t hash = XXH3_64bits(text.data + at, end - at);
        if (hash < least) least = hash;
        ++*n;
    }
    return (uint32_t)(least >> (64 - DVI_TITLE_BITS));
}

/* An article without a title, or with next to none, is told from others by its first line of some words. */
static uint32_t hash_title(const dvk_article *article) {
    size_t n;
    uint32_t hash = min_hash(article->title, &n);
    dvi_lines lines = dvi_lines_of(article->text);
    dvk_span line;
    while (n < TITLE_WORDS && dvi_next_line(&lines, &line))
        hash = min_hash(line, &n);
    return hash;
}

dvk_status dvi_line_log_add(dvi_line_log *log, uint64_t source, const dvk_article *article) {
    if (dvi_line_end(article->text) == '\0') return DVK_OK;
    uint32_t title = hash_title(article);
    dvi_lines lines = dvi_lines_of(article->text);
    dvk_span line;
    dvk_status status = DVK_OK;
    while (title < log->limit && status == DVK_OK && dvi_next_line(&lines, &line))
        status = put(log, dvi_line_key(source, line), title);
    return status;
}

dvk_status dvi_line_log_repeated(dvi_line_log *log, uint64_t **lines, size_t *n) {
    *n = 0;
    *lines = NULL;
    dvk_status status = log->n > 0 ? compact(log) : DVK_OK;
    if (status != DVK_OK) return status;
    *lines = dvi_alloc(log->n / DVI_TITLES_SOME, sizeof **lines);
    if (*lines == NULL) return DVK_E_MEMORY;
    for (size_t i = 0, end; i < log->n; i = end) {
        for (end = i + 1; end < log->n && key_of(log->list[end]) == key_of(log->list[i]);)
            end++;
        if (end - i >= DVI_TITLES_SOME)
            (*lines)[(*n)++] =
                key_of(log->list[i]) << 2 | (end - i >= DVI_TITLES_MANY ? DVI_REPEATED_OFTEN : DVI_REPEATED);
    }
    return DVK_OK;
}
