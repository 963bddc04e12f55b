/* One open input of a known layout -> its articles: the layouts' readers behind one door. */
#include "articles.h"

#include <assert.h>

#include "article/url.h"
#include "base/error.h"
#include "complete.h"
#include "plaintext.h"
#include "whole.h"

static_assert((int)DVI_WINDOW_PADDING >= (int)DVI_JSON_PADDING,
              "the parser reads behind the window's padding");

dvk_status dvi_articles_init(dvi_articles *articles, dvi_window *window, const dvi_fields *fields,
                             size_t max_record, uint32_t max_ratio, uint32_t max_depth) {
    *articles = (dvi_articles){.window = window,
                               .fields = fields,
                               .max_record = max_record,
                               .max_ratio = max_ratio,
                               .json = dvi_json_create(max_depth)};
    return articles->json != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_articles_finish(dvi_articles *articles) {
    dvi_feed_destroy(articles->feed);
    dvi_warc_destroy(articles->warc);
    dvi_page_destroy(articles->page);
    dvi_json_feed_finish(&articles->json_feed);
    dvi_table_finish(&articles->table);
    dvi_json_destroy(articles->json);
    dvi_buffer_finish(&articles->made_id);
    *articles = (dvi_articles){.window = NULL};
}

static dvk_status fail_memory(const dvi_articles *articles, dvk_error *error) {
    return dvi_error_set(error, DVK_E_MEMORY, articles->origin.path, 0, 0,
                         "out of memory while opening an input");
}

static bool need_page(dvi_articles *articles) {
    if (articles->page == NULL) articles->page = dvi_page_create(articles->json);
    return articles->page != NULL;
}

static bool need_warc(dvi_articles *articles) {
    if (!need_page(articles)) return false;
    if (articles->warc == NULL)
        articles->warc = dvi_warc_create(articles->page, articles->max_record, articles->max_ratio);
    return articles->warc != NULL;
}

dvk_status dvi_articles_begin(dvi_articles *articles, dvi_layout layout, dvi_origin origin,
                              dvk_error *error) {
    dvi_window *window = articles->window;
    size_t max_record = articles->max_record;
    articles->layout = layout;
    articles->origin = origin;
    articles->given = false;
    switch (layout) {
    case DVI_LAYOUT_FEED:
        articles->feed = dvi_feed_create(window, max_record);
        return articles->feed != NULL ? DVK_OK : fail_memory(articles, error);
    case DVI_LAYOUT_HTML:
        return need_page(articles) ? DVK_OK : fail_memory(articles, error);
    case DVI_LAYOUT_WARC:
        if (!need_warc(articles)) return fail_memory(articles, error);
        dvi_warc_begin(articles->warc, window);
        return DVK_OK;
    case DVI_LAYOUT_JSON_FEED:
        return dvi_json_feed_begin(&articles->json_feed, window, articles->json, max_record, error);
    case DVI_LAYOUT_CSV:
    case DVI_LAYOUT_TSV:
        dvi_table_begin(&articles->table, window, articles->fields, max_record, layout == DVI_LAYOUT_TSV);
        return DVK_OK;
    default:
        dvi_jsonl_begin(&articles->lines, window, max_record);
        dvi_elements_begin(&articles->elements, window, max_record, layout == DVI_LAYOUT_ARRAY);
        return DVK_OK;
    }
}

/* A record is one line to whoever passes it on. Outside strings, where alone they can be, line ends are white
 * space. */
static void lay_on_one_line(dvi_window *window, dvk_span record) {
    char *data = window->data + (record.data - window->data);
    for (size_t i = 0; i < record.len; i++)
        if (data[i] == '\n' || data[i] == '\r') data[i] = ' ';
}

static dvk_status next_json(dvi_articles *articles, dvk_article *article, dvk_error *error) {
    dvi_record record;
    bool by_lines = articles->layout == DVI_LAYOUT_LINES;
    dvk_status status = by_lines ? dvi_jsonl_next(&articles->lines, &record, error)
                                 : dvi_elements_next(&articles->elements, &record, error);
    if (status != DVK_OK) return status;
    status = dvi_json_record_read(articles->json, articles->fields, &record, &articles->origin,
                                  &articles->made_id, article, error);
    if (status == DVK_OK && !by_lines) lay_on_one_line(articles->window, record.text);
    return status;
}

static dvk_status read_page(dvi_articles *articles, dvk_article *article, dvk_error *error) {
    uint64_t byte = articles->window->byte;
    dvk_span all;
    dvk_status status = dvi_whole_read(articles->window, articles->max_record, &all, error);
    if (status != DVK_OK) return status;
    *article = (dvk_article){.record = all, .line = 1, .byte = byte};
    status = dvi_page_read(articles->page, all, article);
    if (status != DVK_OK)
        return dvi_error_set(error, status, articles->origin.path, 1, byte, "%s", dvi_page_reason(status));
    article->id = dvi_file_id(&articles->origin);
    article->id_is_file_name = true;
    dvi_trim_fields(article);
    if (article->source.len == 0) article->source = dvi_url_host(article->url);
    return dvi_complete(article, &articles->origin, 1, &articles->made_id, error);
}

static dvk_status next_alone(dvi_articles *articles, dvk_article *article, dvk_error *error) {
    if (articles->given) return DVK_END;
    articles->given = true;
    if (articles->layout == DVI_LAYOUT_HTML) return read_page(articles, article, error);
    return dvi_plaintext_read(articles->window, articles->max_record, &articles->origin, article, error);
}

dvk_status dvi_articles_next(dvi_articles *articles, dvk_article *article, dvk_error *error) {
    switch (articles->layout) {
    case DVI_LAYOUT_TEXT:
    case DVI_LAYOUT_HTML:
        return next_alone(articles, article, error);
    case DVI_LAYOUT_FEED:
        return dvi_feed_next(articles->feed, &articles->origin, &articles->made_id, article, error);
    case DVI_LAYOUT_JSON_FEED:
        return dvi_json_feed_next(&articles->json_feed, &articles->origin, &articles->made_id, article,
                                  error);
    case DVI_LAYOUT_WARC:
        return dvi_warc_next(articles->warc, &articles->origin, &articles->made_id, article, error);
    case DVI_LAYOUT_CSV:
    case DVI_LAYOUT_TSV:
        return dvi_table_next(&articles->table, &articles->origin, &articles->made_id, article, error);
    default:
        return next_json(articles, article, error);
    }
}

bool dvi_articles_are_many(const dvi_articles *articles) {
    return articles->layout != DVI_LAYOUT_TEXT && articles->layout != DVI_LAYOUT_HTML;
}

void dvi_articles_end(dvi_articles *articles, dvk_error *warning) {
    *warning = (dvk_error){.status = DVK_OK};
    if (articles->layout == DVI_LAYOUT_WARC && articles->warc != NULL)
        dvi_warc_end(articles->warc, articles->origin.path, warning);
    dvi_feed_destroy(articles->feed);
    articles->feed = NULL;
}
