/* The report for people: a block a story, biggest first, on a terminal of a given width. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dvoinik/model.h"
#include "headlines.h"
#include "sink.h"
#include "stories.h"
#include "terminal_text.h"

enum {
    LEAST_WIDTH = 24,
    SOURCES_FROM = 56 /* columns; in fewer the titles need them */,
    MOST_SHARED = 8,
    LONGEST_CODE = 8,
    MOST_COLUMNS = 4096
};

typedef struct page {
    const dvi_report_job *job;
    dvi_sink *sink;
    size_t width;
    dvi_stories stories;
    dvi_headlines lines; /* of one story */
    bool has_copies;     /* a line begins with "=" */
    dvi_buffer scratch;
} page;

/* Columns of a story's lines. */
typedef struct layout {
    size_t code, title, source; /* source: 0 when there is none */
} layout;

static const char BOLD[] = "\033[1m", DIM[] = "\033[2m", CYAN[] = "\033[36m", PLAIN[] = "\033[0m";

static void colour(page *p, const char *code) {
    if (p->job->options->colour) dvi_sink_text(p->sink, code);
}

static void put_spaces(page *p, size_t n) {
    if (p->sink->status == DVK_OK) p->sink->status = dvi_spaces(&p->sink->out, n);
}

/* Puts `text` cut to `width`; returns the columns taken. */
static size_t put_cut(page *p, dvk_span text, size_t width) {
    size_t columns = 0;
    if (p->sink->status == DVK_OK) p->sink->status = dvi_terminal_line(&p->sink->out, text, width, &columns);
    return columns;
}

static size_t columns_of(page *p, dvk_span text) {
    size_t columns = 0;
    p->scratch.len = 0;
    if (p->sink->status == DVK_OK)
        p->sink->status = dvi_terminal_line(&p->scratch, text, MOST_COLUMNS, &columns);
    return columns;
}

