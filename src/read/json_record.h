/* One JSON record -> one article: what the values of its fields may be. */
#ifndef DVI_JSON_RECORD_H
#define DVI_JSON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"
#include "fields.h"
#include "json_shim.h"

/* A record where it stands in its input; DVI_JSON_PADDING bytes behind it can be read. */
typedef struct dvi_record {
    dvk_span text;
    uint64_t line;   /* of its first byte, from 1 */
    uint64_t byte;   /* of its first byte, from 0 */
    uint64_t number; /* what an id is made from: the line, or in an array the element's place, from 1 */
} dvi_record;

/* Where errors and articles say they come from. */
typedef struct dvi_origin {
    const char *path; /* as it is */
    dvk_span shown;   /* printable */
    bool ids_of_content;
    bool with_path; /* in ids: another file has the same name */
} dvi_origin;

/* Parses `record` into `article`, whose spans are lent by the record, the parser and `id`. When the date
 * cannot be read, article->date is as written and article->time DVK_NO_TIME. Failures come with `error`
 * filled. */
dvk_status dvi_json_record_read(dvi_json *json, const dvi_fields *fields, const dvi_record *record,
                                const dvi_origin *origin, dvi_buffer *id, dvk_article *article,
                                dvk_error *error);

#endif
