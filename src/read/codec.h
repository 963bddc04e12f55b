/* What the compressed formats have in common, as the stream sees them: magic bytes, and members one behind
 * another, each decoded piece by piece. */
#ifndef DVI_CODEC_H
#define DVI_CODEC_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/status.h"

/* One call of a decoder: what it may read and where it may write. It moves both along. */
typedef struct dvi_codec_piece {
    const unsigned char *in;
    size_t in_len;
    char *out;
    size_t out_len;
    bool inside;        /* a member has begun and not ended: before the call and behind it */
    const char *reason; /* of a failure: a phrase, or for DVK_E_LIMIT a sentence */
} dvi_codec_piece;

typedef struct dvi_codec {
    const char *name;
    bool zeros_may_follow; /* padding behind a member */
    /* Whether the first bytes of an input are a member's. There are DVI_CODEC_MAGIC, or the whole input. */
    bool (*begins)(const unsigned char *raw, size_t len);
    /* NULL when memory is out. One decoder serves many inputs. */
    void *(*create)(void);
    void (*destroy)(void *decoder);
    /* A new input: forgets what the last one left. */
    bool (*reset)(void *decoder);
    /* DVK_OK, also when it needs more bytes or more room; DVK_E_INPUT, DVK_E_LIMIT, DVK_E_MEMORY. */
    dvk_status (*decode)(void *decoder, dvi_codec_piece *piece);
} dvi_codec;

enum { DVI_CODEC_MAGIC = 10 };

extern const dvi_codec dvi_codec_gzip, dvi_codec_zstd, dvi_codec_xz, dvi_codec_bzip2;

#endif
