/* Articles by event: two stable counting sorts, by duplicate group and then by event. */
#include "stories.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "article/url.h"
#include "base/memory.h"
#include "dvoinik/model.h"

dvk_result dvi_article(const dvk_results *results, size_t i) {
    dvk_result article = {0};
    results->article(results->source, i, &article);
    if (article.language >= dvk_language_count()) article.language = 0;
    return article;
}

dvk_span dvi_source_of(const dvk_result *article) {
    return article->source.len != 0 ? article->source : dvi_url_host(article->url);
}

/* Stable sort of `in` by key[article], keys below n; `starts` gets n + 1 places. */
static void sort_by(const uint32_t *key, const uint32_t *in, uint32_t *out, uint32_t *starts, size_t n) {
    memset(starts, 0, (n + 1) * sizeof *starts);
    for (size_t i = 0; i < n; i++)
        starts[key[i] + 1]++;
    for (size_t i = 0; i < n; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < n; i++)
        out[starts[key[in[i]]]++] = in[i];
    memmove(starts + 1, starts, n * sizeof *starts);
    starts[0] = 0;
}

static size_t count_keys(const uint32_t *starts, size_t n) {
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        used += starts[i + 1] > starts[i];
    return used;
}

/* keys: n groups, then n events, then n of scratch. */
static dvk_status fill(dvi_stories *stories, const dvk_results *results, uint32_t *keys) {
    size_t n = results->n;
    uint32_t *group = keys, *event = keys + n, *order = keys + 2 * n;
    for (size_t i = 0; i < n; i++) {
        dvk_result article = dvi_article(results, i);
        if (article.assigned.duplicate >= n || article.assigned.event >= n) return DVK_E_ARGUMENT;
        group[i] = article.assigned.duplicate;
        event[i] = article.assigned.event;
        stories->members[i] = (uint32_t)i;
    }
    sort_by(group, stories->members, order, stories->starts, n);
    stories->n_groups = count_keys(stories->starts, n);
    sort_by(event, order, stories->members, stories->starts, n);
    while (n > 0 && stories->starts[n - 1] == stories->starts[n])
        n--;
    stories->n_events = n;
    return DVK_OK;
}

dvk_status dvi_stories_init(dvi_stories *stories, const dvk_results *results) {
    *stories = (dvi_stories){0};
    if (results->n >= UINT32_MAX) return DVK_E_ARGUMENT;
    stories->members = dvi_alloc(results->n, sizeof *stories->members);
    stories->starts = dvi_alloc_zero(results->n + 1, sizeof *stories->starts);
    stories->languages = dvi_alloc(dvk_language_count(), sizeof *stories->languages);
    uint32_t *keys = dvi_alloc(3 * results->n, sizeof *keys);
    dvk_status status = DVK_E_MEMORY;
    if (stories->members != NULL && stories->starts != NULL && stories->languages != NULL && keys != NULL)
        status = fill(stories, results, keys);
    dvi_free(keys);
    if (status != DVK_OK) dvi_stories_finish(stories);
    return status;
}

void dvi_stories_finish(dvi_stories *stories) {
    dvi_free(stories->members);
    dvi_free(stories->starts);
    dvi_free(stories->languages);
    *stories = (dvi_stories){0};
}

static void count_language(dvi_language_count *list, size_t *n, uint32_t language) {
    for (size_t i = 0; i < *n; i++) {
        if (list[i].language != language) continue;
        list[i].count++;
        return;
    }
    list[(*n)++] = (dvi_language_count){language, 1};
}

static int by_count(const void *a, const void *b) {
    const dvi_language_count *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return strcmp(dvk_language_code(x->language), dvk_language_code(y->language));
}

static void count_time(dvi_story *story, int64_t time) {
    if (time == DVK_NO_TIME) {
        story->n_undated++;
        return;
    }
    if (story->first == DVK_NO_TIME || time < story->first) story->first = time;
    if (story->last == DVK_NO_TIME || time > story->last) story->last = time;
}

void dvi_story_look(const dvi_stories *stories, const dvk_results *results, size_t event, dvi_story *out) {
    uint32_t start = stories->starts[event], end = stories->starts[event + 1], group = UINT32_MAX;
    *out = (dvi_story){
        .members = stories->members + start, .n = end - start, .first = DVK_NO_TIME, .last = DVK_NO_TIME};
    out->representative = end > start ? out->members[0] : 0;
    for (size_t i = 0; i < out->n; i++) {
        dvk_result article = dvi_article(results, out->members[i]);
        if (article.assigned.duplicate != group) out->n_groups++;
        group = article.assigned.duplicate;
        if (article.assigned.representative) out->representative = out->members[i];
        count_time(out, article.time);
        count_language(stories->languages, &out->n_languages, article.language);
    }
    qsort(stories->languages, out->n_languages, sizeof *stories->languages, by_count);
    out->languages = stories->languages;
}

/* Whether most letters of a title are Latin ones without marks. */
static bool is_latin(dvk_span title) {
    size_t letters = 0;
    for (size_t i = 0; i < title.len; i++)
        letters += (title.data[i] | 0x20) >= 'a' && (title.data[i] | 0x20) <= 'z';
    return letters * 2 > title.len;
}

/* What of an article tells how well it shows what binds a story. Its title is lent for too short a time. */
typedef struct face {
    bool latin;
    uint32_t language, duplicate, score;
} face;

static face face_of(const dvk_results *results, uint32_t i) {
    dvk_result article = dvi_article(results, i);
    return (face){is_latin(article.title), article.language, article.assigned.duplicate,
                  article.assigned.score};
}

/* Whether a shows more than b what binds the story together: in another script, in another language, told
 * anew, the least alike. */
static bool is_harder(const face *a, const face *b, const face *head) {
    bool strange_a = a->latin != head->latin, strange_b = b->latin != head->latin;
    if (strange_a != strange_b) return strange_a;
    bool foreign_a = a->language != head->language, foreign_b = b->language != head->language;
    if (foreign_a != foreign_b) return foreign_a;
    bool other_a = a->duplicate != head->duplicate, other_b = b->duplicate != head->duplicate;
    if (other_a != other_b) return other_a;
    return a->score < b->score;
}

size_t dvi_story_shared(const dvi_story *story, const dvk_results *results, dvk_shared *out, size_t cap,
                        uint32_t *other) {
    if (story->n < 2 || results->shared == NULL) return 0;
    face head = face_of(results, story->representative), best = {0};
    bool found = false;
    for (size_t i = 0; i < story->n; i++) {
        if (story->members[i] == story->representative) continue;
        face article = face_of(results, story->members[i]);
        if (found && !is_harder(&article, &best, &head)) continue;
        found = true;
        best = article;
        *other = story->members[i];
    }
    return results->shared(results->source, story->representative, *other, out, cap);
}
