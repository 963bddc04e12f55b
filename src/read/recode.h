/* Bytes of a charset -> UTF-8, in pieces. */
#ifndef DVI_RECODE_H
#define DVI_RECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "charset.h"
#include "dvoinik/status.h"

typedef struct dvi_recode dvi_recode;

/* NULL when memory is out. `charset` is not UTF-8; there will be room for `room` bytes at once. */
dvi_recode *dvi_recode_create(dvi_charset charset, size_t room);

/* Takes NULL. */
void dvi_recode_destroy(dvi_recode *recode);

/* Where bytes to be converted are put: *room of them, more than none once dvi_recode_give was answered with 0 bytes. Then
 * dvi_recode_took says how many were, 0 at the end of the input. */
char *dvi_recode_room(dvi_recode *recode, size_t *room);
void dvi_recode_took(dvi_recode *recode, size_t n);

/* Gives up to `cap` bytes of UTF-8 (cap at least 8), 0 when it needs more, or at the end. DVK_OK, DVK_END or DVK_E_INPUT. */
dvk_status dvi_recode_give(dvi_recode *recode, char *out, size_t cap, size_t *got);

/* Places that are not of the charset; each became U+FFFD. */
uint64_t dvi_recode_bad(const dvi_recode *recode);
dvi_charset dvi_recode_charset(const dvi_recode *recode);

#endif
