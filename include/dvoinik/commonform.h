/* The common form: text of any Cyrillic or Latin spelling -> one alphabet of ASCII letters; and its words,
 * with keys that show what they have in common. */
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

/* Language of a text: a language number, 0 (und) when it cannot be told. Looks at the beginning of the text
 * and further only when unsure. `confidence`, when not NULL, gets the probability in 1/65536. */
DVK_API uint32_t dvk_language_identify(const dvk_model *model, dvk_span text, uint32_t *confidence);

typedef struct dvk_text dvk_text; /* a growing byte string owned by the library */

/* Returns DVK_OK, DVK_E_ARGUMENT or DVK_E_MEMORY. */
DVK_API dvk_status dvk_text_create(dvk_text **out);
DVK_API void dvk_text_destroy(dvk_text *text);        /* takes NULL */
DVK_API dvk_span dvk_text_span(const dvk_text *text); /* lent until the text is written again */

/* As a language: told from the text by dvk_language_identify. */
#define DVK_TELL_LANGUAGE UINT32_MAX

/* Appends the common form of `text`, its letters read as those of `language` (0: by the rules all languages
 * share): Cyrillic and Latin letters become ASCII letters; case, accents, stress marks, soft hyphens in words
 * and apostrophes between letters are gone; letters of other scripts are case-folded; everything that is not
 * a letter stays as it is, byte for byte. With language 0 it is idempotent: a common form is its own. Cost:
 * linear, and no memory but what `out` grows by. Returns DVK_OK, DVK_E_ARGUMENT (no such language, or `text`
 * is a part of `out`), DVK_E_ENCODING (not valid UTF-8) or DVK_E_MEMORY; nothing is appended then. */
DVK_API dvk_status dvk_commonform(const dvk_model *model, dvk_span text, uint32_t language, dvk_text *out);

/* Called for each word, number and phrase of a text, in order. `word` is a part of the text, `form` its
 * common form, `key` a concept ("=foreign-minister"), a number as digits and a power of ten ("#25e3"), a date
 * ("@07-12", "@07", weekdays "@w1" to "@w7"), or else the first letter and the consonants of the folded word,
 * at most eight ("dvnk"); of a word in another script the first six letters. Articles meet
 * in concepts, numbers and dates by these keys, in words by their first letters: see DVK_FEATURE_WORD. `form`
 * and `key` are lent for the call. Return false to stop. */
typedef bool (*dvk_word_visitor)(void *user, dvk_span word, dvk_span form, dvk_span key);

/* Visits the words of `text`. Cost: linear, and most of a millisecond a call; work memory: 8 MB and some
 * fifteen times the text. Returns DVK_OK (also when stopped), DVK_E_ARGUMENT, DVK_E_ENCODING, DVK_E_LIMIT (4
 * GiB or more) or DVK_E_MEMORY. */
DVK_API dvk_status dvk_commonform_words(const dvk_model *model, dvk_span text, uint32_t language,
                                        dvk_word_visitor visit, void *user);

#ifdef __cplusplus
}
#endif
#endif