static dvk_span span_of(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static dvk_span source_of(const page *p, const dvk_result *article) {
    return p->width < SOURCES_FROM ? (dvk_span){NULL, 0} : dvi_source_of(article);
}

/* The title, or the id where nothing of the title can be shown. */
static dvk_span title_of(page *p, const dvk_result *article) {
    return columns_of(p, article->title) != 0 ? article->title : article->id;
}

/* A line of words between `separator`s, broken where the width ends; the later lines are indented. */
typedef struct paragraph {
    size_t indent, at;
    bool fresh; /* nothing stands on this line yet */
} paragraph;

static void break_line(page *p, paragraph *par, const char *separator) {
    size_t kept = par->fresh ? 0 : strlen(separator);
    while (kept > 0 && separator[kept - 1] == ' ')
        kept--;
    if (par->at + kept <= p->width) dvi_sink_span(p->sink, (dvk_span){separator, kept});
    dvi_sink_text(p->sink, "\n");
    put_spaces(p, par->indent);
    par->at = par->indent;
    par->fresh = true;
}

static void put_piece(page *p, paragraph *par, dvk_span text, const char *separator) {
    size_t gap = par->fresh ? 0 : strlen(separator);
    /* One column more, for the comma that may follow. */
    if (par->at > par->indent && par->at + gap + columns_of(p, text) + 1 > p->width) {
        break_line(p, par, separator);
        gap = 0;
    }
    if (gap > 0) dvi_sink_text(p->sink, separator);
    par->at += gap;
    par->at += put_cut(p, text, p->width - par->at);
    par->fresh = false;
}

static void put_counts(page *p, const dvi_story *story) {
    char text[96];
    paragraph par = {.indent = 2, .fresh = true};
    size_t copies = story->n - story->n_groups;
    snprintf(text, sizeof text, "%zu report%s", story->n, story->n == 1 ? "" : "s");
    put_piece(p, &par, span_of(text), "");
    if (copies > 0) {
        const char *kind = story->n_languages > 1 ? "copies or translations" : "copies";
        if (copies == 1) kind = story->n_languages > 1 ? "a copy or translation" : "a copy";
        snprintf(text, sizeof text, "%zu of them %s", copies, kind);
        put_piece(p, &par, span_of(text), ", ");
    }
    for (size_t i = 0; i < story->n_languages; i++) {
        dvi_language_count count = story->languages[i];
        snprintf(text, sizeof text, "%s %u", dvk_language_code(count.language), (unsigned)count.count);
        put_piece(p, &par, span_of(text), i == 0 ? "; " : ", ");
    }
    dvi_sink_text(p->sink, "\n");
}

static void put_times(page *p, const dvi_story *story) {
    char first[32], last[32], text[96];
    dvk_format_date(story->first, first);
    dvk_format_date(story->last, last);
    if (strlen(first) < 16 || strlen(last) < 16) return;
    paragraph par = {.indent = 2, .fresh = true};
    bool same_day = memcmp(first, last, 10) == 0;
    snprintf(text, sizeof text, "%.10s %.5s", first, first + 11);
    if (story->first == story->last) strcat(text, " UTC");
    put_piece(p, &par, span_of(text), "");
    if (story->first != story->last) {
        snprintf(text, sizeof text, "to %.*s%s%.5s UTC", same_day ? 0 : 10, last, same_day ? "" : " ",
                 last + 11);
        put_piece(p, &par, span_of(text), " ");
    }
    if (story->n_undated > 0) {
        snprintf(text, sizeof text, "%zu without a date", story->n_undated);
        put_piece(p, &par, span_of(text), ", ");
    }
    dvi_sink_text(p->sink, "\n");
}

static layout measure(page *p) {
    layout widths = {0};
    for (size_t i = 0; i < p->lines.n; i++) {
        const dvi_headline *line = &p->lines.list[i];
        if (!line->shown) continue;
        dvk_result article = dvi_article(p->job->results, line->article);
        size_t code = strlen(dvk_language_code(article.language));
        size_t source = columns_of(p, source_of(p, &article)), title = columns_of(p, title_of(p, &article));
        char more[16];
        if (line->more > 0)
            source +=
                (size_t)snprintf(more, sizeof more, "%s+%u", source > 0 ? " " : "", (unsigned)line->more);
        if (code > widths.code) widths.code = code;
        if (source > widths.source) widths.source = source;
        if (title > widths.title) widths.title = title;
    }
    if (widths.code > LONGEST_CODE) widths.code = LONGEST_CODE;
    size_t room = p->width - widths.code - 5;
    if (widths.source > room / 3) widths.source = room / 3;
    if (widths.source > 0) room -= widths.source + 2;
    if (widths.title > room) widths.title = room;
    return widths;
}

static void put_source(page *p, const dvi_headline *line, const dvk_result *article, size_t width) {
    char more[16] = "";
    dvk_span source = source_of(p, article);
    if (line->more > 0)
        snprintf(more, sizeof more, "%s+%u", columns_of(p, source) > 0 ? " " : "", (unsigned)line->more);
    size_t tail = strlen(more);
    colour(p, DIM);
    put_cut(p, source, width > tail ? width - tail : 0);
    dvi_sink_text(p->sink, more);
    colour(p, PLAIN);
}

static void put_headline(page *p, const dvi_headline *line, const layout *widths) {
    dvk_result article = dvi_article(p->job->results, line->article);
    dvk_span source = source_of(p, &article);
    dvi_sink_text(p->sink, line->first ? " - " : " = ");
    if (!line->first) p->has_copies = true;
    colour(p, CYAN);
    size_t code = put_cut(p, span_of(dvk_language_code(article.language)), widths->code);
    colour(p, PLAIN);
    put_spaces(p, widths->code - code + 2);
    size_t title = put_cut(p, title_of(p, &article), widths->title);
    if (source.len != 0 || line->more > 0) {
        put_spaces(p, widths->title - title + 2);
        put_source(p, line, &article, widths->source);
    }
    dvi_sink_text(p->sink, "\n");
}

static void put_hidden(page *p) {
    char text[64];
    if (p->lines.n_hidden == 0) return;
    snprintf(text, sizeof text, "   … %zu more", p->lines.n_hidden);
    colour(p, DIM);
    dvi_sink_text(p->sink, text);
    colour(p, PLAIN);
    dvi_sink_text(p->sink, "\n");
}

/* "Вонсані = Wonsan", or the one spelling where both are the same. */
static void put_shared_word(page *p, paragraph *par, const dvk_shared *shared, dvi_buffer *pair,
                            const char *before) {
    bool same = shared->word_a.len == shared->word_b.len &&
                memcmp(shared->word_a.data, shared->word_b.data, shared->word_a.len) == 0;
    pair->len = 0;
    dvk_status status = dvi_terminal_line(pair, shared->word_a, p->width / 2 - 2, NULL);
    if (!same && status == DVK_OK) status = dvi_buffer_append_text(pair, " = ");
    if (!same && status == DVK_OK) status = dvi_terminal_line(pair, shared->word_b, p->width / 2 - 2, NULL);
    if (p->sink->status == DVK_OK) p->sink->status = status;
    put_piece(p, par, dvi_buffer_span(pair), before);
}

static void put_shared(page *p, const dvi_story *story) {
    dvk_shared shared[MOST_SHARED];
    uint32_t other = 0;
    size_t n = dvi_story_shared(story, p->job->results, shared, MOST_SHARED, &other);
    if (n == 0) return;
    dvk_result a = dvi_article(p->job->results, story->representative),
               b = dvi_article(p->job->results, other);
    const char *code_a = dvk_language_code(a.language), *code_b = dvk_language_code(b.language);
    char label[64];
    bool same = strcmp(code_a, code_b) == 0;
    snprintf(label, sizeof label, " shared%s%.12s%s%.12s%s:", same ? "" : " (", same ? "" : code_a,
             same ? "" : " = ", same ? "" : code_b, same ? "" : ")");
    dvi_sink_text(p->sink, label);
    paragraph par = {.indent = 3, .at = strlen(label)};
    dvi_buffer pair = {0};
    for (size_t i = 0; i < n; i++)
        put_shared_word(p, &par, &shared[i], &pair, i == 0 ? " " : ", ");
    dvi_buffer_finish(&pair);
    dvi_sink_text(p->sink, "\n");
}

static dvk_status put_story(page *p, size_t event) {
    dvi_story story;
    dvi_story_look(&p->stories, p->job->results, event, &story);
    dvk_result head = dvi_article(p->job->results, story.representative);
    colour(p, BOLD);
    put_cut(p, title_of(p, &head), p->width);
    colour(p, PLAIN);
    dvi_sink_text(p->sink, "\n");
    put_counts(p, &story);
    put_times(p, &story);
    dvk_status status = dvi_headlines_of(&p->lines, p->job->results, &story, p->job->options->max_headlines);
    if (status != DVK_OK) return status;
    layout widths = measure(p);
    for (size_t i = 0; i < p->lines.n && p->sink->status == DVK_OK; i++)
        if (p->lines.list[i].shown) put_headline(p, &p->lines.list[i], &widths);
    put_hidden(p);
    put_shared(p, &story);
    dvi_sink_text(p->sink, "\n");
    dvi_sink_flush_full(p->sink);
    return DVK_OK;
}

typedef struct ranked {
    uint32_t size, event;
} ranked;

static int biggest_first(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->size != y->size) return x->size > y->size ? -1 : 1;
    return x->event < y->event ? -1 : x->event > y->event;
}

