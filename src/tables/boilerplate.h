/* Phrases that begin lines which are no part of an article, and the months and agencies of datelines. */
#ifndef DVI_BOILERPLATE_H
#define DVI_BOILERPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"

/* What a phrase may be; boilerplate.tsv explains the first seven by their names there. */
enum {
    DVI_PHRASE_LINE = 1,
    DVI_PHRASE_LABEL = 2,
    DVI_PHRASE_LINE_START = 4,
    DVI_PHRASE_LIST = 8,
    DVI_PHRASE_TAIL_FROM = 16,
    DVI_PHRASE_AGENCY = 32,
    DVI_PHRASE_DATE = 64,
    DVI_PHRASE_MONTH = 128
};

/* Codes of letters as phrases are compared: case, accents and the script of look-alike letters folded. */
enum {
    DVI_CODE_GAP = 0,       /* between words: spaces, digits, punctuation, symbols */
    DVI_CODE_OTHER = 254,   /* a letter that no phrase has */
    DVI_CODE_IGNORED = 255, /* apostrophes, accents, what is invisible */
    DVI_OPENING_CODES = 80,
    DVI_OPENING_WORDS = 8,
    DVI_PHRASE_SLOTS = 8192,
    DVI_PHRASE_OPENING = 4, /* codes by which most lines show that no phrase begins with them */
    DVI_PHRASE_OPENINGS = 32768
};

/* A phrase: its words' codes, each word followed by a gap. */
typedef struct dvi_phrase {
    uint32_t codes; /* where they begin in the pool */
    uint8_t n_codes, n_words;
    uint8_t kinds;
} dvi_phrase;

/* The phrases of one first word, longest first. An empty slot has n = 0. */
typedef struct dvi_phrase_slot {
    uint32_t hash;
    uint16_t first, n;
} dvi_phrase_slot;

static inline uint32_t dvi_word_hash(uint32_t hash, uint8_t code) {
    return (hash ^ code) * 0x9E3779B1u;
}

static inline uint32_t dvi_phrase_slot_of(uint32_t hash) {
    return hash >> 19;
}

/* Below DVI_PHRASE_OPENINGS: a hash of the first DVI_PHRASE_OPENING codes. */
static inline uint32_t dvi_phrase_opening(const uint8_t *codes) {
    uint32_t all = (uint32_t)codes[0] << 24 | (uint32_t)codes[1] << 16 | (uint32_t)codes[2] << 8 | codes[3];
    return all * UINT32_C(0x9E3779B1) >> 17;
}

uint8_t dvi_letter_code(uint32_t c);

typedef struct dvi_phrase_match {
    size_t end; /* bytes from the beginning of the text to the end of the phrase's last word */
    uint8_t words;
    uint8_t kinds;
} dvi_phrase_match;

enum { DVI_PHRASE_MATCHES = 6 };

/* The phrases that `text` (valid UTF-8) begins with, gaps passed over, longest first: at most
 * DVI_PHRASE_MATCHES into `out`. A phrase ends where a word ends or a capital letter follows a small one.
 * Cost: the first word, when no phrase begins with it. */
size_t dvi_phrases_at(dvk_span text, dvi_phrase_match *out);

#endif
