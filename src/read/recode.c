/* Bytes of a charset -> UTF-8, in pieces: ICU's converters, with a count of what had to be replaced. */
#include "recode.h"

#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>

#include "base/memory.h"

enum { LEAST_RAW = 64 * 1024, PIVOT = 4096 };

struct dvi_recode {
    dvi_charset charset;
    UConverter *from, *to;
    uint64_t bad;
    bool ended, done;
    size_t at, len; /* in raw */
    UChar *pivot_from, *pivot_to;
    UChar pivot[PIVOT];
    size_t cap;
    char *raw;
};

static void replace(const void *context, UConverterToUnicodeArgs *args, const char *bytes, int32_t len,
                    UConverterCallbackReason reason, UErrorCode *status) {
    static const UChar replacement[] = {0xFFFD};
    dvi_recode *recode = (dvi_recode *)(uintptr_t)context;
    (void)bytes, (void)len;
    if (reason > UCNV_IRREGULAR) return;
    recode->bad++;
    *status = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, replacement, 1, 0, status);
}

dvi_recode *dvi_recode_create(dvi_charset charset, size_t room) {
    UErrorCode status = U_ZERO_ERROR;
    dvi_recode *recode = dvi_alloc_zero(1, sizeof *recode);
    if (recode == NULL) return NULL;
    recode->cap = room < LEAST_RAW ? LEAST_RAW : room;
    recode->raw = dvi_alloc(recode->cap, 1);
    recode->charset = charset;
    recode->pivot_from = recode->pivot_to = recode->pivot;
    recode->from = ucnv_open(dvi_charset_icu_name(charset), &status);
    recode->to = ucnv_open("UTF-8", &status);
    if (U_SUCCESS(status)) ucnv_setToUCallBack(recode->from, replace, recode, NULL, NULL, &status);
    if (U_SUCCESS(status) && recode->raw != NULL) return recode;
    dvi_recode_destroy(recode);
    return NULL;
}

void dvi_recode_destroy(dvi_recode *recode) {
    if (recode == NULL) return;
    ucnv_close(recode->from);
    ucnv_close(recode->to);
    dvi_free(recode->raw);
    dvi_free(recode);
}

char *dvi_recode_room(dvi_recode *recode, size_t *room) {
    if (recode->at != 0) memmove(recode->raw, recode->raw + recode->at, recode->len - recode->at);
    recode->len -= recode->at;
    recode->at = 0;
    *room = recode->cap - recode->len;
    return recode->raw + recode->len;
}

void dvi_recode_took(dvi_recode *recode, size_t n) {
    recode->len += n;
    recode->ended = n == 0;
}

dvk_status dvi_recode_give(dvi_recode *recode, char *out, size_t cap, size_t *got) {
    char *target = out;
    const char *source = recode->raw + recode->at;
    UErrorCode status = U_ZERO_ERROR;
    *got = 0;
    if (recode->done) return DVK_END;
    ucnv_convertEx(recode->to, recode->from, &target, out + cap, &source, recode->raw + recode->len,
                   recode->pivot, &recode->pivot_from, &recode->pivot_to, recode->pivot + PIVOT, false,
                   recode->ended, &status);
    recode->at = (size_t)(source - recode->raw);
    *got = (size_t)(target - out);
    if (status == U_BUFFER_OVERFLOW_ERROR) return DVK_OK;
    if (U_FAILURE(status)) return DVK_E_INPUT;
    recode->done = recode->ended;
    return *got == 0 && recode->done ? DVK_END : DVK_OK;
}

uint64_t dvi_recode_bad(const dvi_recode *recode) {
    return recode->bad;
}

dvi_charset dvi_recode_charset(const dvi_recode *recode) {
    return recode->charset;
}
