/* Scores groups against the truth in the ids of a synthetic feed, in one pass over `cluster --format jsonl`,
 * for any number of articles.
 *
 * usage: score_planted [--truth TABLE] [ASSIGNED.jsonl]   without one: standard input
 *
 * Pairs: precision, recall and F1 over pairs of articles. "copies" leaves the twins in other languages out of
 * the question; "within" asks of pairs in one language alone, and wants the table of dvoinik-feed --truth:
 * that of this very feed, of whose articles each must be there. Planted: how many of each kind came into the
 * group of their original. "-" stands where there are no such pairs; where there are none at
 * all, it fails. Takes 40 bytes an article, 60 with a table. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "planted.h"

enum { KINDS = 5, MOST_LANGUAGES = 64, CODE = 8, FIELDS = 5 };

static const char kinds[KINDS + 1] = "ocest";
static const char *const kind_names[KINDS] = {"originals", "copies", "edited", "shortened", "twins"};

/* A growing row of numbers, zero where nothing was written. */
typedef struct row {
    uint32_t *list;
    size_t n;
} row;

/* What the table says of an article. */
typedef struct told {
    uint32_t event, group;
    char kind;
    uint8_t language;
} told;

/* The articles of the feed, by their places in it. */
typedef struct table {
    told *of;
    size_t n, cap;
    char codes[MOST_LANGUAGES][CODE];
    uint32_t n_codes;
} table;

typedef struct scores {
    uint64_t *copies, *duplicates, *events, *within; /* truth above, found below */
    const table *table;                              /* NULL: none was given */
    size_t n, n_copies, cap;
    row original; /* of each planted group: 1 + the group it was put in */
    row seen;     /* a bit for each place of the feed */
    uint64_t planted[KINDS], found[KINDS];
} scores;

typedef struct pair_counts {
    uint64_t planted, found, both;
} pair_counts;

static const char *reading = "standard input";

static _Noreturn void fail(const char *what, uint64_t line) {
    fprintf(stderr, "score_planted: %s: line %llu: %s\n", reading, (unsigned long long)line, what);
    exit(3);
}

static _Noreturn void refuse(const char *what) {
    fprintf(stderr, "score_planted: %s; usage: score_planted [--truth TABLE] [ASSIGNED.jsonl]\n", what);
    exit(2);
}

static FILE *open_input(const char *path) {
    reading = path;
    FILE *file = fopen(path, "r");
    if (file != NULL) return file;
    fprintf(stderr, "score_planted: %s: %s\n", path, strerror(errno));
    exit(3);
}

static uint32_t *at(row *r, size_t i) {
    if (i >= r->n) {
        size_t n = i + i / 2 + 1024;
        r->list = realloc(r->list, n * sizeof *r->list);
        if (r->list == NULL) fail("out of memory", 0);
        memset(r->list + r->n, 0, (n - r->n) * sizeof *r->list);
        r->n = n;
    }
    return &r->list[i];
}

static uint64_t pairs_of(uint64_t n) {
    return n * (n - 1) / 2;
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Pairs that agree in list[i] >> shift; the list is sorted by that. */
static uint64_t pairs_alike(const uint64_t *list, size_t n, unsigned shift) {
    uint64_t sum = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && list[end] >> shift == list[i] >> shift;)
            end++;
        sum += pairs_of(end - i);
    }
    return sum;
}

/* The list is sorted, and its halves swapped. */
static pair_counts count_pairs(uint64_t *list, size_t n) {
    pair_counts out;
    qsort(list, n, sizeof *list, compare);
    out.both = pairs_alike(list, n, 0);
    out.planted = pairs_alike(list, n, 32);
    for (size_t i = 0; i < n; i++)
        list[i] = list[i] << 32 | list[i] >> 32;
    qsort(list, n, sizeof *list, compare);
    out.found = pairs_alike(list, n, 32);
    return out;
}

/* "-" where there is nothing to take a part of. */
static void print_part(uint64_t part, uint64_t whole) {
    if (whole == 0)
        printf("\t-");
    else
        printf("\t%.4f", (double)part / (double)whole);
}

