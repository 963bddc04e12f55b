/* Endings of the languages that string them together, taken off the folded word: case and what goes with it
 * first, then the plural. A dictionary form of four letters may have twice as many behind it, and by their
 * number alone they could be anything. */
#include "bare_length.h"

#include <string.h>

#include "columns.h"

enum { MOST = 48 };

/* Folded letters, V for any vowel, C for a voiceless consonant that stays, T for a t that does, since two are
 * one; of several that fit the first is taken, so that longer ones come first. `sure`: those of the cases
 * that no verb has and that do not end many a word, which leave three letters. */
typedef struct endings {
    const char *cases[MOST], *sure[MOST], *plural[MOST], *noun[MOST];
} endings;

static const endings turkic = {
    /* -сындағы -ындағы -ымыздың -сынан -сының -ынан -сында -ында, -дағы -ның -дан -мен -ға -да -ны; Bashkir
       has һ for the s, Uzbek ng */
    .cases = {"sVndVgV", "gVndVgV", "VndVgV", "VmVzdVn", "VmVzdV", "VmVzgV", "sVndVn", "gVndVn",
              "sVnVng",  "sVnVn",   "gVnVn",  "VnVng",   "sVndV",  "gVndV",  "VndVn",  "VnVn",
              "VndV",    "sVnV",    "gVnV",   "VnV",     "dVgV",   "CtVgV",  "lVgV",   "zVgV",
              "nVng",    "nVn",     "dVn",    "CtVn",    "TVn",    "zVn",    "lVn",    "mVn",
              "bVn",     "gV",      "CkV",    "dV",      "CtV",    "nV",     "zV",     "lV"},
    .sure = {"VndVgV", "VndVn", "VnVng", "VnVn", "VndV", "dVgV", "CtVgV", "nVng", "nVn", "dVn", "CtVn", "TVn",
             "mVn", "gV", "CkV"},
    .plural = {"VmVz", "lVrV", "dVrV", "CtVrV", "TVrV", "zVrV", "nVrV", "lVr", "dVr", "CtVr", "TVr", "zVr",
               "nVr"},
    .noun = {"Vc"}, /* of verbs: -ish, -ыш */
};
static const endings tajik = {
    .cases = {"VrV", "rV", "VV", "V"}, /* -ро, the ezafe */
    .sure = {"VrV", "rV"},
    .plural = {"gVjV", "gV", "gVj"}, /* -ҳо */
};
static const endings mongolian = {
    .cases = {"VVsVV", "VVrVV", "dVV", "tVV", "tV", "VVs", "VVr", "VVn", "VVg", "Vn", "Vg", "d", "t"},
    .plural = {"VVd"}, /* -ууд */
};

static const endings *endings_of(uint32_t column) {
    switch (column) {
    case DVI_COLUMN_kk:
    case DVI_COLUMN_ky:
    case DVI_COLUMN_tt:
    case DVI_COLUMN_ba:
    case DVI_COLUMN_uz:
        return &turkic;
    case DVI_COLUMN_tg:
        return &tajik;
    case DVI_COLUMN_mn:
        return &mongolian;
    default:
        return NULL;
    }
}

static bool fits(uint8_t class, char letter) {
    static const char letters[] = " " DVI_FOLD_LETTERS;
    if (letter == 'V') return dvi_fold_is_vowel(class);
    if (letter == 'C') return strchr("ptksfc", letters[class]) != NULL;
    return letters[class] == (letter == 'T' ? 't' : letter);
}

/* Letters that are left, `least` of them at least, without the first of the endings that fits. */
static size_t without(const uint8_t *classes, size_t n, const char *const *list, size_t least) {
    for (size_t k = 0; k < MOST && list[k] != NULL; k++) {
        size_t len = strlen(list[k]), same = 0, off = len - (list[k][0] == 'C' || list[k][0] == 'T');
        if (n < off + least || n < len) continue;
        while (same < len && fits(classes[n - len + same], list[k][same]))
            same++;
        if (same == len) return n - off;
    }
    return n;
}

size_t dvi_bare_length(uint32_t column, const dvi_folded *word) {
    const endings *all = endings_of(column);
    const size_t shortest = DVI_BARE_LETTERS, n = word->n;
    if (all == NULL || n <= shortest) return n;
    size_t bare = without(word->class, without(word->class, n, all->sure, shortest), all->plural, shortest);
    if (bare == shortest) return bare;
    bare = without(word->class, n, all->cases, shortest + 1);
    bare = without(word->class, bare, all->plural, shortest + 1);
    return without(word->class, bare, all->noun, shortest + 1);
}
