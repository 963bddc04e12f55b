/* --fit: a model fitted to the inputs, which are then read a second time. */
#ifndef DVOINIK_CLI_FIT_MODEL_H
#define DVOINIK_CLI_FIT_MODEL_H

#include "dvoinik/model.h"
#include "options.h"

/* Reads the inputs from number `first` on, says what was learnt from them, and makes them ready to be read
 * again. Bad records are left to that time. Returns EXIT_DONE with *model, for dvk_model_destroy, or another
 * status after a message. */
int fit_model(const settings *values, size_t first, dvk_model **model);

#endif
