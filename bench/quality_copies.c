/* Copies made on purpose: seeded articles of the feed, each changed in one way, put behind the whole feed; a
 * copy is found when it comes into the duplicate group of its original. Each way has a job of its own: beside
 * copies made in other ways one that is hard to find would be found by those. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "dvoinik/report.h"
#include "quality_jobs.h"

enum {
    COPIED = 600,
    LENDERS = 200 /* articles that lend words */,
    CHOSEN = COPIED + LENDERS,
    SEED = 7,
    MOST_WORDS = 1 << 16
};

typedef struct text {
    char *data;
    size_t len, cap;
} text;

/* What an article is changed with. */
typedef struct changer {
    uint64_t random;
    dvk_span *words; /* of other articles */
    size_t n_words;
    dvk_span *parts; /* of the article: MOST_WORDS */
    uint32_t *order;
} changer;

static void add(text *out, const char *data, size_t len) {
    void *grown = out->data;
    if (dvi_grow(&grown, &out->cap, out->len + len + 1, 1) != DVK_OK) quality_fail("memory ended", "copies");
    out->data = grown;
    if (len != 0) memcpy(out->data + out->len, data, len);
    out->len += len;
}

/* The parts of `from` between separators, empty ones left out; how many. */
static size_t split(dvk_span from, const char *separator, dvk_span *out) {
    size_t n = 0, len = strlen(separator), begin = 0;
    for (size_t i = 0; i <= from.len && n < MOST_WORDS; i++) {
        bool here = i + len <= from.len && memcmp(from.data + i, separator, len) == 0;
        if (!here && i != from.len) continue;
        if (i > begin) out[n++] = (dvk_span){from.data + begin, i - begin};
        begin = i + len;
        if (here) i += len - 1;
    }
    return n;
}

/* The beginning of the text, so many of its bytes in a hundred, up to a space. */
static void cut(text *out, dvk_span from, size_t share) {
    size_t len = from.len * share / 100;
    while (len > 0 && from.data[len] != ' ' && from.data[len] != '\n')
        len--;
    add(out, from.data, len);
}

static void make_half(changer *c, dvk_span from, text *out) {
    (void)c;
    cut(out, from, 50);
}

static void make_third(changer *c, dvk_span from, text *out) {
    (void)c;
    cut(out, from, 30);
}

/* Paragraphs, or sentences where there are fewer than three. */
static void make_shuffled(changer *c, dvk_span from, text *out) {
    const char *separator = "\n";
    size_t n = split(from, separator, c->parts);
    if (n < 3) {
        separator = ". ";
        n = split(from, separator, c->parts);
    }
    for (size_t i = 0; i < n; i++)
        c->order[i] = (uint32_t)i;
    quality_shuffle(&c->random, c->order, n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) add(out, separator, strlen(separator));
        add(out, c->parts[c->order[i]].data, c->parts[c->order[i]].len);
    }
}

/* Marks some of n words: c->order[i] is 1 for them. */
static void mark(changer *c, size_t n, size_t marked) {
    for (size_t i = 0; i < n; i++)
        c->order[i] = i < marked;
    quality_shuffle(&c->random, c->order, n);
}

static void make_replaced(changer *c, dvk_span from, text *out) {
    size_t n = split(from, " ", c->parts);
    mark(c, n, n / 20 > 0 ? n / 20 : 1);
    for (size_t i = 0; i < n; i++) {
        dvk_span word = c->order[i] ? c->words[quality_any(&c->random, c->n_words)] : c->parts[i];
        if (i > 0) add(out, " ", 1);
        add(out, word.data, word.len);
    }
}

static uint32_t look_alike(uint32_t c) {
    static const uint32_t pairs[][2] = {{0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'},
                                        {0x445, 'x'}, {0x443, 'y'}, {0x456, 'i'}, {0x410, 'A'}, {0x415, 'E'},
                                        {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x425, 'X'}, {0x41A, 'K'},
                                        {0x41C, 'M'}, {0x422, 'T'}, {0x412, 'B'}, {0x41D, 'H'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == c) return pairs[i][1];
    return c;
}

static void make_planted(changer *c, dvk_span from, text *out) {
    size_t n = split(from, " ", c->parts);
    mark(c, n, n / 5);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) add(out, " ", 1);
        for (size_t at = 0; at < c->parts[i].len;) {
            char letter[4];
            uint32_t code = dvi_utf8_next(c->parts[i].data, &at);
            add(out, letter, dvi_utf8_put(c->order[i] ? look_alike(code) : code, letter));
        }
    }
}

