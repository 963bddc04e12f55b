/* The sealed model: everything learned or shipped that a feature, a weight or a score depends on.
 *
 * Background document frequencies, language model, lexicon, names, calibration by language pair. A model is
 * immutable and may be used by any number of threads at once; no score depends on the order in which articles
 * came. */
#ifndef DVOINIK_MODEL_H
#define DVOINIK_MODEL_H

#include <stdint.h>

#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dvk_model dvk_model;

/* The model that ships in the library. Never NULL, never destroyed. */
DVK_API const dvk_model *dvk_model_builtin(void);

/* Gives back a model that dvk_fit_model made (dvoinik/fit.h), once nothing uses it: extractors, jobs and
 * indexes borrow theirs. Takes NULL. */
DVK_API void dvk_model_destroy(dvk_model *model);

/* A fingerprint of all tables and parameters of the model: equal fingerprints, equal features and scores. */
DVK_API uint64_t dvk_model_fingerprint(const dvk_model *model);

/* Version of the model, in steps of one; features of different versions are not comparable. */
DVK_API uint32_t dvk_model_version(const dvk_model *model);

/* Languages, numbered from 0 (`und`, undetermined). dvk_language_code gives the BCP 47 code of a number
 * ("und" for one out of range), dvk_language_number the number of a code in capitals or small letters, its
 * region and script passed over except sr-Latn (0 when unknown). */
DVK_API uint32_t dvk_language_count(void);
DVK_API const char *dvk_language_code(uint32_t language);
DVK_API uint32_t dvk_language_number(const char *code, uint64_t len);

#ifdef __cplusplus
}
#endif
#endif
