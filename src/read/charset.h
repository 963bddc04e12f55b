/* Which charset an input is in: by its byte order mark, its own declaration, or its letters. */
#ifndef DVI_CHARSET_H
#define DVI_CHARSET_H

#include <stdbool.h>

#include "charset_names.h"
#include "dvoinik/article.h"

typedef enum dvi_charset_reason {
    DVI_CHARSET_BY_DEFAULT,  /* nothing speaks against UTF-8, or nothing is sure */
    DVI_CHARSET_BY_MARK,     /* a byte order mark */
    DVI_CHARSET_BY_WORD,     /* the input declares it */
    DVI_CHARSET_BY_LETTERS,  /* its letters fall into place in one charset only */
    DVI_CHARSET_AGAINST_WORD /* it declares another than its bytes surely are */
} dvi_charset_reason;

typedef struct dvi_charset_found {
    dvi_charset charset;
    dvi_charset_reason reason;
    unsigned mark; /* bytes of the mark */
    dvk_span
        declared; /* as written, in the sample, or what a mark stands for; empty when it declares nothing */
} dvi_charset_found;

/* Looks at the beginning of an input; `whole` when that is all of it. DVI_CHARSET_UNKNOWN: what it
 * declares, or is, is not read. */
dvi_charset_found dvi_charset_tell(dvk_span sample, bool whole);

#endif
