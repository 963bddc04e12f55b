/* The index of the page: columns of numbers and titles, for as many stories as fit; and its list of chunks.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dvoinik/model.h"
#include "page_text.h"
#include "report_html.h"

enum { STORY_COLUMNS = 3, ARTICLE_COLUMNS = 5, COLUMNS = STORY_COLUMNS + ARTICLE_COLUMNS, TITLE_BYTES = 400 };
enum { EVENT, SIZE, HEAD, TITLE, TIME, LANGUAGE, GROUP, SOURCE };

static const char *const column_names[COLUMNS] = {
    [EVENT] = "event", [SIZE] = "size",         [HEAD] = "head",   [TITLE] = "title",
    [TIME] = "time",   [LANGUAGE] = "language", [GROUP] = "group", [SOURCE] = "source"};

typedef struct columns {
    dvi_sink list[COLUMNS];
} columns;

/* The beginning of a title that goes on and on, cut at a character's boundary. */
static dvk_span beginning(dvk_span text, size_t most) {
    if (text.len <= most) return text;
    while (most > 0 && ((unsigned char)text.data[most] & 0xC0) == 0x80)
        most--;
    return (dvk_span){text.data, most};
}

static dvi_sink *next(columns *c, int column) {
    dvi_sink *sink = &c->list[column];
    if (sink->out.len != 0) dvi_sink_text(sink, ",");
    return sink;
}

/* Returns whether there is something to see. `more`: of what is given there is more than that. */
static bool put_beginning(dvi_sink *sink, dvk_span text, bool more) {
    size_t before = sink->out.len;
    dvk_span start = beginning(text, TITLE_BYTES);
    if (sink->status == DVK_OK) sink->status = dvi_page_string(&sink->out, start, DVI_PAGE_ONE_LINE);
    if (sink->status != DVK_OK || sink->out.len - before <= 2) return false;
    if (start.len == text.len && !more) return true;
    sink->out.len--; /* the quote */
    dvi_sink_text(sink, "…\"");
    return true;
}

static void put_title(dvi_sink *sink, const dvk_result *article) {
    size_t before = sink->out.len;
    bool of_text = article->title.data == article->text.data && article->title.len < article->text.len;
    if (put_beginning(sink, article->title, of_text) || sink->status != DVK_OK) return;
    sink->out.len = before;
    (void)put_beginning(sink, article->id, false);
}

static void put_article(columns *c, const dvk_result *article, size_t group) {
    put_title(next(c, TITLE), article);
    dvi_sink *time = next(c, TIME);
    if (article->time == DVK_NO_TIME)
        dvi_sink_text(time, "null");
    else if (time->status == DVK_OK)
        time->status = dvi_buffer_format(&time->out, "%" PRId64, article->time);
    dvi_sink_number(next(c, LANGUAGE), article->language);
    dvi_sink_number(next(c, GROUP), group);
}

static void put_story(columns *c, const dvi_page *page, size_t event, const dvi_story *story) {
    size_t head = 0, group = 0;
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < story->n; i++) {
        dvk_result article = dvi_article(page->results, story->members[i]);
        if (i > 0 && article.assigned.duplicate != last) group++;
        last = article.assigned.duplicate;
        if (story->members[i] == story->representative) head = i;
        put_article(c, &article, group);
    }
    dvi_sink_number(next(c, EVENT), event);
    dvi_sink_number(next(c, SIZE), story->n);
    dvi_sink_number(next(c, HEAD), head);
}

static size_t bytes_of(const columns *c) {
    size_t bytes = 0;
    for (int i = 0; i < COLUMNS; i++)
        bytes += c->list[i].out.len;
    return bytes;
}

/* Stories as long as they fit; the one that does not is taken out of the columns again. */
static void put_stories(columns *c, dvi_page *page, size_t limit) {
    for (; page->n_shown < page->n_events; page->n_shown++) {
        size_t lens[COLUMNS];
        dvi_story story;
        for (int i = 0; i < COLUMNS; i++)
            lens[i] = c->list[i].out.len;
        dvi_story_look(&page->stories, page->results, page->order[page->n_shown], &story);
        put_story(c, page, page->order[page->n_shown], &story);
        if (bytes_of(c) > limit) {
            for (int i = 0; i < COLUMNS; i++)
                c->list[i].out.len = lens[i];
            return;
        }
        memcpy(page->articles + page->n_articles, story.members, story.n * sizeof *story.members);
        page->n_articles += story.n;
    }
}

typedef struct named {
    dvk_span name;
    uint32_t place, number;
} named;

