/* The phrases of boilerplate.tsv: looked up by their first word, then compared word by word.
 * Idea: nearly all lines begin with a word that no phrase begins with, so one hash of one word decides, and
 * of most words four letters. */
#include "boilerplate.h"

#include <string.h>

#include "base/utf8.h"
#include "tables.h"

#include "boilerplate.inc"

/* What lies beyond the table: letters of other scripts, and the punctuation, symbols and emoji among them. */
static uint8_t far_code(uint32_t c) {
    if (c == 0x2018 || c == 0x2019 || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF ||
        (c >= 0xFE00 && c <= 0xFE0F))
        return DVI_CODE_IGNORED;
    bool gap = (c >= 0x2000 && c <= 0x206F) || (c >= 0x20A0 && c <= 0x20CF) || (c >= 0x2190 && c <= 0x2BFF) ||
               (c >= 0x2E00 && c <= 0x2E7F) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE10 && c <= 0xFE6F) ||
               (c >= 0xFF00 && c <= 0xFF20) || (c >= 0x1F000 && c <= 0x1FAFF);
    return gap ? DVI_CODE_GAP : DVI_CODE_OTHER;
}

uint8_t dvi_letter_code(uint32_t c) {
    return c < DVI_LETTER_LIMIT ? letter_codes[c] : far_code(c);
}

typedef struct opening {
    dvk_span text;
    size_t at; /* bytes read */
    uint8_t code[DVI_OPENING_CODES + 1];
    size_t n_codes, n_words;
    size_t code_end[DVI_OPENING_WORDS]; /* codes up to each word's end, its gap included */
    size_t byte_end[DVI_OPENING_WORDS];
} opening;

static bool may_begin_phrase(const opening *o) {
    uint32_t bit = dvi_phrase_opening(o->code);
    return phrase_openings[bit / 64] >> bit % 64 & 1;
}

/* Reads one word more, gaps before it passed over; false when there is none that fits. */
static bool read_word(opening *o) {
    size_t begin = o->n_codes, end = o->at;
    bool lower = false;
    while (o->at < o->text.len) {
        size_t next = o->at;
        uint32_t c = dvi_utf8_next(o->text.data, &next);
        uint8_t code = dvi_letter_code(c);
        bool upper = c < DVI_LETTER_LIMIT && dvi_lower[c] != c;
        if (o->n_codes > begin && (code == DVI_CODE_GAP || (upper && lower))) break;
        o->at = next;
        if (code == DVI_CODE_IGNORED || code == DVI_CODE_GAP) continue;
        if (code == DVI_CODE_OTHER || o->n_codes + 1 >= DVI_OPENING_CODES) return false;
        o->code[o->n_codes++] = code;
        if (o->n_codes == DVI_PHRASE_OPENING && !may_begin_phrase(o)) return false;
        end = next;
        lower = !upper;
    }
    if (o->n_codes == begin) return false;
    o->code[o->n_codes++] = DVI_CODE_GAP;
    if (o->n_codes == DVI_PHRASE_OPENING && !may_begin_phrase(o)) return false;
    o->code_end[o->n_words] = o->n_codes;
    o->byte_end[o->n_words++] = end;
    return true;
}

static const dvi_phrase_slot *slot_of(const opening *o) {
    uint32_t hash = 0;
    for (size_t i = 0; i + 1 < o->n_codes; i++)
        hash = dvi_word_hash(hash, o->code[i]);
    uint32_t at = dvi_phrase_slot_of(hash);
    while (phrase_slots[at].n != 0) {
        if (phrase_slots[at].hash == hash) return &phrase_slots[at];
        at = (at + 1) % DVI_PHRASE_SLOTS;
    }
    return NULL;
}

/* Whether any phrase of the slot begins with the words read and goes on. */
static bool may_go_on(const opening *o, const dvi_phrase_slot *slot) {
    for (size_t i = 0; i < slot->n; i++) {
        const dvi_phrase *p = &phrases[slot->first + i];
        if (p->n_codes > o->n_codes && memcmp(phrase_codes + p->codes, o->code, o->n_codes) == 0) return true;
    }
    return false;
}

size_t dvi_phrases_at(dvk_span text, dvi_phrase_match *out) {
    opening o;
    o.text = text;
    o.at = o.n_codes = o.n_words = 0;
    if (!read_word(&o)) return 0;
    const dvi_phrase_slot *slot = slot_of(&o);
    if (slot == NULL) return 0;
    while (o.n_words < DVI_OPENING_WORDS && may_go_on(&o, slot) && read_word(&o)) {
    }
    size_t n = 0;
    for (size_t i = 0; i < slot->n && n < DVI_PHRASE_MATCHES; i++) {
        const dvi_phrase *p = &phrases[slot->first + i];
        if (p->n_words > o.n_words || o.code_end[p->n_words - 1] != p->n_codes) continue;
        if (memcmp(phrase_codes + p->codes, o.code, p->n_codes) != 0) continue;
        out[n++] = (dvi_phrase_match){o.byte_end[p->n_words - 1], p->n_words, p->kinds};
    }
    return n;
}
