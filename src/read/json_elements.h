/* One JSON array of objects, or objects laid out over several lines -> records. */
#ifndef DVI_JSON_ELEMENTS_H
#define DVI_JSON_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json_record.h"
#include "window.h"

/* What must come next between elements. */
typedef enum dvi_elements_state {
    DVI_ELEMENTS_OPEN,      /* the array's bracket */
    DVI_ELEMENTS_FIRST,     /* an element or the end */
    DVI_ELEMENTS_SEPARATOR, /* a comma or the end */
    DVI_ELEMENTS_VALUE,     /* an element */
    DVI_ELEMENTS_CLOSED     /* nothing */
} dvi_elements_state;

typedef struct dvi_elements {
    dvi_window *window;
    size_t max_record;
    bool in_array; /* elements between commas; else objects one behind another */
    bool is_part;  /* something follows the array, which is none of ours */
    dvi_elements_state state;
    uint64_t line;   /* of the window's first byte */
    uint64_t number; /* elements begun */
    /* Of the element that was handed out: the caller may have taken its line ends away since. */
    size_t given;
    uint64_t given_lines;
    /* The scan for an element's end. */
    size_t scanned;
    uint64_t depth;
    bool in_string, escaped, skipping;
} dvi_elements;

/* Begins where the window stands, which is in line 1. */
void dvi_elements_begin(dvi_elements *elements, dvi_window *window, size_t max_record, bool in_array);

/* The next element as it stands; lent until the next call. DVK_OK, DVK_END or a failure: DVK_E_LIMIT for an
 * element that is too long, DVK_E_INPUT for a fault between elements, or the window's. */
dvk_status dvi_elements_next(dvi_elements *elements, dvi_record *record, dvk_error *error);

#endif
