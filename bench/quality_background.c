/* Keys of words that the library does not make: prefixes and skeletons of other lengths, counted over the
 * same background in the same way as src/tables/make_frequencies.c counts those that ship. Prefixes of 5 and
 * skeletons of 4 are counted too, so that all lengths are compared on figures of one make. */
#include "quality_background.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "commonform/tokenize.h"
#include "quality_corpus.h"
#include "tables/fold.h"

enum { MAP_BITS = 20, SLOTS = 1 << MAP_BITS, ARTICLE_WORDS = 250 };

typedef struct counted {
    uint32_t key, seen; /* seen: the last document that counted it */
    float count, best;
} counted;

typedef enum section_kind { LIST, DOCUMENTS, SENTENCES } section_kind;

typedef struct counter {
    dvi_word_cache *cache;
    dvi_token_list tokens;
    counted *maps[QUALITY_FAMILIES];
    size_t filled[QUALITY_FAMILIES];
    section_kind kind;
    uint32_t language, document;
    double total;
} counter;

static const struct {
    bool skeleton;
    uint8_t letters;
} families[QUALITY_FAMILIES] = {{false, 4}, {false, 5}, {false, 6}, {true, 4}, {true, 5}, {true, 6}};

typedef struct frequency {
    uint32_t key;
    uint16_t idf;
} frequency;

/* Inverse document frequencies, rising by key. */
typedef struct frequency_table {
    frequency *list;
    size_t n;
} frequency_table;

static frequency_table tables[QUALITY_FAMILIES];

static size_t word_classes(int family, const dvi_folded *word, uint8_t *out) {
    return families[family].skeleton ? dvi_skeleton(word, out, families[family].letters)
                                     : dvi_prefix(word, out, families[family].letters);
}

static uint32_t classes_key(int family, const uint8_t *classes, size_t n) {
    char text[DVI_WORD_LETTERS];
    for (size_t i = 0; i < n; i++)
        text[i] = DVI_FOLD_LETTERS[classes[i] - 1];
    return n < 2 ? 0 : dvi_feature_key(families[family].skeleton ? 's' : 'w', text, n);
}

static bool fold(uint32_t language, dvk_span word, dvi_folded *out) {
    uint32_t letters[DVI_WORD_LETTERS];
    size_t n = dvi_word_letters(word, letters);
    return n > 0 && dvi_fold_word(language, letters, n, out) && out->n > 0;
}

uint32_t quality_family_key(int family, uint32_t language, dvk_span word) {
    dvi_folded folded;
    uint8_t classes[DVI_WORD_LETTERS];
    return fold(language, word, &folded)
               ? classes_key(family, classes, word_classes(family, &folded, classes))
               : 0;
}

static int by_key(const void *a, const void *b) {
    const frequency *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

uint16_t quality_family_idf(int family, uint32_t language, dvk_span word) {
    /* As words.c has it. */
    static const uint16_t unknown[][6] = {{0, 0, 128, 384, 768, 1152}, {0, 0, 1024, 1536, 1920, 2048}};
    dvi_folded folded;
    uint8_t classes[DVI_WORD_LETTERS];
    if (!fold(language, word, &folded)) return 0;
    size_t n = word_classes(family, &folded, classes), len = n + families[family].skeleton;
    frequency wanted = {.key = classes_key(family, classes, n)};
    const frequency *found = bsearch(&wanted, tables[family].list, tables[family].n, sizeof wanted, by_key);
    return found != NULL ? found->idf : unknown[language != 0][len < 5 ? len : 5];
}

static counted *slot_of(counter *c, int family, uint32_t key) {
    counted *map = c->maps[family];
    size_t at = key & (SLOTS - 1);
    while (map[at].key != 0 && map[at].key != key)
        at = (at + 1) & (SLOTS - 1);
    if (map[at].key == 0 && ++c->filled[family] > SLOTS / 4 * 3)
        quality_fail("has too many words", "background");
    map[at].key = key;
    return &map[at];
}

static void count_word(counter *c, dvk_span word, float amount) {
    dvi_folded folded;
    uint8_t classes[DVI_WORD_LETTERS];
    if (!fold(c->language, word, &folded)) return;
    for (int f = 0; f < QUALITY_FAMILIES; f++) {
        uint32_t key = classes_key(f, classes, word_classes(f, &folded, classes));
        if (key == 0) continue;
        counted *slot = slot_of(c, f, key);
        if (c->kind == DOCUMENTS && slot->seen == c->document) continue;
        slot->seen = c->document;
        slot->count += amount;
    }
}

static void count_text(counter *c, dvk_span text, float amount) {
    c->tokens.n = 0;
    c->document++;
    if (dvi_tokenize(c->cache, text, c->language, DVI_ZONE_BODY, &c->tokens) != DVK_OK)
        quality_fail("memory ended", "background");
    for (size_t i = 0; i < c->tokens.n; i++) {
        const dvi_token *t = &c->tokens.list[i];
        if (c->tokens.words[i].n_folded != 0) count_word(c, (dvk_span){text.data + t->begin, t->len}, amount);
    }
    c->total += c->kind == LIST ? amount : c->kind == DOCUMENTS ? 1 : (double)c->tokens.n;
}

static void close_section(counter *c) {
    double off = c->kind == LIST ? 0 : c->kind == DOCUMENTS ? 0.7 : 1.5;
    for (int f = 0; f < QUALITY_FAMILIES; f++) {
        for (size_t i = 0; i < SLOTS; i++) {
            counted *slot = &c->maps[f][i];
            double p = slot->count > 0 ? (slot->count - off) / c->total : 0;
            if (c->kind == DOCUMENTS) p /= ARTICLE_WORDS;
            if (p > slot->best) slot->best = (float)p;
            slot->count = 0;
        }
    }
    c->total = 0;
}

static void open_section(counter *c, section_kind kind, const char *code, size_t len) {
    c->kind = kind;
    c->language = dvk_language_number(code, len);
}

static void count_list(counter *c, char *text) {
    double all = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (char *at = strchr(text, '\n'); at != NULL && at[1] != '\0'; at = strchr(at + 1, '\n')) {
            char *word = at + 1, *tab = strchr(word, '\t');
            if (tab == NULL) break;
            double amount = pow(10, strtod(tab + 1, NULL) / 100);
            if (pass == 0)
                all += amount;
            else
                count_text(c, (dvk_span){word, (size_t)(tab - word)}, (float)(amount / all));
        }
    }
}

