/* Generator: boilerplate.tsv and the months and weekdays of calendar.tsv -> letter codes, phrases, and a hash
 * table of first words. usage: gen_boilerplate BOILERPLATE.tsv CALENDAR.tsv OUT.inc */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/utf8.h"
#include "boilerplate.h"
#include "tables.h"
#include "tsv.h"

enum { MAX_PHRASES = 8000, MAX_KINDS = 8 };

typedef struct entry {
    uint8_t code[DVI_OPENING_CODES];
    uint32_t hash; /* of the first word */
    uint8_t n_codes, n_words, kinds;
} entry;

typedef struct state {
    entry entries[MAX_PHRASES];
    size_t n;
    uint32_t letter_of[DVI_CODE_OTHER]; /* folded letter of each code */
    int n_letters;
    const UNormalizer2 *nfd;
} state;

/* Cyrillic letters that pass for Latin ones; ё and the like are decomposed before. */
static UChar32 look_alike(UChar32 c) {
    static const uint16_t pairs[][2] = {{0x430, 'a'}, {0x432, 'b'}, {0x435, 'e'}, {0x43A, 'k'}, {0x43C, 'm'},
                                        {0x43D, 'h'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'},
                                        {0x443, 'y'}, {0x445, 'x'}, {0x456, 'i'}, {0x458, 'j'}, {0x455, 's'},
                                        {0x4BB, 'h'}, {0x131, 'i'}, {0x142, 'l'}, {0x111, 'd'}, {0xF8, 'o'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (pairs[i][0] == c) return pairs[i][1];
    }
    return c;
}

static uint32_t folded(const state *s, uint32_t c) {
    UChar32 lower = u_tolower((UChar32)c);
    UChar parts[8];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = unorm2_getDecomposition(s->nfd, lower, parts, 8, &error);
    if (n > 0 && U_SUCCESS(error)) lower = parts[0];
    return (uint32_t)look_alike(lower);
}

static int is_ignored(uint32_t c) {
    return c == '\'' || c == 0x60 || c == 0xB4 || c == 0xAD || (c >= 0x2B9 && c <= 0x2BF) || c == 0x2C8 ||
           (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || c == 0x2018 || c == 0x2019;
}

/* The code of a letter; with `add` a letter not met before gets one. */
static uint8_t code_of(state *s, uint32_t c, int add) {
    if (is_ignored(c)) return DVI_CODE_IGNORED;
    if (!u_isalpha((UChar32)c)) return DVI_CODE_GAP;
    uint32_t letter = folded(s, c);
    for (int i = 1; i <= s->n_letters; i++) {
        if (s->letter_of[i] == letter) return (uint8_t)i;
    }
    if (!add || s->n_letters + 1 >= DVI_CODE_OTHER) return DVI_CODE_OTHER;
    s->letter_of[++s->n_letters] = letter;
    return (uint8_t)s->n_letters;
}

static void close_word(entry *e, size_t word, const char *name, int line) {
    if (e->n_codes == word) return;
    if (e->n_words == 0) {
        for (size_t i = 0; i < e->n_codes; i++)
            e->hash = dvi_word_hash(e->hash, e->code[i]);
    }
    if (e->n_words == DVI_OPENING_WORDS) tsv_fail(name, line, "phrase has too many words");
    e->n_words++;
    e->code[e->n_codes++] = DVI_CODE_GAP;
}

static void add_phrase(state *s, const char *text, unsigned kinds, const char *name, int line) {
    if (s->n == MAX_PHRASES) tsv_fail(name, line, "is one phrase too many");
    entry *e = &s->entries[s->n++];
    size_t word = 0;
    int after_lower = 0;
    for (size_t at = 0, len = strlen(text); at < len;) {
        uint32_t c = dvi_utf8_next(text, &at);
        uint8_t code = code_of(s, c, 1);
        if (code == DVI_CODE_IGNORED) continue;
        if (code == DVI_CODE_OTHER) tsv_fail(name, line, "has a letter beyond the codes");
        /* dvi_phrases_at ends words in the same places. */
        if (code == DVI_CODE_GAP || (after_lower && u_isupper((UChar32)c))) {
            close_word(e, word, name, line);
            word = e->n_codes;
        }
        if (code != DVI_CODE_GAP) {
            if (e->n_codes + 2 > DVI_OPENING_CODES) tsv_fail(name, line, "phrase is too long");
            e->code[e->n_codes++] = code;
        }
        after_lower = u_islower((UChar32)c);
    }
    close_word(e, word, name, line);
    if (e->n_words == 0) tsv_fail(name, line, "phrase has no letters");
    e->kinds = (uint8_t)kinds;
}

static unsigned kinds_of(char *text, const char *name, int line) {
    static const char *const names[] = {"line", "label", "line-start", "list", "tail-from", "agency", "date"};
    char *parts[MAX_KINDS];
    int n = tsv_split(text, ',', parts, MAX_KINDS);
    unsigned kinds = 0;
    for (int i = 0; i < n; i++) {
        size_t k = 0;
        while (k < sizeof names / sizeof *names && strcmp(parts[i], names[k]) != 0)
            k++;
        if (k == sizeof names / sizeof *names) tsv_fail(name, line, "where: an unknown word");
        kinds |= 1u << k;
    }
    return kinds;
}

static void read_phrases(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "lang") == 0) continue;
        if (row.n != 3) tsv_fail(name, row.number, "three columns are expected");
        add_phrase(s, row.cell[2], kinds_of(row.cell[1], name, row.number), name, row.number);
    }
    fclose(file);
}