static void print_pairs(const char *name, pair_counts pairs) {
    printf("pairs\t%s\t%llu", name, (unsigned long long)pairs.planted);
    print_part(pairs.both, pairs.found);
    print_part(pairs.both, pairs.planted);
    print_part(2 * pairs.both, pairs.planted != 0 ? pairs.planted + pairs.found : 0);
    putchar('\n');
}

static uint32_t number_after(const char *line, const char *name, uint64_t place) {
    const char *found = strstr(line, name);
    char *end;
    if (found == NULL) fail("a field is missing", place);
    unsigned long long n = strtoull(found + strlen(name), &end, 10);
    if (end == found + strlen(name) || n >= UINT32_MAX) fail("not the number of a group", place);
    return (uint32_t)n;
}

static void make_room(scores *s) {
    if (s->n < s->cap) return;
    s->cap = s->cap == 0 ? 1 << 16 : 2 * s->cap;
    s->copies = realloc(s->copies, s->cap * sizeof *s->copies);
    s->duplicates = realloc(s->duplicates, s->cap * sizeof *s->duplicates);
    s->events = realloc(s->events, s->cap * sizeof *s->events);
    if (s->table != NULL) s->within = realloc(s->within, s->cap * sizeof *s->within);
    if (s->copies == NULL || s->duplicates == NULL || s->events == NULL ||
        (s->table != NULL && s->within == NULL))
        fail("out of memory", s->n);
}

static uint32_t number_of_code(table *t, const char *code, size_t len, uint64_t place) {
    if (len == 0 || len >= CODE) fail("not the code of a language", place);
    for (uint32_t i = 0; i < t->n_codes; i++)
        if (strlen(t->codes[i]) == len && memcmp(t->codes[i], code, len) == 0) return i;
    if (t->n_codes == MOST_LANGUAGES) fail("more languages than a feed has", place);
    memcpy(t->codes[t->n_codes], code, len);
    return t->n_codes++;
}

/* A row of the table: an id comes first, the language is the fifth column. */
static void add_row(table *t, const char *line, uint64_t place) {
    planted truth;
    const char *field = line;
    for (int i = 1; i < FIELDS && field != NULL; i++)
        field = strchr(field, '\t') != NULL ? strchr(field, '\t') + 1 : NULL;
    if (field == NULL) fail("the table has too few columns", place);
    if (!planted_read((dvk_span){line, strcspn(line, "\t")}, &truth) || truth.place != t->n)
        fail("the table does not have the articles of a feed in their order", place);
    if (t->n == t->cap) {
        t->cap = 2 * t->cap + 1024;
        t->of = realloc(t->of, t->cap * sizeof *t->of);
        if (t->of == NULL) fail("out of memory", place);
    }
    t->of[t->n++] = (told){.event = truth.event,
                           .group = truth.group,
                           .kind = truth.kind,
                           .language = (uint8_t)number_of_code(t, field, strcspn(field, "\t\n"), place)};
}

static void read_table(table *t, const char *path) {
    FILE *file = open_input(path);
    char *line = NULL;
    size_t cap = 0;
    uint64_t place = 1;
    while (getline(&line, &cap, file) > 0) {
        if (place > 1) add_row(t, line, place);
        place++;
    }
    if (ferror(file) || place == 1) fail("the table cannot be read", place);
    free(line);
    fclose(file);
}

static uint64_t in_language(uint32_t group, uint32_t language, uint64_t place) {
    if (group >= UINT32_MAX / MOST_LANGUAGES) fail("too many groups to score by language", place);
    return group * MOST_LANGUAGES + language;
}

/* Each article counts once. */
static void mark_seen(scores *s, uint64_t in_feed, uint64_t place) {
    uint32_t *word = at(&s->seen, in_feed / 32), bit = 1u << in_feed % 32;
    if (*word & bit) fail("this article stands twice", place);
    *word |= bit;
}