static const struct {
    const char *name, *wanted;
    void (*change)(changer *c, dvk_span from, text *out);
    bool titled;
} kinds[] = {
    {"first half kept, no title", ">= .95", make_half, false},
    {"first 30% kept, no title", ">= .80", make_third, false},
    {"paragraphs shuffled", ">= .98", make_shuffled, true},
    {"5% of the words replaced", ">= .99", make_replaced, true},
    {"homoglyphs in 20% of the words", ">= .98", make_planted, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Long enough, and in Cyrillic letters. */
static bool can_be_copied(const dvk_article *article) {
    enum { SHORTEST = 600, LOOK = 300, LEAST = 150 };
    size_t letters = 0, characters = 0;
    for (size_t at = 0; at < article->text.len; characters++) {
        uint32_t c = dvi_utf8_next(article->text.data, &at);
        letters += characters < LOOK && c >= 0x430 && c < 0x450;
    }
    return characters > SHORTEST && letters > LEAST;
}

typedef struct choice {
    uint32_t *able; /* numbers of articles that can be copied, then in a seeded order */
    size_t n, cap;
    uint32_t chosen[CHOSEN]; /* rising */
} choice;

static bool note_able(void *user, const dvk_article *article, size_t number) {
    choice *c = user;
    if (!can_be_copied(article)) return false;
    void *able = c->able;
    if (dvi_grow(&able, &c->cap, c->n + 1, sizeof *c->able) != DVK_OK) quality_fail("memory ended", "copies");
    c->able = able;
    c->able[c->n++] = (uint32_t)number;
    return false;
}

static int rising(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static bool is_chosen(void *user, const dvk_article *article, size_t number) {
    (void)article;
    uint32_t key = (uint32_t)number;
    return bsearch(&key, ((choice *)user)->chosen, CHOSEN, sizeof key, rising) != NULL;
}

/* Articles to copy and articles that lend words, in the order of the feed; `numbers` become their numbers in
 * it. */
static void choose(const char *path, quality_corpus *out, uint32_t numbers[CHOSEN]) {
    choice c = {.able = NULL};
    uint64_t state = SEED;
    quality_corpus_read(out, path, note_able, &c);
    quality_corpus_finish(out);
    if (c.n < CHOSEN) quality_fail("has too few articles to copy", path);
    quality_shuffle(&state, c.able, c.n);
    memcpy(c.chosen, c.able, sizeof c.chosen);
    qsort(c.chosen, CHOSEN, sizeof *c.chosen, rising);
    memcpy(numbers, c.chosen, sizeof c.chosen);
    quality_corpus_read(out, path, is_chosen, &c);
    dvi_free(c.able);
}

static dvk_status to_file(void *user, const char *data, size_t len) {
    return fwrite(data, 1, len, user) == len ? DVK_OK : DVK_E_IO;
}

static void write_field(FILE *file, const char *name, dvk_span value) {
    fprintf(file, "\"%s\":", name);
    if (dvk_write_json_string(value, to_file, file) != DVK_OK) quality_fail("cannot be written", "copies");
}

static void write_copy(FILE *file, changer *c, const dvk_article *article, size_t kind) {
    text title = {.len = 0}, body = {.len = 0};
    if (kinds[kind].titled && kinds[kind].change == make_planted)
        make_planted(c, article->title, &title);
    else if (kinds[kind].titled)
        add(&title, article->title.data, article->title.len);
    kinds[kind].change(c, article->text, &body);
    fprintf(file, "{\"id\":\"copy-%zu-%.*s\",", kind, (int)article->id.len, article->id.data);
    write_field(file, "title", (dvk_span){title.data, title.len});
    fputc(',', file);
    write_field(file, "text", (dvk_span){body.data, body.len});
    fputc(',', file);
    write_field(file, "date", article->date);
    fputs(",\"source\":\"copy\"}\n", file);
    dvi_free(title.data);
    dvi_free(body.data);
}

/* Every fourth article lends words instead of being copied. */
static bool lends(size_t i) {
    return i % (CHOSEN / LENDERS) == CHOSEN / LENDERS - 1;
}

static void changer_init(changer *c, const quality_corpus *corpus) {
    *c = (changer){.random = SEED};
    c->words = quality_room(MOST_WORDS, sizeof *c->words);
    c->parts = quality_room(MOST_WORDS, sizeof *c->parts);
    c->order = quality_room(MOST_WORDS, sizeof *c->order);
    for (size_t i = 0; i < corpus->n; i++) {
        if (!lends(i)) continue;
        size_t n = split(corpus->list[i].text, " ", c->parts);
        for (size_t k = 0; k < n && c->n_words < MOST_WORDS; k++)
            c->words[c->n_words++] = c->parts[k];
    }
}

static void changer_finish(changer *c) {
    dvi_free(c->words);
    dvi_free(c->parts);
    dvi_free(c->order);
}

static void write_copies(const quality_corpus *corpus, changer *c, size_t kind, const char *path) {
    FILE *file = fopen(path, "wb");
    if (file == NULL) quality_fail("cannot be written", path);
    for (size_t i = 0; i < corpus->n; i++)
        if (!lends(i)) write_copy(file, c, &corpus->list[i], kind);
    bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) quality_fail("cannot be written", path);
}

static void print_found(FILE *out, const dvk_job *job, const uint32_t *numbers, size_t kind) {
    dvk_results results;
    dvk_result original, copy;
    size_t duplicate = 0, event = 0;
    dvk_job_results(job, &results);
    for (size_t i = 0, at = results.n - COPIED; i < CHOSEN; i++) {
        if (lends(i)) continue;
        results.article(results.source, numbers[i], &original);
        results.article(results.source, at++, &copy);
        duplicate += copy.assigned.duplicate == original.assigned.duplicate;
        event += copy.assigned.event == original.assigned.event;
    }
    fprintf(out, "copies\ttelegram\t%s: in the duplicate group of the original\t%.4f\t%s\n", kinds[kind].name,
            (double)duplicate / COPIED, kinds[kind].wanted);
    fprintf(out, "copies\ttelegram\t%s: in the event of the original\t%.4f\t\n", kinds[kind].name,
            (double)event / COPIED);
}

void quality_copies(FILE *out, const char *path, const char *scratch) {
    quality_corpus corpus;
    changer c;
    uint32_t numbers[CHOSEN];
    const char *copies = quality_path(scratch, "copies.jsonl"), *const inputs[] = {path, copies};
    choose(path, &corpus, numbers);
    changer_init(&c, &corpus);
    for (size_t kind = 0; kind < KINDS; kind++) {
        write_copies(&corpus, &c, kind, copies);
        dvk_job *job = quality_job_run(inputs, 2);
        print_found(out, job, numbers, kind);
        dvk_job_destroy(job);
    }
    changer_finish(&c);
    quality_corpus_finish(&corpus);
}
