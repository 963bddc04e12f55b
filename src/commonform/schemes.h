/* One line of text through a scheme's own rules: see schemes.c. */
#ifndef DVI_SCHEMES_H
#define DVI_SCHEMES_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/utypes.h>

#include "tables/scheme_table.h"

/* A growing UTF-16 string. A zeroed one is empty. */
typedef struct dvi_wide {
    UChar *data;
    size_t len, cap;
} dvi_wide;

void dvi_wide_finish(dvi_wide *wide);

/* Appends `line`, which is in NFC, as the rules of `scheme` spell it. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_scheme_apply(const dvi_scheme *scheme, const UChar *line, size_t len, dvi_wide *out);

#endif
