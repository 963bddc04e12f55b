/* The common form: text of any Cyrillic or Latin spelling -> one alphabet of ASCII letters, and the keys by which words meet. */
#ifndef DVOINIK_COMMONFORM_H
#define DVOINIK_COMMONFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/model.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Language of a text: a language number, 0 (und) when it cannot be told. Looks at the beginning of the text and further
 * only when unsure. `confidence`, when not NULL, gets the probability in 1/65536. */
DVK_API uint32_t dvk_language_identify(const dvk_model *model, dvk_span text, uint32_t *confidence);

typedef struct dvk_text dvk_text; /* a growing byte string owned by the library */

DVK_API dvk_status dvk_text_create(dvk_text **out);
DVK_API void dvk_text_destroy(dvk_text *text); /* takes NULL */
DVK_API dvk_span dvk_text_span(const dvk_text *text); /* lent until the text is written again */

/* Appends the common form of `text`, read as `language` (0: told from the text): letters transliterated, case folded, accents,
 * soft hyphens and stress marks gone; everything that is not a letter stays as it is. Idempotent: the common form of a common form is
 * itself. Returns DVK_OK, DVK_E_ENCODING (nothing is appended) or DVK_E_MEMORY. */
DVK_API dvk_status dvk_commonform(const dvk_model *model, dvk_span text, uint32_t language, dvk_text *out);

/* Called for each word of a text. `word` is a part of the text, `form` its common form, `key` what it is matched by: the skeleton,
 * a concept ("=foreign-minister"), a number ("#25000") or a date ("@2025-07-12"); lent for the call. Return false to stop. */
typedef bool (*dvk_word_visitor)(void *user, dvk_span word, dvk_span form, dvk_span key);

DVK_API dvk_status dvk_commonform_words(const dvk_model *model, dvk_span text, uint32_t language, dvk_word_visitor visit,
                                        void *user);

#ifdef __cplusplus
}
#endif
#endif
