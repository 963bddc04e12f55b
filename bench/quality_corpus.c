/* The evaluation data in memory. */
#include "quality_corpus.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "dvoinik/read.h"
#include "read/stream.h"

void quality_fail(const char *what, const char *which) {
    fprintf(stderr, "quality: %s: %s\n", which, what);
    exit(1);
}

void *quality_room(size_t n, size_t size) {
    void *room = dvi_alloc_zero(n, size);
    if (room == NULL) quality_fail("memory ended", "here");
    return room;
}

/* SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
 * figure 17. */
uint64_t quality_random(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

size_t quality_any(uint64_t *state, size_t below) {
    return (size_t)((quality_random(state) >> 32) * below >> 32);
}

void quality_shuffle(uint64_t *state, uint32_t *list, size_t n) {
    for (size_t i = n; i > 1; i--) {
        size_t k = quality_any(state, i);
        uint32_t swap = list[i - 1];
        list[i - 1] = list[k];
        list[k] = swap;
    }
}

const char *quality_path(const char *folder, const char *name) {
    static char paths[4][4096];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

char *quality_file(const char *path, size_t *len) {
    dvi_stream stream;
    dvk_error error = {.status = DVK_OK};
    char *text = NULL;
    size_t n = 0, cap = 0, got;
    int fd = open(path, O_RDONLY);
    if (fd < 0) return NULL;
    dvk_status status = dvi_stream_init(&stream, UINT64_C(1) << 32, 1000);
    dvi_stream_begin(&stream, fd, path);
    while (status == DVK_OK) {
        void *grown = text;
        status = dvi_grow(&grown, &cap, n + 65537, 1);
        text = grown;
        if (status == DVK_OK) status = dvi_stream_read(&stream, text + n, 65536, &got, &error);
        if (status == DVK_OK) n += got;
    }
    close(fd);
    dvi_stream_finish(&stream);
    if (status != DVK_END) quality_fail(error.message, path);
    text[n] = '\0';
    *len = n;
    return text;
}

static dvk_span copy_span(char **at, dvk_span span) {
    dvk_span copy = {*at, span.len};
    if (span.len != 0) memcpy(*at, span.data, span.len);
    *at += span.len;
    return copy;
}

static dvk_article copy_article(const dvk_article *a) {
    dvk_article copy = {.time = a->time};
    char *at = quality_room(1 + a->id.len + a->title.len + a->text.len + a->date.len + a->source.len +
                                a->lang.len + a->record.len,
                            1);
    copy.id = copy_span(&at, a->id); /* first: it is what is freed */
    copy.title = copy_span(&at, a->title);
    copy.text = copy_span(&at, a->text);
    copy.date = copy_span(&at, a->date);
    copy.source = copy_span(&at, a->source);
    copy.lang = copy_span(&at, a->lang);
    copy.record = copy_span(&at, a->record);
    return copy;
}

static int compare_ids(dvk_span a, dvk_span b) {
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

typedef struct numbered {
    dvk_span id;
    uint32_t number;
} numbered;

static int by_id(const void *a, const void *b) {
    return compare_ids(((const numbered *)a)->id, ((const numbered *)b)->id);
}

static void sort_ids(quality_corpus *corpus) {
    numbered *order = quality_room(corpus->n, sizeof *order);
    for (size_t i = 0; i < corpus->n; i++)
        order[i] = (numbered){corpus->list[i].id, (uint32_t)i};
    qsort(order, corpus->n, sizeof *order, by_id);
    corpus->by_id = quality_room(corpus->n, sizeof *corpus->by_id);
    for (size_t i = 0; i < corpus->n; i++)
        corpus->by_id[i] = order[i].number;
    dvi_free(order);
}

void quality_corpus_read(quality_corpus *corpus, const char *path, quality_keep keep, void *user) {
    dvk_reader *reader;
    dvk_article article;
    dvk_error error = {.status = DVK_OK};
    dvk_read_options options;
    dvk_read_options_init(&options);
    *corpus = (quality_corpus){0};
    dvk_status status = dvk_reader_create(&reader, &path, 1, &options);
    for (size_t number = 0; status == DVK_OK; number++) {
        status = dvk_reader_next(reader, &article, &error);
        if (status != DVK_OK || (keep != NULL && !keep(user, &article, number))) continue;
        void *list = corpus->list;
        status = dvi_grow(&list, &corpus->cap, corpus->n + 1, sizeof *corpus->list);
        corpus->list = list;
        if (status == DVK_OK) corpus->list[corpus->n++] = copy_article(&article);
    }
    dvk_reader_destroy(reader);
    if (status != DVK_END) quality_fail(error.message, path);
    sort_ids(corpus);
}

void quality_corpus_finish(quality_corpus *corpus) {
    for (size_t i = 0; i < corpus->n; i++)
        dvi_free((void *)(uintptr_t)corpus->list[i].id.data);
    dvi_free(corpus->list);
    dvi_free(corpus->by_id);
    *corpus = (quality_corpus){0};
}

size_t quality_corpus_find(const quality_corpus *corpus, dvk_span id) {
    size_t low = 0, high = corpus->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_ids(corpus->list[corpus->by_id[middle]].id, id);
        if (order == 0) return corpus->by_id[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

/* Cuts the next line of a .tsv at *at into cells; false at the end. */
static bool next_row(char **at, char *cell[4]) {
    if (**at == '\0') return false;
    char *end = *at + strcspn(*at, "\n");
    for (size_t i = 0; i < 4; i++) {
        cell[i] = *at;
        *at += strcspn(*at, "\t\n");
        if (*at >= end) continue;
        *(*at)++ = '\0';
    }
    *at = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return true;
}

/* The number of a name; a new one when it is seen for the first time. */
static uint16_t number_of(char (*names)[64], size_t *n, size_t limit, const char *name) {
    for (size_t i = 0; i < *n; i++)
        if (strcmp(names[i], name) == 0) return (uint16_t)i;
    if (*n == limit || strlen(name) > 63) quality_fail("too many names, or too long a one", name);
    strcpy(names[*n], name);
    return (uint16_t)(*n)++;
}

static void note_language(quality_gold *gold, size_t article, char *id, char (*names)[64]) {
    static const char *const six[] = {"rus", "ukr", "bel", "bul", "mkd", "srp-Cyrl"};
    char *dash = strrchr(id, '-');
    if (dash != NULL) *dash = '\0';
    gold->language[article] = number_of(names, &gold->n_languages, QUALITY_LANGUAGES, id);
    for (size_t i = 0; i < sizeof six / sizeof *six; i++)
        gold->six[article] |= strcmp(id, six[i]) == 0;
}

static void read_related(quality_gold *gold, const char *folder, char (*names)[64]) {
    size_t len;
    char *text = quality_file(quality_path(folder, "related.tsv"), &len), *at = text, *cell[4];
    if (text == NULL) return;
    next_row(&at, cell);
    while (next_row(&at, cell)) {
        uint16_t a = number_of(names, &gold->n_names, QUALITY_STORIES, cell[0]);
        uint16_t b = number_of(names, &gold->n_names, QUALITY_STORIES, cell[1]);
        gold->related[a][b] = gold->related[b][a] = true;
    }
    dvi_free(text);
}

void quality_gold_read(quality_corpus *corpus, quality_gold *gold, const char *folder) {
    static char names[QUALITY_STORIES][64], languages[QUALITY_LANGUAGES][64];
    size_t len;
    quality_corpus_read(corpus, quality_path(folder, "feed.jsonl"), NULL, NULL);
    memset(gold, 0, sizeof *gold);
    gold->story = quality_room(corpus->n, sizeof *gold->story);
    gold->event = quality_room(corpus->n, sizeof *gold->event);
    gold->language = quality_room(corpus->n, sizeof *gold->language);
    gold->six = quality_room(corpus->n, sizeof *gold->six);
    char *text = quality_file(quality_path(folder, "gold.tsv"), &len), *at = text, *cell[4];
    if (text == NULL) quality_fail("has no gold.tsv", folder);
    next_row(&at, cell);
    bool *labelled = quality_room(corpus->n, sizeof *labelled);
    size_t rows = 0;
    for (; next_row(&at, cell); rows++) {
        size_t article = quality_corpus_find(corpus, (dvk_span){cell[0], strlen(cell[0])});
        if (article == SIZE_MAX) quality_fail("is no article of the feed", cell[0]);
        if (labelled[article]) quality_fail("has two rows in gold.tsv", cell[0]);
        labelled[article] = true;
        gold->story[article] = number_of(names, &gold->n_names, QUALITY_STORIES, cell[1]);
        gold->event[article] = number_of(names, &gold->n_names, QUALITY_STORIES, cell[2]);
        note_language(gold, article, cell[0], languages);
    }
    if (rows != corpus->n) quality_fail("has not one row for each article in gold.tsv", folder);
    dvi_free(labelled);
    dvi_free(text);
    read_related(gold, folder, names);
}

void quality_gold_finish(quality_gold *gold) {
    dvi_free(gold->story);
    dvi_free(gold->event);
    dvi_free(gold->language);
    dvi_free(gold->six);
}

static bool is_same_pair(const quality_labelled *x, const quality_labelled *y) {
    bool straight = strcmp(x->id_a, y->id_a) == 0 && strcmp(x->id_b, y->id_b) == 0;
    return straight || (strcmp(x->id_a, y->id_b) == 0 && strcmp(x->id_b, y->id_a) == 0);
}

size_t quality_labelled_read(quality_labelled **out, const char *folder) {
    static const char *const relations[] = {"story", "event", "related", "different"};
    size_t len, n = 0, lines = 0;
    char *text = quality_file(quality_path(folder, "pairs.tsv"), &len), *at = text, *cell[4];
    if (text == NULL) quality_fail("has no pairs.tsv", folder);
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    *out = quality_room(lines + 1, sizeof **out);
    next_row(&at, cell);
    while (next_row(&at, cell)) {
        quality_labelled *pair = &(*out)[n];
        snprintf(pair->id_a, sizeof pair->id_a, "%s", cell[0]);
        snprintf(pair->id_b, sizeof pair->id_b, "%s", cell[1]);
        int r = 0;
        while (r < QUALITY_RELATIONS && strcmp(cell[3], relations[r]) != 0)
            r++;
        if (r == QUALITY_RELATIONS) quality_fail("is no relation of a pair", cell[3]);
        pair->relation = (quality_relation)r;
        for (size_t i = 0; i < n; i++)
            if (is_same_pair(&(*out)[i], pair))
                quality_fail("stands in two rows of pairs.tsv, with one other", cell[0]);
        n++;
    }
    dvi_free(text);
    return n;
}
