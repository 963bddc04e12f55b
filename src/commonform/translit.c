/* Standard transliterations: a line at a time, composed, through the scheme's own rules and then through
 * ICU's. */
#include "dvoinik/translit.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

#include "base/memory.h"
#include "base/span.h"
#include "base/utf8.h"
#include "schemes.h"
#include "text.h"

enum {
    LINE_LIMIT = 64 << 20,
    NAME_LIMIT = 80,
    MOST_MARKS = 30,
    PIECE = 1024 /* units of a line, for ICU */
};

typedef struct job {
    const dvi_scheme *scheme;
    UTransliterator *icu; /* NULL when the scheme needs none */
    const UNormalizer2 *nfc;
    dvi_wide plain, composed;
    dvi_buffer *out;
} job;

const dvk_translit_scheme *dvk_translit_schemes(void) {
    return dvi_scheme_names;
}

static dvk_status status_of(UErrorCode error) {
    if (U_SUCCESS(error)) return DVK_OK;
    return error == U_MEMORY_ALLOCATION_ERROR ? DVK_E_MEMORY : DVK_E_VERSION;
}

static dvk_status make_room(dvi_wide *wide, size_t need) {
    void *data = wide->data;
    dvk_status status = dvi_grow(&data, &wide->cap, need, sizeof *wide->data);
    wide->data = data;
    return status;
}

/* NFC of `from`, whose room is not touched, in place of what `to` holds. */
static dvk_status compose(const UNormalizer2 *nfc, const dvi_wide *from, dvi_wide *to) {
    UErrorCode error = U_ZERO_ERROR;
    dvk_status status = make_room(to, 3 * from->len + 1); /* no character grows by more in NFC */
    if (status != DVK_OK) return status;
    int32_t n = unorm2_normalize(nfc, from->data, (int32_t)from->len, to->data, (int32_t)to->cap, &error);
    to->len = U_SUCCESS(error) ? (size_t)n : 0;
    return status_of(error);
}

static dvk_status widen(dvk_span line, dvi_wide *out) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0;
    dvk_status status = make_room(out, line.len + 1);
    if (status != DVK_OK) return status;
    u_strFromUTF8(out->data, (int32_t)out->cap, &n, line.data, (int32_t)line.len, &error);
    out->len = (size_t)n;
    return status_of(error);
}

/* Where a piece of a line ends that begins at `at`: behind a blank, which no rule looks across, or, in a run
 * of letters without one, before the next whole character. To replace a letter ICU moves all that lies behind
 * it, so that a line as a whole would take the square of its length. */
static size_t piece_end(const dvi_wide *line, size_t at) {
    size_t most = line->len - at > PIECE ? at + PIECE : line->len, end = most;
    if (most == line->len) return most;
    while (end > at + PIECE / 2 && line->data[end - 1] != ' ')
        end--;
    if (line->data[end - 1] == ' ') return end;
    while (most < line->len && (U16_IS_TRAIL(line->data[most]) || u_getCombiningClass(line->data[most]) != 0))
        most++;
    return most;
}

/* ICU's rules over one piece, appended to `to`: again with more room while there was too little. */
static dvk_status put_piece(const UTransliterator *icu, const UChar *piece, size_t n, dvi_wide *to) {
    for (size_t room = 2 * n + 64;; room *= 2) {
        dvk_status status = make_room(to, to->len + room);
        if (status != DVK_OK) return status;
        memcpy(to->data + to->len, piece, n * sizeof *piece);
        UErrorCode error = U_ZERO_ERROR;
        int32_t len = (int32_t)n, limit = len;
        utrans_transUChars(icu, to->data + to->len, &len, (int32_t)room, 0, &limit, &error);
        if (error == U_BUFFER_OVERFLOW_ERROR && room < 16 * n + 1024) continue;
        if (U_SUCCESS(error)) to->len += (size_t)len;
        return status_of(error);
    }
}