static void read_calendar(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        unsigned kinds = strcmp(row.cell[0], "month") == 0     ? DVI_PHRASE_MONTH | DVI_PHRASE_DATE
                         : strcmp(row.cell[0], "weekday") == 0 ? DVI_PHRASE_DATE
                                                               : 0;
        if (kinds == 0) continue;
        char *forms[64];
        int n = tsv_split(row.cell[3], '|', forms, 64);
        for (int i = 0; i < n; i++) {
            forms[i][strcspn(forms[i], "!")] = '\0';
            add_phrase(s, forms[i], kinds, name, row.number);
        }
    }
    fclose(file);
}

static int by_first_word(const void *a, const void *b) {
    const entry *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    if (x->n_codes != y->n_codes) return (int)y->n_codes - (int)x->n_codes;
    return memcmp(x->code, y->code, x->n_codes);
}

/* The same phrase in two rows becomes one of both kinds. */
static void unite(state *s) {
    qsort(s->entries, s->n, sizeof *s->entries, by_first_word);
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (kept > 0 && by_first_word(&s->entries[kept - 1], &s->entries[i]) == 0)
            s->entries[kept - 1].kinds |= s->entries[i].kinds;
        else
            s->entries[kept++] = s->entries[i];
    }
    s->n = kept;
}

static void print_slots(const state *s, FILE *out) {
    static dvi_phrase_slot slots[DVI_PHRASE_SLOTS];
    size_t used = 0;
    for (size_t i = 0; i < s->n;) {
        size_t end = i + 1;
        while (end < s->n && s->entries[end].hash == s->entries[i].hash)
            end++;
        uint32_t slot = dvi_phrase_slot_of(s->entries[i].hash);
        while (slots[slot].n != 0)
            slot = (slot + 1) % DVI_PHRASE_SLOTS;
        slots[slot] = (dvi_phrase_slot){s->entries[i].hash, (uint16_t)i, (uint16_t)(end - i)};
        if (++used > DVI_PHRASE_SLOTS / 2) tsv_fail("boilerplate.tsv", 0, "has too many first words");
        i = end;
    }
    fprintf(out, "static const dvi_phrase_slot phrase_slots[DVI_PHRASE_SLOTS] = {\n");
    for (size_t i = 0; i < DVI_PHRASE_SLOTS; i++) {
        if (slots[i].n != 0)
            fprintf(out, "[%zu]={%uu,%u,%u},\n", i, slots[i].hash, slots[i].first, slots[i].n);
    }
    fprintf(out, "};\n");
}

static void print_openings(const state *s, FILE *out) {
    uint64_t bits[DVI_PHRASE_OPENINGS / 64] = {0};
    for (size_t i = 0; i < s->n; i++) {
        uint32_t bit = dvi_phrase_opening(s->entries[i].code);
        bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    fprintf(out, "static const uint64_t phrase_openings[DVI_PHRASE_OPENINGS / 64] = {\n");
    for (size_t i = 0; i < DVI_PHRASE_OPENINGS / 64; i++)
        fprintf(out, "UINT64_C(0x%" PRIx64 "),\n", bits[i]);
    fprintf(out, "};\n");
}

static void print_phrases(const state *s, FILE *out) {
    size_t at = 0;
    fprintf(out, "static const dvi_phrase phrases[] = {\n");
    for (size_t i = 0; i < s->n; i++) {
        const entry *e = &s->entries[i];
        fprintf(out, "{%zu,%u,%u,%u},\n", at, e->n_codes, e->n_words, e->kinds);
        at += e->n_codes;
    }
    fprintf(out, "};\nstatic const uint8_t phrase_codes[] = {\n");
    for (size_t i = 0; i < s->n; i++) {
        const entry *e = &s->entries[i];
        for (size_t k = 0; k < e->n_codes; k++)
            fprintf(out, "%u,", e->code[k]);
        fprintf(out, "\n");
    }
    fprintf(out, "};\n");
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: gen_boilerplate BOILERPLATE.tsv CALENDAR.tsv OUT.inc\n");
        return 2;
    }
    static state s;
    UErrorCode error = U_ZERO_ERROR;
    s.nfd = unorm2_getNFDInstance(&error);
    if (U_FAILURE(error)) tsv_fail("ICU", 0, "has no NFD data");
    read_phrases(&s, argv[1]);
    read_calendar(&s, argv[2]);
    unite(&s);
    FILE *out = tsv_open(argv[3], "w");
    fprintf(out,
            "/* Generated by gen_boilerplate from boilerplate.tsv and calendar.tsv; not to be edited. */\n\n"
            "static const uint8_t letter_codes[DVI_LETTER_LIMIT] = {");
    for (uint32_t c = 0; c < DVI_LETTER_LIMIT; c++)
        fprintf(out, "%s%u,", c % 24 ? "" : "\n", code_of(&s, c, 0));
    fprintf(out, "\n};\n");
    print_slots(&s, out);
    print_openings(&s, out);
    print_phrases(&s, out);
    tsv_close(out, argv[3]);
    return 0;
}
