/* Language identification: naive Bayes over letter groups and words.
 *
 * Idea: the script of most letters chooses a table. Every group of one to four letters, every word and beginning of a word adds its row of the
 * table to the classes' sums: log(p(feature | class) / p(feature)), so that features the table lacks say nothing. Groups overlap, so the sums
 * overstate what is known; they are damped before they are read as log probabilities. A class with little gain a letter over the mixture is
 * not the text's language: it is then of none of the table.
 *
 * The text is read in blocks of about 500 letters, spread over it. When the first two agree without doubt the rest is not looked at; else up to
 * eight are, and the language that most of the letters are in is answered.
 * Source: W. Cavnar and J. Trenkle, N-gram-based text categorization, 1994; M. Lui and T. Baldwin, langid.py, 2012. Deviation: see
 * make_language_grams.c and the reading by blocks. All arithmetic is in integers. */
#include "language.h"

#include <stdbool.h>
#include <string.h>

#include "dvoinik/commonform.h"
#include "tables/language_table.h"
#include "tables/language_word.h"

enum {
    MAX_BLOCKS = 8,
    BLOCK_LETTERS = 500,
    BLOCK_BYTES = 1200,   /* a text is cut into blocks no shorter than this */
    LEAST_LETTERS = 10,   /* shorter texts cannot be told */
    LEAST_GAIN = 110,     /* hundredths of a quarter nat a letter below which a text is of no known language */
    STRANGE_COST = 20,    /* quarter nats for a letter that no language has */
    DAMPING = 6,          /* sums are divided by it */
    LEAST_SURE = 45875,   /* .70: below it the answer is und */
    STOP_SURE = 65209     /* .995: no more blocks are looked at */
};

typedef struct tally {
    int32_t sums[DVI_SCRIPTS][DVI_GRAM_CLASSES];
    uint32_t letters[DVI_SCRIPTS];
    uint64_t other;
} tally;

typedef struct verdict {
    uint32_t script, class, letters;
    uint32_t sure; /* probability of the class, in 1/65536 */
    uint32_t group_sure; /* of the class and those that are taken for it */
    bool known;    /* its gain is that of a language of the table */
} verdict;

/* --- adding up --- */

static const uint8_t *row_of(const dvi_gram_table *table, uint32_t key) {
    uint32_t mask = (1U << table->bits) - 1;
    for (uint32_t slot = dvi_language_slot(key, table->bits); table->keys[slot] != 0; slot = (slot + 1) & mask)
        if (table->keys[slot] == key) return table->scores + (size_t)table->rows[slot] * table->width;
    return NULL;
}

static void add_row(uint16_t *sums, const uint8_t *row, uint32_t width) {
    for (uint32_t i = 0; i < width; i += 8)
        for (uint32_t k = 0; k < 8; k++) sums[i + k] = (uint16_t)(sums[i + k] + row[i + k]);
}

static void add_word(tally *t, const dvi_language_word *word) {
    const dvi_gram_table *table = &dvi_gram_tables[word->script];
    uint32_t keys[DVI_LANGUAGE_KEYS];
    uint16_t sums[DVI_GRAM_CLASSES] = {0};
    int32_t found = 0, strange = 0;
    size_t n = dvi_language_keys(word, keys);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *row = row_of(table, keys[i]);
        if (row != NULL) {
            add_row(sums, row, table->width);
            found++;
        } else if (keys[i] <= DVI_CODE_STRANGE)
            strange++;
    }
    t->letters[word->script] += word->n;
    for (uint32_t i = 0; i < table->n_classes; i++)
        t->sums[word->script][i] += (int32_t)sums[i] - found * DVI_GRAM_ZERO - strange * STRANGE_COST;
}

static void add_tally(tally *to, const tally *from) {
    for (int s = 0; s < DVI_SCRIPTS; s++) {
        for (int i = 0; i < DVI_GRAM_CLASSES; i++) to->sums[s][i] += from->sums[s][i];
        to->letters[s] += from->letters[s];
    }
    to->other += from->other;
}

/* Reads words that begin in [from, to) until the block is full. */
static void read_block(dvk_span text, size_t from, size_t to, tally *out) {
    dvi_language_reader reader = {.letters = dvi_language_letters, .text = text, .at = from, .stop = to};
    dvi_language_word word;
    while (out->letters[0] + out->letters[1] + reader.other_letters < BLOCK_LETTERS && dvi_language_next_word(&reader, &word))
        add_word(out, &word);
    out->other += reader.other_letters;
}

/* --- judging --- */

/* exp(-nats / 64) in 1/65536. */
static uint32_t decay(uint32_t nats) {
    static const uint16_t eighths[8] = {65535, 57835, 51039, 45042, 39749, 35079, 30957, 27319}; /* exp(-i / 8) */
    uint32_t value = 65536, whole = nats / 64;
    if (whole >= 12) return 0;
    for (; whole > 0; whole--) value = value * 24109 >> 16; /* exp(-1) */
    value = (uint32_t)((uint64_t)value * eighths[nats % 64 / 8] >> 16);
    return value - value * (nats % 8) / 64;
}

/* Croatian, Bosnian and Serbian in Latin letters are one where it is asked whether a language is told at all. */
static bool close_languages(const dvi_gram_table *table, uint32_t a, uint32_t b) {
    static const char *const close[] = {"hr", "bs", "sr-Latn"};
    if (a == b) return true;
    int found = 0;
    for (size_t i = 0; i < sizeof close / sizeof close[0]; i++) {
        found += strcmp(dvk_language_code(table->languages[a]), close[i]) == 0;
        found += strcmp(dvk_language_code(table->languages[b]), close[i]) == 0;
    }
    return found == 2;
}

static verdict judge(const tally *t) {
    uint32_t script = t->letters[DVI_SCRIPT_CYRILLIC] > t->letters[DVI_SCRIPT_LATIN] ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN;
    const dvi_gram_table *table = &dvi_gram_tables[script];
    const int32_t *sums = t->sums[script];
    verdict v = {.script = script, .letters = t->letters[script]};
    for (uint32_t i = 1; i < table->n_classes; i++)
        if (sums[i] > sums[v.class]) v.class = i;
    uint64_t all = 0, group = 0;
    for (uint32_t i = 0; i < table->n_classes; i++) {
        uint32_t p = decay((uint32_t)((sums[v.class] - sums[i]) * (64 / 4) / DAMPING));
        all += p;
        if (close_languages(table, i, v.class)) group += p;
    }
    v.sure = (uint32_t)(((uint64_t)65536 << 16) / all);
    v.group_sure = (uint32_t)((group << 16) / all);
    v.known = table->languages[v.class] != 0 && (int64_t)sums[v.class] * 100 >= (int64_t)v.letters * LEAST_GAIN;
    return v;
}
/* MORE */
