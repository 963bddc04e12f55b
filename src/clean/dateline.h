/* The dateline and agency tag before the first sentence: "КИЇВ, 12 липня – Укрінформ.", "PARIS (AP) —",
 * "/ТАСС/". */
#ifndef DVI_DATELINE_H
#define DVI_DATELINE_H

#include <stddef.h>

#include "dvoinik/article.h"

/* Bytes of it at the beginning of `line`, up to the sentence; 0 when there is none. */
size_t dvi_dateline_length(dvk_span line);

#endif
