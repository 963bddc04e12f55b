/* By which names the fields of an article go in JSON and in tables. */
#ifndef DVI_FIELDS_H
#define DVI_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/read.h"
#include "dvoinik/status.h"

typedef enum dvi_field {
    DVI_FIELD_ID,
    DVI_FIELD_URL,
    DVI_FIELD_TITLE,
    DVI_FIELD_TEXT,
    DVI_FIELD_DATE,
    DVI_FIELD_SOURCE,
    DVI_FIELD_LANG,
    DVI_N_FIELDS
} dvi_field;

enum { DVI_MOST_OWN_NAMES = 64, DVI_MOST_NAMES = DVI_MOST_OWN_NAMES + 32 };

typedef struct dvi_fields {
    dvk_span names[DVI_MOST_NAMES]; /* those of one field in the order in which they are preferred */
    uint8_t field[DVI_MOST_NAMES];  /* dvi_field */
    size_t n;
    dvi_buffer own; /* the user's names, copied */
} dvi_fields;

/* The user's names, which are preferred, and the built-in ones. DVK_E_ARGUMENT: no such field, an empty name,
 * or too many. On failure nothing is held. */
dvk_status dvi_fields_init(dvi_fields *fields, const dvk_field_name *own, size_t n_own);
void dvi_fields_finish(dvi_fields *fields);

/* Where the column's name stands in `fields`, case and white space around it aside; fields->n when it is
 * none. */
size_t dvi_fields_find(const dvi_fields *fields, dvk_span name);

/* Whether that name, a place in `fields` or fields->n, is one of title or text. */
bool dvi_fields_are_readable(const dvi_fields *fields, size_t name);

/* The article's span for a field. */
dvk_span *dvi_field_of(dvk_article *article, dvi_field field);

#endif