static void count_lists(counter *c, const char *folder) {
    static const char *const lists[][2] = {
        {"uk", "uk"},           {"ru", "ru"},           {"bg", "bg"},          {"mk", "mk"}, {"hr", "sh"},
        {"pl", "pl"},           {"cs", "cs"},           {"sk", "sk"},          {"sl", "sl"}, {"en", "en"},
        {"sr", "sr-subtitles"}, {"kk", "kk-subtitles"}, {"bs", "bs-subtitles"}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char name[64];
        size_t len;
        snprintf(name, sizeof name, "freq/%s.tsv.zst", lists[i][1]);
        char *text = quality_file(quality_path(folder, name), &len);
        if (text == NULL) quality_fail("is not there", name);
        open_section(c, LIST, lists[i][0], 2);
        count_list(c, text);
        close_section(c);
        dvi_free(text);
    }
}

static void count_sentences(counter *c, const char *folder) {
    static const char *const codes[] = {"kk", "ky", "tt", "ba", "tg", "mn", "be", "sr"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char name[64];
        size_t len;
        snprintf(name, sizeof name, "sentences/%s.txt.zst", codes[i]);
        char *text = quality_file(quality_path(folder, name), &len);
        if (text == NULL) quality_fail("is not there", name);
        open_section(c, SENTENCES, codes[i], 2);
        for (char *at = text; *at != '\0';) {
            size_t line = strcspn(at, "\n");
            count_text(c, (dvk_span){at, line}, 1);
            at += line + (at[line] != '\0');
        }
        close_section(c);
        dvi_free(text);
    }
}

static size_t characters(dvk_span text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n;
}

static void count_news(counter *c, const char *folder) {
    enum { SHORTEST = 400 };
    static const char *const codes[] = {"be", "bg", "cs", "pl", "ru", "sl", "uk"};
    quality_corpus news;
    quality_corpus_read(&news, quality_path(folder, "news.jsonl.zst"), NULL, NULL);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        open_section(c, DOCUMENTS, codes[i], 2);
        for (size_t k = 0; k < news.n; k++) {
            const dvk_article *a = &news.list[k];
            if (a->lang.len == 2 && memcmp(a->lang.data, codes[i], 2) == 0 && characters(a->text) >= SHORTEST)
                count_text(c, a->text, 1);
        }
        close_section(c);
    }
    quality_corpus_finish(&news);
}

/* In tenths of a nat below 8, as frequencies.tsv is. */
static void make_table(const counted *map, frequency_table *out) {
    frequency *list = quality_room(SLOTS, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        if (map[i].best <= 0) continue;
        int idf = (int)(-10 * log(1 - exp(-ARTICLE_WORDS * (double)map[i].best)) + 0.5);
        if (idf < 80) list[n++] = (frequency){map[i].key, (uint16_t)(idf * 256 / 10)};
    }
    qsort(list, n, sizeof *list, by_key);
    *out = (frequency_table){list, n};
}

bool quality_background_read(const char *folder) {
    size_t len;
    char *readme = quality_file(quality_path(folder, "README.md"), &len);
    if (readme == NULL) return false;
    dvi_free(readme);
    counter c = {.total = 0};
    if (dvi_word_cache_create(&c.cache, dvk_model_builtin()) != DVK_OK)
        quality_fail("memory ended", "background");
    for (int f = 0; f < QUALITY_FAMILIES; f++)
        c.maps[f] = quality_room(SLOTS, sizeof *c.maps[f]);
    count_lists(&c, folder);
    count_news(&c, folder);
    count_sentences(&c, folder);
    for (int f = 0; f < QUALITY_FAMILIES; f++) {
        make_table(c.maps[f], &tables[f]);
        dvi_free(c.maps[f]);
    }
    dvi_word_cache_destroy(c.cache);
    dvi_token_list_finish(&c.tokens);
    return true;
}
