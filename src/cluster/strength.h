/* Strength: what a pair says for a merge of two events, by its probability. */
#ifndef DVI_STRENGTH_H
#define DVI_STRENGTH_H

#include <stdint.h>

/* Both in 1/65536; rises with the probability, from 0 to .68. */
uint32_t dvi_strength(uint32_t probability);

/* What the mean strength between two events must be for their merge, in 1/65536. */
enum { DVI_LEAST_STRENGTH = 65536 * 130 / 1000 };

#endif
