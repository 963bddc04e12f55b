/* What charsets are called. */
#ifndef DVI_CHARSET_NAMES_H
#define DVI_CHARSET_NAMES_H

#include "dvoinik/article.h"

/* The charsets that are read: numbers for dvi_charset_name. UTF-8 is 0. */
typedef unsigned dvi_charset;
enum { DVI_CHARSET_UTF_8 = 0, DVI_CHARSET_UTF_16LE = 1, DVI_CHARSET_UTF_16BE = 2, DVI_CHARSET_UNKNOWN = 255 };

/* By any of its names; DVI_CHARSET_UNKNOWN when it is not read. */
dvi_charset dvi_charset_named(dvk_span name);

/* What people call it, and what ICU does. */
const char *dvi_charset_name(dvi_charset charset);
const char *dvi_charset_icu_name(dvi_charset charset);

#endif
