/* Generator: the word tables (lexicon, names, acronyms, numerals, calendar) -> stems, phrases and meanings of
 * the model. FREQUENCIES gives the meanings their idf; what is printed of it does not matter to
 * make_frequencies, which makes that table. usage: gen_words ENDINGS LEXICON NAMES ACRONYMS NUMERALS CALENDAR
 * PLAIN SHORT CHANGED FREQUENCIES OUT.inc */
#include <stdlib.h>
#include <string.h>

#include "gen_words.h"

static void find_keys(word_state *s) {
    for (int i = 0; i < s->n_meanings; i++) {
        dvi_meaning *m = &s->meanings[i];
        char text[16];
        snprintf(text, sizeof text, m->kind == DVI_MEANING_WEEKDAY ? "w%d" : "%02d", (int)m->value);
        if (m->kind == DVI_MEANING_CONCEPT || m->kind == DVI_MEANING_NAME)
            m->key = dvi_feature_key('=', s->names[i], strlen(s->names[i]));
        else if (m->kind == DVI_MEANING_WEEKDAY || m->kind == DVI_MEANING_MONTH)
            m->key = dvi_feature_key('@', text, strlen(text));
    }
}

/* A key's idf is the smallest of its rows', as in gen_frequencies. */
static void read_frequencies(word_state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        const char *text = row.cell[0];
        uint32_t key = dvi_feature_key(text[0], text + 1, strlen(text + 1));
        if (strcmp(text, "key") == 0) continue;
        uint16_t idf = (uint16_t)(tsv_integer(row.cell[1], 0, 1000) * 256 / 10);
        for (int i = 0; i < s->n_meanings; i++)
            if (s->meanings[i].key == key && idf < s->meanings[i].idf) s->meanings[i].idf = idf;
    }
    fclose(file);
}

static int letters_in(const dvi_phrase *p) {
    return p->letters[0] + p->letters[1] + p->letters[2] + p->letters[3];
}

/* By bucket and parts; of phrases with the same parts the longest comes first, as the one that says most,
 * then the earlier table. */
static int by_parts(const void *a, const void *b) {
    const dvi_phrase *x = a, *y = b;
    uint32_t p = dvi_phrase_bucket(x->part[0]), q = dvi_phrase_bucket(y->part[0]);
    if (p != q) return p < q ? -1 : 1;
    for (int i = 0; i < 4; i++)
        if (x->part[i] != y->part[i]) return x->part[i] < y->part[i] ? -1 : 1;
    if (letters_in(x) != letters_in(y)) return letters_in(y) - letters_in(x);
    for (int i = 0; i < 4; i++)
        if (x->more[i] != y->more[i]) return x->more[i] < y->more[i] ? -1 : 1;
    return (int)x->meaning - (int)y->meaning;
}

static uint32_t buckets[MAX_STEMS];

static void print_bits(FILE *out, const char *name, const uint64_t *bits, size_t n) {
    fprintf(out, "static const uint64_t %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s0x%llXu,", i % 8 ? "" : "\n", (unsigned long long)bits[i]);
    fprintf(out, "\n};\n\n");
}

/* Which lengths the stems have that begin with the same letters. */
static void print_lengths(const word_state *s, FILE *out) {
    static uint16_t lengths[1 << DVI_LENGTHS_BITS];
    for (int i = 0; i < s->n_stems; i++) {
        uint64_t key = s->stems[i].key;
        unsigned n = 0;
        while (n < DVI_STEM_LETTERS && key >> (DVI_COLUMN_BITS + 5 * n) != 0)
            n++;
        if (n < DVI_OPENING_LETTERS) continue;
        lengths[dvi_opening_bucket(dvi_stem_key_cut(key, DVI_OPENING_LETTERS))] |= (uint16_t)(1u << n);
    }
    fprintf(out, "static const uint16_t stem_lengths[] = {");
    for (unsigned i = 0; i < 1u << DVI_LENGTHS_BITS; i++)
        fprintf(out, "%s%u,", i % 16 ? "" : "\n", lengths[i]);
    fprintf(out, "\n};\n\n");
}

