/* Tokens: the words, numbers and character grams of an article, as the common form hands them to the
 * features. */
#ifndef DVI_TOKEN_H
#define DVI_TOKEN_H

#include <stddef.h>
#include <stdint.h>

/* Parts of an article, in the order in which they are read. */
typedef enum dvi_zone { DVI_ZONE_TITLE, DVI_ZONE_LEAD, DVI_ZONE_BODY, DVI_ZONE_TAIL } dvi_zone;

enum {
    DVI_TOKEN_CAPITAL = 1,  /* begins with a capital letter inside a sentence */
    DVI_TOKEN_INITIAL = 2,  /* begins with a capital letter where any word would */
    DVI_TOKEN_ACRONYM = 4,  /* two or more letters, all capitals */
    DVI_TOKEN_REPAIRED = 8, /* homoglyphs of another script were folded */
    DVI_TOKEN_FOREIGN = 32, /* on the way only: of a script that the tables do not read */
    DVI_TOKEN_PLAIN = 64,   /* on the way only: of plain letters, see commonform/outline.h */
    DVI_TOKEN_UNREAD = 128  /* on the way only: a word that was found and not yet read */
};

/* Keys are 32-bit hashes of what the token is matched by; 0 is none. */
typedef struct dvi_token {
    uint32_t begin, len;            /* bytes in the text it came from */
    uint32_t form;                  /* hash of the whole folded word, for shingles */
    uint32_t stem;                  /* key of the folded prefix */
    uint32_t concept;               /* key of a lexicon row, name, number, date, or 0 */
    uint16_t stem_idf, concept_idf; /* in 1/256 nat; 0 when the token is not counted by it: numbers, dates and
                                       parts of phrases are not by stems */
    uint8_t kind;                   /* dvk_feature_kind */
    uint8_t flags;
    uint8_t zone; /* dvi_zone */
    uint8_t span; /* tokens from here that `concept` covers, itself included: 1, or more for a phrase */
} dvi_token;

#endif
