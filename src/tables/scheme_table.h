/* The generated table of transliteration schemes, made of schemes.tsv. */
#ifndef DVI_SCHEME_TABLE_H
#define DVI_SCHEME_TABLE_H

#include <stdint.h>

#include "dvoinik/translit.h"

enum { DVI_RULE_LETTERS = 8, DVI_SET_LETTERS = 24 };
enum { DVI_RULE_BEGINS = 1, DVI_RULE_ENDS = 2 }; /* a rule holds only where a word begins, ends */

typedef struct dvi_scheme_rule {
    uint16_t from[DVI_RULE_LETTERS]; /* lower case; 0 ends when there are fewer */
    uint8_t n, where;
    uint8_t after,
        before;     /* a rule holds only next to a letter of that set of dvi_scheme_sets; 0: next to any */
    const char *to; /* UTF-8, lower case */
} dvi_scheme_rule;

/* What the rules leave goes through ICU's transliterator `icu`; NULL: there is none. The rules rise by first
 * letter; of one letter's the longer come first, then those that hold in fewer places. */
typedef struct dvi_scheme {
    const char *icu;
    uint32_t first, n; /* of dvi_scheme_rules */
} dvi_scheme;

extern const dvi_scheme_rule dvi_scheme_rules[];
extern const uint16_t dvi_scheme_sets[][DVI_SET_LETTERS]; /* lower case; 0 ends when there are fewer */
extern const dvi_scheme dvi_schemes[];
extern const dvk_translit_scheme dvi_scheme_names[]; /* in the order of dvi_schemes, ended by NULL */

#endif