static int by_name(const void *a, const void *b) {
    const named *x = a, *y = b;
    size_t len = x->name.len < y->name.len ? x->name.len : y->name.len;
    int order = len != 0 ? memcmp(x->name.data, y->name.data, len) : 0;
    if (order != 0) return order;
    if (x->name.len != y->name.len) return x->name.len < y->name.len ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static int by_place(const void *a, const void *b) {
    const named *x = a, *y = b;
    return x->place < y->place ? -1 : 1;
}

/* The sources of all articles, copied to `names`, since results are lent for a short time. */
static dvk_status name_sources(const dvi_page *page, named *list, dvi_buffer *names) {
    size_t at = 0;
    for (size_t i = 0; i < page->n_articles; i++) {
        dvk_result article = dvi_article(page->results, page->articles[i]);
        dvk_span name = beginning(dvi_source_of(&article), TITLE_BYTES);
        dvk_status status = dvi_buffer_append(names, name.data, name.len);
        if (status != DVK_OK) return status;
        list[i] = (named){{NULL, name.len}, (uint32_t)i, 0};
    }
    for (size_t i = 0; i < page->n_articles; i++) {
        if (list[i].name.len != 0) list[i].name.data = names->data + at;
        at += list[i].name.len;
    }
    return DVK_OK;
}

/* Each source once into `table`; the column gets their numbers. */
static void put_names(columns *c, const dvi_page *page, named *list, dvi_sink *table) {
    qsort(list, page->n_articles, sizeof *list, by_name);
    for (size_t i = 0, number = 0; i < page->n_articles; i++) {
        bool same = i > 0 && list[i].name.len == list[i - 1].name.len &&
                    (list[i].name.len == 0 ||
                     memcmp(list[i].name.data, list[i - 1].name.data, list[i].name.len) == 0);
        if (!same) {
            if (i > 0) dvi_sink_text(table, ",");
            if (table->status == DVK_OK)
                table->status = dvi_page_string(&table->out, list[i].name, DVI_PAGE_ONE_LINE);
            number += i > 0;
        }
        list[i].number = (uint32_t)number;
    }
    qsort(list, page->n_articles, sizeof *list, by_place);
    for (size_t i = 0; i < page->n_articles; i++)
        dvi_sink_number(next(c, SOURCE), list[i].number);
}

static dvk_status put_sources(columns *c, const dvi_page *page, dvi_sink *table) {
    dvi_buffer names = {0};
    named *list = dvi_alloc(page->n_articles, sizeof *list);
    dvk_status status = list != NULL ? name_sources(page, list, &names) : DVK_E_MEMORY;
    if (status == DVK_OK) put_names(c, page, list, table);
    dvi_buffer_finish(&names);
    dvi_free(list);
    return status == DVK_OK ? table->status : status;
}

static void put_totals(dvi_sink *sink, const dvi_page *page) {
    dvi_sink_text(sink, "{\"dvoinik\":1,\"articles\":");
    dvi_sink_number(sink, page->results->n);
    dvi_sink_text(sink, ",\"stories\":");
    dvi_sink_number(sink, page->n_events);
    dvi_sink_text(sink, ",\"languages\":[");
    for (uint32_t i = 0; i < dvk_language_count(); i++) {
        dvi_sink_text(sink, i > 0 ? ",\"" : "\"");
        dvi_sink_text(sink, dvk_language_code(i));
        dvi_sink_text(sink, "\"");
    }
    dvi_sink_text(sink, "],\n\"sources\":[");
}

dvk_status dvi_page_index(dvi_page *page, size_t limit, dvi_buffer *out) {
    columns c = {.list = {{.status = DVK_OK}}};
    dvi_sink sink = {.status = DVK_OK};
    page->n_shown = page->n_articles = 0;
    put_totals(&sink, page);
    put_stories(&c, page, limit);
    dvk_status status = put_sources(&c, page, &sink);
    dvi_sink_text(&sink, "]");
    for (int i = 0; i < COLUMNS; i++) {
        dvi_sink_text(&sink, ",\n\"");
        dvi_sink_text(&sink, column_names[i]);
        dvi_sink_text(&sink, "\":[");
        dvi_sink_span(&sink, dvi_buffer_span(&c.list[i].out));
        dvi_sink_text(&sink, "]");
        if (status == DVK_OK) status = c.list[i].status;
        dvi_buffer_finish(&c.list[i].out);
    }
    dvi_sink_text(&sink, "}");
    *out = sink.out;
    return status == DVK_OK ? sink.status : status;
}

static void put_starts(dvi_sink *sink, const char *name, const dvi_chunks *chunks) {
    dvi_sink_text(sink, name);
    dvi_sink_span(sink, dvi_buffer_span(&chunks->starts.out));
    dvi_sink_number(sink, chunks->n_kept);
    dvi_sink_text(sink, "]");
}

void dvi_page_parts(const dvi_chunks *details, const dvi_chunks *texts, dvi_sink *sink) {
    put_starts(sink, "{\"details\":[", details);
    put_starts(sink, ",\n\"texts\":[", texts);
    dvi_sink_text(sink, ",\n\"has_texts\":");
    dvi_sink_text(sink, texts->n_items != 0 ? "true" : "false");
    dvi_sink_text(sink, ",\"cut\":");
    dvi_sink_number(sink, texts->n_kept_cut);
    dvi_sink_text(sink, "}");
}
