/* One JSON object -> the values of a few named fields. The C side of the one C++ file. */
#ifndef DVI_JSON_SHIM_H
#define DVI_JSON_SHIM_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes behind a record that must be readable. */
enum { DVI_JSON_PADDING = 64 };

typedef enum dvi_json_kind {
    DVI_JSON_ABSENT,
    DVI_JSON_NULL,
    DVI_JSON_STRING,
    DVI_JSON_NUMBER,
    DVI_JSON_BOOLEAN,
    DVI_JSON_ARRAY,
    DVI_JSON_OBJECT
} dvi_json_kind;

typedef struct dvi_json_value {
    dvi_json_kind kind;
    dvk_span text; /* a string without its escapes, or a number as written; lent until the next parse */
} dvi_json_value;

/* Where in the record, and a constant phrase that says why. */
typedef struct dvi_json_fault {
    size_t at;
    const char *reason;
} dvi_json_fault;

typedef struct dvi_json dvi_json;

/* NULL when memory is out. max_depth: 1 to 1024. */
dvi_json *dvi_json_create(uint32_t max_depth);

/* Takes NULL. */
void dvi_json_destroy(dvi_json *json);

/* Parses the object record[0 .. len), behind which DVI_JSON_PADDING bytes can be read. values[i] becomes the
 * first value of the key keys[i]. The whole record is checked, the values of other keys too. DVK_OK;
 * DVK_E_INPUT, DVK_E_ENCODING or DVK_E_LIMIT with `fault` filled; or DVK_E_MEMORY. */
dvk_status dvi_json_parse(dvi_json *json, const char *record, size_t len, const dvk_span *keys, size_t n,
                          dvi_json_value *values, dvi_json_fault *fault);

#ifdef __cplusplus
}
#endif
#endif
