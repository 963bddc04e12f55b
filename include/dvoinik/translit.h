/* Standard transliterations: Cyrillic text as readers of one language, map makers or librarians spell it in
 * Latin letters. For showing, not for matching: the common form is what words meet in. */
#ifndef DVOINIK_TRANSLIT_H
#define DVOINIK_TRANSLIT_H

#include "dvoinik/article.h"
#include "dvoinik/commonform.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dvk_translit_scheme {
    const char *name;  /* as dvk_translit takes it: "uk-2010" */
    const char *title; /* one line for people */
} dvk_translit_scheme;

/* All schemes, ended by one whose name is NULL. Never freed. */
DVK_API const dvk_translit_scheme *dvk_translit_schemes(void);

/* Appends `text` in the spelling of the scheme called `scheme` (which ends in NUL). Letters the scheme does
 * not know stay; the text is normalised to NFC. Cost: some 3 MB a second. Returns DVK_OK, DVK_E_ARGUMENT (no
 * such scheme, or `text` is a part of `out`), DVK_E_ENCODING (not valid UTF-8), DVK_E_LIMIT (a line of 64 MiB
 * or more), DVK_E_VERSION (ICU lacks the scheme's rules) or DVK_E_MEMORY; nothing is appended then. Source:
 * ISO 9:1995; GOST 7.79-2000, system B; the romanisation agreements of BGN and PCGN; resolution 55 of the
 * Cabinet of Ministers of Ukraine, 2010; the Transliteration Act of Bulgaria, 2009. */
DVK_API dvk_status dvk_translit(const char *scheme, dvk_span text, dvk_text *out);

#ifdef __cplusplus
}
#endif
#endif