static uint32_t language_of(const table *t, const planted *truth, uint64_t place) {
    if (truth->place >= t->n) fail("the table ends before this article", place);
    const told *is = &t->of[truth->place];
    if (is->event != truth->event || is->group != truth->group || is->kind != truth->kind)
        fail("the table is that of another feed", place);
    return is->language;
}

static void add_line(scores *s, const char *line, uint64_t place) {
    const char *id = strstr(line, "\"id\":\"");
    planted truth;
    if (id == NULL) fail("an id is missing", place);
    id += 6;
    if (!planted_read((dvk_span){id, strcspn(id, "\"")}, &truth))
        fail("the id is not that of a synthetic feed", place);
    uint32_t duplicate = number_after(line, "\"duplicate\":", place),
             event = number_after(line, "\"event\":", place);
    mark_seen(s, truth.place, place);
    make_room(s);
    if (truth.kind != 't') s->copies[s->n_copies++] = (uint64_t)truth.group << 32 | duplicate;
    if (s->table != NULL) {
        uint32_t language = language_of(s->table, &truth, place);
        s->within[s->n] =
            in_language(truth.group, language, place) << 32 | in_language(duplicate, language, place);
    }
    s->duplicates[s->n] = (uint64_t)truth.group << 32 | duplicate;
    s->events[s->n++] = (uint64_t)truth.event << 32 | event;
    size_t kind = (size_t)(strchr(kinds, truth.kind) - kinds);
    uint32_t *original = at(&s->original, truth.group);
    if (kind == 0)
        *original = duplicate + 1;
    else if (*original == 0)
        fail("a copy stands before its original", place);
    s->planted[kind]++;
    s->found[kind] += *original == duplicate + 1;
}

typedef struct arguments {
    const char *table, *assigned; /* NULL: none, standard input */
} arguments;

static arguments arguments_of(int n, char **args) {
    arguments out = {NULL, NULL};
    for (int i = 1; i < n; i++) {
        if (strcmp(args[i], "--truth") == 0) {
            if (++i == n) refuse("--truth needs a table");
            out.table = args[i];
        } else if (args[i][0] == '-') {
            refuse("there is no such option");
        } else {
            if (out.assigned != NULL) refuse("more than one file of groups");
            out.assigned = args[i];
        }
    }
    return out;
}

int main(int argc, char **argv) {
    arguments given = arguments_of(argc, argv);
    table told_by = {.n = 0};
    scores s = {.n = 0};
    if (given.table != NULL) {
        read_table(&told_by, given.table);
        s.table = &told_by;
    }
    reading = "standard input";
    FILE *file = given.assigned != NULL ? open_input(given.assigned) : stdin;
    char *line = NULL;
    size_t cap = 0;
    for (uint64_t place = 1; getline(&line, &cap, file) > 0; place++)
        add_line(&s, line, place);
    if (ferror(file) || s.n == 0) fail("there is nothing to read", 1);
    if (s.table != NULL && s.n != told_by.n) fail("of the table's articles some are missing", s.n);
    pair_counts events = count_pairs(s.events, s.n);
    if (events.planted == 0)
        fail("no two of the articles are planted in one event; score a larger feed", s.n);
    printf("what\tname\tplanted\tprecision\trecall\tf1\n");
    print_pairs("copies", count_pairs(s.copies, s.n_copies));
    if (s.table != NULL) print_pairs("within", count_pairs(s.within, s.n));
    print_pairs("duplicates", count_pairs(s.duplicates, s.n));
    print_pairs("events", events);
    for (int k = 1; k < KINDS; k++)
        if (s.planted[k] != 0)
            printf("planted\t%s\t%llu\t\t%.4f\t\n", kind_names[k], (unsigned long long)s.planted[k],
                   (double)s.found[k] / (double)s.planted[k]);
    free(s.copies);
    free(s.within);
    free(told_by.of);
    free(s.duplicates);
    free(s.events);
    free(s.original.list);
    free(s.seen.list);
    free(line);
    if (file != stdin) fclose(file);
    return 0;
}
