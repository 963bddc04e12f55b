/* One news article as the readers hand it on and the stages take it. */
#ifndef DVOINIK_ARTICLE_H
#define DVOINIK_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Borrowed bytes: never assumed to end in NUL. An absent one is {NULL, 0}. */
typedef struct dvk_span {
    const char *data;
    size_t len;
} dvk_span;

/* The `time` of an article that has no date. */
#define DVK_NO_TIME INT64_MIN

/* Every span is valid UTF-8 and borrowed; who lends it says for how long. */
typedef struct dvk_article {
    dvk_span id; /* never empty: made from file and position when the input has none */
    dvk_span url;
    dvk_span title; /* title or text is non-empty */
    dvk_span text;
    dvk_span date;   /* as written in the input */
    dvk_span source; /* publisher; empty when the input does not tell */
    dvk_span lang;   /* as the input claims; a hint, never trusted */
    int64_t time;    /* `date` in seconds since 1970-01-01T00:00:00Z, or DVK_NO_TIME */
    dvk_span
        record;    /* the record as it stood in the input (a JSONL line without its end), for pass-through */
    dvk_span file; /* the input it came from, as the user named it */
    uint64_t line; /* of the record in that input, from 1 */
    uint64_t byte; /* of the record in that input, decompressed, from 0 */
    bool record_is_json; /* `record` is one JSON object, from brace to brace, on one line */
    /* The input gave no id, and it is the name of a file that is one article: another file may have that
     * name, or the same one another text later. */
    bool id_is_file_name;
} dvk_article;

/* Reads a date: RFC 3339, its common relaxations (a space for T, no seconds, no offset = UTC, a bare date =
 * its midnight in UTC) and basic form, RFC 822 and 2822 with comments and names of zones, seconds or
 * milliseconds since 1970 as digits, nine at least, and what people write: 12.07.2025 14:05, 2025/07/12, a
 * day with the name of its month in a language that is known. What can be read in two ways (7/12/2025) is no
 * date, nor is what lies outside of the years 0 to 9999 in UTC, which four digits write
 * (9999-12-31T23:59:59-14:00). Returns DVK_OK, DVK_E_ARGUMENT, or DVK_E_INPUT with *time = DVK_NO_TIME. */
DVK_API dvk_status dvk_parse_date(dvk_span text, int64_t *time);

/* Writes `time` as RFC 3339 in UTC ("2025-07-12T08:00:00Z"); `out` holds at least 32 bytes. Years 0 to 9999;
 * DVK_NO_TIME and others give an empty string. */
DVK_API void dvk_format_date(int64_t time, char *out);

#ifdef __cplusplus
}
#endif
#endif
