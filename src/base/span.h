/* Borrowed bytes, compared. Capitals are those of ASCII. */
#ifndef DVI_SPAN_H
#define DVI_SPAN_H

#include <stdbool.h>
#include <string.h>

#include "dvoinik/article.h"

/* Whether there are bytes where a length says so. */
static inline bool dvi_is_span(dvk_span text) {
    return text.data != NULL || text.len == 0;
}

/* Whether two are the same bytes; an absent one is like an empty one. */
static inline bool dvi_same_bytes(dvk_span a, dvk_span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline size_t dvi_count_byte(dvk_span text, char c) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.data[i] == c;
    return n;
}

static inline char dvi_lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Whether two are the same but for capitals. */
static inline bool dvi_same_letters(dvk_span a, dvk_span b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (dvi_lower_ascii(a.data[i]) != dvi_lower_ascii(b.data[i])) return false;
    return true;
}

/* The same for a name that ends in NUL. */
static inline bool dvi_is_called(dvk_span text, const char *name) {
    return dvi_same_letters(text, (dvk_span){name, strlen(name)});
}

#endif
