/* The table of every step that was tried. */
#ifndef QUALITY_STEPS_H
#define QUALITY_STEPS_H

#include <stdio.h>

#include "quality_pairs.h"

/* Writes the table to `out`. `pairs` is of all articles of `ntrex`, and holds what ships in the end. */
void quality_steps(FILE *out, const quality_corpus *ntrex, quality_pairs *pairs, const char *telegram,
                   const char *background);

#endif
