/* The keys of a JSON object, told from its beginning alone. */
#ifndef DVI_JSON_PEEK_H
#define DVI_JSON_PEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/article.h"

/* A walk over the keys of an object, whose text may be cut off and need not be well-formed. */
typedef struct dvi_json_peek {
    dvk_span text;
    size_t at;
} dvi_json_peek;

/* `text` begins with the object's brace. */
void dvi_json_peek_begin(dvi_json_peek *peek, dvk_span text);

/* The next key as it is written, and where its value begins. False behind the last, or where the text is cut
 * off or no object. */
bool dvi_json_peek_next(dvi_json_peek *peek, dvk_span *key, size_t *value);

/* Whether the object ended within the text. */
bool dvi_json_peek_ended(const dvi_json_peek *peek);

#endif
