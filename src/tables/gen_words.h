/* What the files of gen_words share: everything that is read from the word tables, in memory. */
#ifndef DVI_GEN_WORDS_H
#define DVI_GEN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "columns.h"
#include "fold.h"
#include "sealed_model.h"
#include "tsv.h"

enum {
    MAX_MEANINGS = 12000,
    MAX_STEMS = 400000,
    MAX_WORDS = 400000,
    MAX_PHRASES = 80000,
    MAX_ENDINGS = 64,
    MAX_FORMS = 64,
    MAX_SHORTS = 120000,
    SHORT_LETTERS = 6,
    SHORT_STEM = 3,
    NO_MEANING = 0xFFFF /* of a stem */
};

/* How the forms of a row are taken: as they are, or without their endings. */
enum { EXACT = 0, INFLECTED = 1 };

typedef struct ending_list {
    char text[MAX_ENDINGS][24];
    int n;
} ending_list;

/* A short word: its letters, to be looked up by all its forms. */
typedef struct short_word {
    uint32_t letters[SHORT_LETTERS];
    uint32_t column;
    int n, meaning;
    uint8_t needs;
} short_word;

/* A word as a table has it, and what it must be found to mean. */
typedef struct written_word {
    uint32_t letters[DVI_WORD_LETTERS];
    dvi_folded folded;
    uint32_t column;
    size_t n;
    int meaning;
    uint8_t needs;
    bool upper, all; /* as texts write it: its first letter, all of them */
    bool exact;
} written_word;

typedef struct word_state {
    written_word words[MAX_WORDS];
    int n_words;
    short_word shorts[MAX_SHORTS];
    int n_shorts;
    ending_list endings[DVI_COLUMN_LIMIT];
    char names[MAX_MEANINGS][64];
    dvi_meaning meanings[MAX_MEANINGS];
    bool has_row[MAX_MEANINGS];
    int plain_line[MAX_MEANINGS]; /* of the plain words that named it, 0: none did */
    int n_meanings;
    dvi_stem stems[MAX_STEMS];
    int order[MAX_STEMS];
    int n_stems;
    dvi_phrase phrases[MAX_PHRASES];
    int n_phrases;
} word_state;

/* The column of a language's code; 0 when it has none. */
uint32_t words_column(const char *code);
const char *words_code(uint32_t column);
uint32_t words_language(uint32_t column);

/* Serbian and Uzbek are written in two alphabets, and one column serves both: its words count by their fold.
 */
bool words_has_two_alphabets(uint32_t column);

/* Letters of a word in lower case, without marks that are ignored, into out[DVI_WORD_LETTERS]; how many.
 * *upper is set when it begins with a capital, *all when all are. */
size_t words_letters(const char *word, uint32_t *out, bool *upper, bool *all);

/* The number of a meaning, which is added when there is none of this name, kind and value. */
int words_add_meaning(word_state *s, const char *name, dvi_meaning_kind kind, int value);
dvi_stem *words_add_stem(word_state *s, uint32_t column, const dvi_folded *word, int meaning, uint8_t suffix,
                         uint8_t needs);
/* The forms of a cell: words and phrases. */
void words_add_cell(word_state *s, uint32_t column, char *cell, int meaning, int how, uint8_t needs);

/* The tables. That of the endings comes first: the forms of the others are read by it. */
void words_read_endings(word_state *s, const char *name);
void words_read_calendar(word_state *s, const char *name);
void words_read_numerals(word_state *s, const char *name);
/* A table with a row a meaning and a column a language, or some languages joined by commas; `first` is the
 * first such column. */
void words_read_wide(word_state *s, const char *name, int key, int first, dvi_meaning_kind kind, int how,
                     uint8_t needs);
/* Words that mean no row, or the one named behind "=", though they begin as another's words do. They come
 * before the rows. */
void words_read_plain(word_state *s, const char *name);
/* Ends the program when a plain word names a row that there is none of. Comes behind the rows. */
void words_check_plain(const word_state *s, const char *name);
/* Both come behind all rows, as what is least sure. */
void words_read_short_endings(word_state *s, const char *name);
void words_read_changed_endings(word_state *s, const char *name);

/* Gives stems of their own to words that would be found in another row than theirs, or in none. Comes last.
 */
void words_add_missing(word_state *s);

/* Puts into s->order the numbers of the stems, in the order in which they are printed. */
void words_sort_stems(word_state *s);

#endif
