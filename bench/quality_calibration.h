/* Whether the probabilities mean what they say. */
#ifndef QUALITY_CALIBRATION_H
#define QUALITY_CALIBRATION_H

#include <stdio.h>

#include "quality_pairs.h"

/* Appends rows to the table of measures; the pairs are scored. */
void quality_calibration(FILE *out, const quality_pairs *pairs);

#endif
