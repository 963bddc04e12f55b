/* The headlines of a story. */
#include "headlines.h"

#include "base/memory.h"

void dvi_headlines_finish(dvi_headlines *lines) {
    dvi_free(lines->list);
    *lines = (dvi_headlines){0};
}

/* Adds an article to the lines of its group, which begin at `start`. */
static dvk_status add(dvi_headlines *lines, size_t start, uint32_t number, const dvk_result *article) {
    for (size_t i = start; i < lines->n; i++) {
        if (lines->list[i].language != article->language) continue;
        lines->list[i].more++;
        if (article->assigned.representative) lines->list[i].article = number;
        return DVK_OK;
    }
    void *array = lines->list;
    dvk_status status = dvi_grow(&array, &lines->cap, lines->n + 1, sizeof *lines->list);
    lines->list = array;
    if (status != DVK_OK) return status;
    lines->list[lines->n] = (dvi_headline){number, article->language, 0, lines->n == start, false};
    lines->n++;
    return DVK_OK;
}

/* The lines of all groups; of those with the representative when `heading`, else of the others. */
static dvk_status gather(dvi_headlines *lines, const dvk_results *results, const dvi_story *story,
                         uint32_t head_group, bool heading) {
    size_t start = lines->n;
    uint32_t group = UINT32_MAX;
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < story->n && status == DVK_OK; i++) {
        dvk_result article = dvi_article(results, story->members[i]);
        if ((article.assigned.duplicate == head_group) != heading) continue;
        if (article.assigned.duplicate != group) start = lines->n;
        group = article.assigned.duplicate;
        status = add(lines, start, story->members[i], &article);
    }
    return status;
}

/* A line that begins with "=" needs the one above it, so of a group the first lines are shown, up to the last
 * wanted. */
static size_t show_to(dvi_headlines *lines, size_t line) {
    size_t shown = 0;
    for (size_t i = line + 1; i-- > 0 && !lines->list[i].shown;) {
        lines->list[i].shown = true;
        shown++;
        if (lines->list[i].first) break;
    }
    return shown;
}

/* One of each language, then the first ones as far as they may. */
static void choose(dvi_headlines *lines, const dvi_story *story, size_t most) {
    size_t shown = 0;
    for (size_t k = 0; k < story->n_languages; k++) {
        size_t i = 0;
        while (i < lines->n && lines->list[i].language != story->languages[k].language)
            i++;
        if (i < lines->n) shown += show_to(lines, i);
    }
    for (size_t i = 0; i < lines->n && shown < most; i++)
        shown += show_to(lines, i);
}

dvk_status dvi_headlines_of(dvi_headlines *lines, const dvk_results *results, const dvi_story *story,
                            uint32_t most) {
    uint32_t head_group = dvi_article(results, story->representative).assigned.duplicate;
    lines->n = lines->n_hidden = 0;
    dvk_status status = gather(lines, results, story, head_group, true);
    if (status == DVK_OK) status = gather(lines, results, story, head_group, false);
    if (status != DVK_OK) return status;
    choose(lines, story, most != 0 ? most : lines->n);
    for (size_t i = 0; i < lines->n; i++)
        if (!lines->list[i].shown) lines->n_hidden += 1 + (size_t)lines->list[i].more;
    return DVK_OK;
}
