/* Which record of each group is kept: that of the source preferred most, among these the one that --keep
 * names, among equals the first. */
#include "kept.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "messages.h"

/* A source of --prefer. A word with commas is a list, and also one name, since names have commas too. */
typedef struct wanted {
    dvk_span source;
    uint32_t rank; /* 0 is the best */
    size_t word;   /* it came from */
    bool whole;    /* of a word with commas */
    bool seen;
} wanted;

typedef struct preference {
    wanted *list;
    size_t n, cap;
} preference;

/* What an article has to be kept for. */
typedef struct merit {
    uint32_t article, rank, n_characters;
    int64_t time;
} merit;

static dvk_span without_spaces(const char *text, size_t len) {
    while (len > 0 && text[0] == ' ') {
        text++;
        len--;
    }
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return (dvk_span){text, len};
}

static void want(preference *all, wanted one) {
    void *list = all->list;
    checked_grow(&list, &all->cap, all->n + 1, sizeof *all->list);
    all->list = list;
    if (one.source.len > 0) all->list[all->n++] = one;
}

static void preference_init(preference *all, const word_list *words) {
    uint32_t rank = 0;
    *all = (preference){0};
    for (size_t i = 0; i < words->n; i++) {
        const char *at = words->words[i];
        if (strchr(at, ',') != NULL)
            want(all, (wanted){without_spaces(at, strlen(at)), rank, i, true, false});
        for (bool more = true; more;) {
            size_t len = strcspn(at, ",");
            want(all, (wanted){without_spaces(at, len), rank++, i, false, false});
            more = at[len] != '\0';
            at += len + more;
        }
    }
}

static uint32_t rank_of(preference *all, dvk_span source) {
    uint32_t best = UINT32_MAX;
    for (size_t i = 0; i < all->n; i++) {
        wanted *one = &all->list[i];
        if (one->source.len != source.len || memcmp(one->source.data, source.data, source.len) != 0) continue;
        one->seen = true;
        if (one->rank < best) best = one->rank;
    }
    return best;
}

/* A name with commas that was found was not meant as a list. */
static bool is_missed(const preference *all, const wanted *one) {
    if (one->seen || one->whole) return false;
    for (size_t i = 0; i < all->n; i++)
        if (all->list[i].word == one->word && all->list[i].whole && all->list[i].seen) return false;
    return true;
}

static void say_unseen(dvk_span source) {
    int most = source.len < 200 ? (int)source.len : 200;
    message_error("--prefer: no article has the source '%.*s'", message_cut(source.data, most), source.data);
}

static void say_missed(const preference *all) {
    for (size_t i = 0; i < all->n; i++)
        if (is_missed(all, &all->list[i])) say_unseen(all->list[i].source);
}

/* Not for equals: the one that came first stays. */
static bool is_better(const merit *a, const merit *b, int keep) {
    if (a->rank != b->rank) return a->rank < b->rank;
    if (keep == KEEP_LONGEST) return a->n_characters > b->n_characters;
    /* DVK_NO_TIME is the least. */
    return keep == KEEP_NEWEST && a->time > b->time;
}

uint32_t kept_group(const dvk_result *article, const settings *values) {
    return values->dedup_level == LEVEL_EVENT ? article->assigned.event : article->assigned.duplicate;
}

uint32_t *kept_choose(const dvk_results *results, const settings *values) {
    uint32_t *kept = checked_alloc(results->n, sizeof *kept);
    merit *best =
        checked_alloc(results->n, sizeof *best); /* of each group; their numbers begin with their articles' */
    uint32_t n_groups = 0;
    preference all;
    preference_init(&all, &values->prefer);
    for (size_t i = 0; i < results->n; i++) {
        dvk_result article = {0};
        results->article(results->source, i, &article);
        uint32_t group = kept[i] = kept_group(&article, values);
        merit one = {(uint32_t)i, rank_of(&all, article.source), article.n_characters, article.time};
        if (group == n_groups || is_better(&one, &best[group], values->keep)) best[group] = one;
        if (group == n_groups) n_groups++;
    }
    for (size_t i = 0; i < results->n; i++)
        kept[i] = best[kept[i]].article;
    if (!values->quiet) say_missed(&all);
    free(all.list);
    free(best);
    return kept;
}