/* ICU's rules over `from`, in place of what `to` holds. */
static dvk_status through_icu(const UTransliterator *icu, const dvi_wide *from, dvi_wide *to) {
    dvk_status status = DVK_OK;
    to->len = 0;
    for (size_t at = 0, end; at < from->len && status == DVK_OK; at = end) {
        end = piece_end(from, at);
        status = put_piece(icu, from->data + at, end - at, to);
    }
    return status;
}

static dvk_status put_wide(const dvi_wide *from, dvi_buffer *out) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 0;
    size_t room = 3 * from->len + 1;
    dvk_status status = dvi_buffer_reserve(out, room);
    if (status != DVK_OK || from->len == 0) return status;
    u_strToUTF8(out->data + out->len, (int32_t)room, &n, from->data, (int32_t)from->len, &error);
    if (U_SUCCESS(error)) out->len += (size_t)n;
    return status_of(error);
}

static dvk_status put_line(job *j, dvk_span line) {
    if (line.len >= LINE_LIMIT) return DVK_E_LIMIT;
    dvk_status status = widen(line, &j->plain);
    if (status == DVK_OK) status = compose(j->nfc, &j->plain, &j->composed);
    j->plain.len = 0;
    if (status == DVK_OK) status = dvi_scheme_apply(j->scheme, j->composed.data, j->composed.len, &j->plain);
    if (status == DVK_OK && j->icu != NULL && j->plain.len > 0) {
        status = through_icu(j->icu, &j->plain, &j->composed);
        if (status == DVK_OK) status = compose(j->nfc, &j->composed, &j->plain);
    }
    return status == DVK_OK ? put_wide(&j->plain, j->out) : status;
}

/* The bytes up to the end of the first line, or up to the thirtieth of the marks that are heaped on a letter:
 * no language has more (Unicode Standard Annex 15, Stream-Safe Text Format), and to compose n takes n^2. */
static size_t piece_of(dvk_span text) {
    unsigned marks = 0;
    for (size_t at = 0; at < text.len;) {
        const unsigned char lead = (unsigned char)text.data[at];
        bool plain = lead < 0xCC || lead == 0xD0 || lead == 0xD1; /* below U+0300, or letters of Cyrillic */
        uint32_t c = dvi_utf8_next(text.data, &at);
        marks = !plain && u_getCombiningClass((UChar32)c) != 0 ? marks + 1 : 0;
        if (c == '\n' || marks == MOST_MARKS) return at;
    }
    return text.len;
}

static dvk_status put_lines(job *j, dvk_span text) {
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < text.len && status == DVK_OK;) {
        size_t len = piece_of((dvk_span){text.data + at, text.len - at});
        status = put_line(j, (dvk_span){text.data + at, len});
        at += len;
    }
    return status;
}

static dvk_status open_icu(job *j) {
    UErrorCode error = U_ZERO_ERROR;
    UChar id[NAME_LIMIT];
    j->nfc = unorm2_getNFCInstance(&error);
    if (j->scheme->icu == NULL || U_FAILURE(error)) return status_of(error);
    u_uastrcpy(id, j->scheme->icu);
    j->icu = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    return status_of(error);
}

static const dvi_scheme *find_scheme(const char *name) {
    for (size_t i = 0; dvi_scheme_names[i].name != NULL; i++)
        if (strcmp(dvi_scheme_names[i].name, name) == 0) return &dvi_schemes[i];
    return NULL;
}

dvk_status dvk_translit(const char *scheme, dvk_span text, dvk_text *out) {
    if (scheme == NULL || out == NULL || !dvi_is_span(text) || dvi_text_lends(out, text))
        return DVK_E_ARGUMENT;
    job j = {.scheme = find_scheme(scheme), .out = &out->bytes};
    if (j.scheme == NULL) return DVK_E_ARGUMENT;
    if (dvi_utf8_check(text) != text.len) return DVK_E_ENCODING;
    size_t before = out->bytes.len;
    dvk_status status = open_icu(&j);
    if (status == DVK_OK) status = put_lines(&j, text);
    if (status != DVK_OK) out->bytes.len = before;
    utrans_close(j.icu);
    dvi_wide_finish(&j.plain);
    dvi_wide_finish(&j.composed);
    return status;
}