static void put_count(page *p, paragraph *par, size_t n, const char *one, const char *many) {
    char text[96];
    snprintf(text, sizeof text, "%zu %s", n, n == 1 ? one : many);
    put_piece(p, par, span_of(text), ", ");
}

static void put_summary(page *p, size_t stories, size_t alone, size_t hidden) {
    size_t n = p->job->results->n, copies = n - p->stories.n_groups;
    paragraph par = {.indent = 2, .fresh = true};
    put_count(p, &par, n, "article", "articles");
    put_count(p, &par, stories, "story of two or more", "stories of two or more");
    put_count(p, &par, copies, "duplicate", "duplicates");
    put_count(p, &par, alone, "alone", "alone");
    if (hidden > 0) put_count(p, &par, hidden, "story too small to show", "stories too small to show");
    dvi_sink_text(p->sink, "\n");
}

static void put_legend(page *p) {
    static const char *const words[] = {"=",  "is",  "a",      "copy",  "or", "translation",
                                        "of", "the", "report", "above", "it"};
    paragraph par = {.indent = 2, .fresh = true};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put_piece(p, &par, span_of(words[i]), " ");
    dvi_sink_text(p->sink, "\n");
}

static dvk_status put_stories(page *p, ranked *order) {
    size_t n = p->stories.n_events, least = p->job->options->min_size, big = 0, alone = 0, hidden = 0;
    for (size_t i = 0; i < n; i++)
        order[i] = (ranked){p->stories.starts[i + 1] - p->stories.starts[i], (uint32_t)i};
    qsort(order, n, sizeof *order, biggest_first);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK && p->sink->status == DVK_OK; i++) {
        if (order[i].size == 0) break;
        if (order[i].size == 1) alone++;
        if (order[i].size > 1) big++;
        if (order[i].size >= least)
            status = put_story(p, order[i].event);
        else if (order[i].size > 1)
            hidden++;
    }
    if (status != DVK_OK) return status;
    if (p->has_copies) put_legend(p);
    put_summary(p, big, alone, hidden);
    return status;
}

dvk_status dvi_report_text(const dvi_report_job *job) {
    size_t width = job->options->width != 0 ? job->options->width : 80;
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    if (width > MOST_COLUMNS) width = MOST_COLUMNS;
    page p = {.job = job, .sink = job->sink, .width = width};
    dvk_status status = dvi_stories_init(&p.stories, job->results);
    if (status != DVK_OK) return status;
    ranked *order = dvi_alloc(p.stories.n_events, sizeof *order);
    status = order != NULL ? put_stories(&p, order) : DVK_E_MEMORY;
    dvi_free(order);
    dvi_headlines_finish(&p.lines);
    dvi_buffer_finish(&p.scratch);
    dvi_stories_finish(&p.stories);
    return status;
}