static void print_stem_filter(const word_state *s, FILE *out) {
    static uint64_t filter[(1 << DVI_STEM_FILTER_BITS) / 64];
    for (int i = 0; i < s->n_stems; i++) {
        uint32_t bit = dvi_stem_filter(s->stems[i].key);
        filter[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    print_bits(out, "stem_filter", filter, sizeof filter / sizeof *filter);
}

static void print_stems(word_state *s, FILE *out) {
    words_sort_stems(s);
    fprintf(out, "static const dvi_stem stems[] = {\n");
    const dvi_stem *last = NULL;
    size_t n = 0;
    for (int i = 0; i < s->n_stems; i++) {
        const dvi_stem *t = &s->stems[s->order[i]];
        if (last != NULL && last->key == t->key && last->needs == t->needs && last->suffix >= t->suffix &&
            (last->letters == 0 || last->letters == t->letters))
            continue;
        fprintf(out, "    {0x%llXu, %u, %u, %u, 0x%Xu},\n", (unsigned long long)t->key, t->meaning, t->suffix,
                t->needs, t->letters);
        buckets[n++] = dvi_stem_bucket(t->key);
        last = t;
    }
    fprintf(out, "};\n\n");
    tsv_print_starts(out, "stem_starts", buckets, n, DVI_STEM_BITS);
    print_lengths(s, out);
    print_stem_filter(s, out);
}

static void print_filters(const word_state *s, FILE *out) {
    static uint64_t filter[(1 << DVI_FILTER_BITS) / 64], seconds[(1 << DVI_GOES_ON_BITS) / 64],
        pairs[1 << DVI_PAIR_BITS], bits;
    for (int i = 0; i < s->n_phrases; i++) {
        uint32_t bit = dvi_phrase_filter(s->phrases[i].part[0]);
        filter[bit / 64] |= UINT64_C(1) << bit % 64;
        bit = dvi_phrase_second(s->phrases[i].part[1] | s->phrases[i].part[0] >> 24 << 24);
        seconds[bit / 64] |= UINT64_C(1) << bit % 64;
        bit = dvi_phrase_pair(s->phrases[i].part[0], s->phrases[i].part[1], &bits);
        pairs[bit] |= bits;
    }
    print_bits(out, "phrase_filter", filter, sizeof filter / sizeof *filter);
    print_bits(out, "phrase_seconds", seconds, sizeof seconds / sizeof *seconds);
    print_bits(out, "phrase_pairs", pairs, sizeof pairs / sizeof *pairs);
}

/* Whether all that fits b fits a. */
static bool is_same(const dvi_phrase *b, const dvi_phrase *a) {
    return memcmp(a->part, b->part, sizeof a->part) == 0 && memcmp(a->more, b->more, sizeof a->more) == 0 &&
           memcmp(a->letters, b->letters, sizeof a->letters) == 0 && a->needs <= b->needs;
}

static void print_phrases(word_state *s, FILE *out) {
    qsort(s->phrases, (size_t)s->n_phrases, sizeof *s->phrases, by_parts);
    fprintf(out, "static const dvi_phrase phrases[] = {\n");
    size_t n = 0;
    for (int i = 0; i < s->n_phrases; i++) {
        const dvi_phrase *p = &s->phrases[i];
        if (i > 0 && is_same(p, p - 1)) continue;
        fprintf(out, "    {{0x%X, 0x%X, 0x%X, 0x%X}, {%u, %u, %u, %u}, {%u, %u, %u, %u}, %u, %u, %u},\n",
                p->part[0], p->part[1], p->part[2], p->part[3], p->more[0], p->more[1], p->more[2],
                p->more[3], p->letters[0], p->letters[1], p->letters[2], p->letters[3], p->meaning, p->n,
                p->needs);
        buckets[n++] = dvi_phrase_bucket(p->part[0]);
    }
    fprintf(out, "};\n\n");
    tsv_print_starts(out, "phrase_starts", buckets, n, DVI_PHRASE_BITS);
    print_filters(s, out);
}

static void print_meanings(const word_state *s, FILE *out) {
    fprintf(out, "static const dvi_meaning meanings[] = {\n");
    for (int i = 0; i < s->n_meanings; i++)
        fprintf(out, "    {\"%s\", 0x%Xu, %d, %u, %u, %u},\n", s->names[i], s->meanings[i].key,
                s->meanings[i].value, s->meanings[i].idf, s->meanings[i].kind, s->meanings[i].proper);
    fprintf(out, "};\n");
}

int main(int argc, char **argv) {
    if (argc != 12) {
        fprintf(stderr, "usage: gen_words ENDINGS LEXICON NAMES ACRONYMS NUMERALS CALENDAR PLAIN SHORT "
                        "CHANGED FREQUENCIES OUT.inc\n");
        return 2;
    }
    static word_state s;
    words_read_endings(&s, argv[1]);
    words_read_calendar(&s, argv[6]);
    words_read_numerals(&s, argv[5]);
    words_read_wide(&s, argv[4], 0, 1, DVI_MEANING_NAME, INFLECTED, DVI_NEEDS_CAPITAL);
    words_read_wide(&s, argv[3], 0, 2, DVI_MEANING_NAME, INFLECTED, DVI_NEEDS_CAPITAL);
    words_read_plain(&s, argv[7]);
    words_read_wide(&s, argv[2], 1, 2, DVI_MEANING_CONCEPT, INFLECTED, 0);
    words_check_plain(&s, argv[7]);
    words_read_short_endings(&s, argv[8]);
    words_read_changed_endings(&s, argv[9]);
    words_add_missing(&s);
    find_keys(&s);
    read_frequencies(&s, argv[10]);
    FILE *out = tsv_open(argv[11], "w");
    fprintf(out, "/* Generated by gen_words from the word tables; not to be edited. */\n\n");
    print_stems(&s, out);
    print_phrases(&s, out);
    print_meanings(&s, out);
    tsv_close(out, argv[11]);
    return 0;
}
