/* The outline of a text: which of its bytes are plain letters, which end sentences, and which have to be
 * looked at. */
#ifndef DVI_OUTLINE_H
#define DVI_OUTLINE_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

enum { DVI_OUTLINE_BLOCK = 64 };

/* 64 bytes of the text, a bit each, the first lowest. */
typedef struct dvi_outline_block {
    uint64_t letters; /* of a letter that is one or two bytes and of class DVI_CHAR_LETTER: the common ones of
                         Latin and Cyrillic */
    uint64_t stops;   /* ASCII of class DVI_CHAR_STOP */
    uint64_t others;  /* of any other character, but for ASCII of class DVI_CHAR_OTHER */
} dvi_outline_block;

/* Fills n blocks; n * DVI_OUTLINE_BLOCK bytes and one before them can be read. Letters that the border of two
 * blocks cuts are put right in the blocks given, but for the last byte. Bytes are of valid UTF-8. */
typedef void dvi_outline_kernel(const uint8_t *bytes, size_t n, dvi_outline_block *out);

dvi_outline_kernel dvi_outline_reference;

/* The fastest kernel that these extensions (DVK_CPU_...) allow. */
dvi_outline_kernel *dvi_outline_choose(uint32_t cpu);

/* Blocks that an outline of len bytes has: two more than the text, so that a window may begin anywhere in the
 * text. */
static inline size_t dvi_outline_blocks(size_t len) {
    return len / DVI_OUTLINE_BLOCK + 3;
}

/* The outline of a text, into dvi_outline_blocks(text.len) blocks; all behind the text is `others`. */
void dvi_outline_fill(dvi_outline_kernel *kernel, dvk_span text, dvi_outline_block *out);

#endif
