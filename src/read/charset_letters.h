/* Cyrillic charsets, told by letters. */
#ifndef DVI_CHARSET_LETTERS_H
#define DVI_CHARSET_LETTERS_H

#include <stddef.h>

#include "charset_names.h"

/* The Cyrillic charset that the sample is surely in, or UTF-8 for none. It has `high` bytes beyond ASCII, one
 * at least. */
dvi_charset dvi_charset_by_letters(dvk_span sample, size_t high);

#endif
