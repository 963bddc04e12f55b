/* JSON Feed (versions 1 and 1.1, jsonfeed.org) -> articles, an item each.
 *
 * What is said of the feed as a whole may stand behind its items, so all of it is held: it is one record. */
#include "json_feed.h"

#include <string.h>

#include "base/error.h"
#include "base/span.h"
#include "blank.h"
#include "complete.h"
#include "html_text.h"
#include "json_peek.h"
#include "whole.h"

static bool is(dvk_span text, const char *wanted) {
    return text.len == strlen(wanted) && memcmp(text.data, wanted, text.len) == 0;
}

static bool begins(dvk_span text, const char *with) {
    return text.len >= strlen(with) && memcmp(text.data, with, strlen(with)) == 0;
}

bool dvi_json_feed_is(dvk_span start) {
    dvi_json_peek peek;
    dvk_span key;
    size_t at;
    bool addressed = false;
    dvi_json_peek_begin(&peek, start);
    while (dvi_json_peek_next(&peek, &key, &at)) {
        dvk_span value = {start.data + at, start.len - at};
        bool versioned = begins(value, "\"https://jsonfeed.org/version/") ||
                         begins(value, "\"http://jsonfeed.org/version/");
        if (is(key, "version") && versioned) return true;
        addressed = addressed || is(key, "feed_url") || is(key, "home_page_url");
        if (is(key, "items") && addressed && value.data[0] == '[') return true;
    }
    return false;
}

/* Of an object that is known to be well-formed, where its items begin; 0 for nowhere. */
static size_t find_items(dvk_span object) {
    dvi_json_peek peek;
    dvk_span key;
    size_t at;
    dvi_json_peek_begin(&peek, object);
    while (dvi_json_peek_next(&peek, &key, &at))
        if (is(key, "items") && object.data[at] == '[') return at;
    return 0;
}

static dvk_status fail(dvi_window *window, dvk_status status, uint64_t line, uint64_t byte,
                       const char *message, dvk_error *error) {
    window->broken = true;
    return dvi_error_set(error, status, window->stream.file, line, byte, "%s", message);
}

static dvk_status take(dvi_buffer *out, const dvi_json_value *value) {
    out->len = 0;
    return value->kind == DVI_JSON_STRING ? dvi_buffer_append(out, value->text.data, value->text.len)
                                          : DVK_OK;
}

dvk_status dvi_json_feed_begin(dvi_json_feed *feed, dvi_window *window, dvi_json *json, size_t max_record,
                               dvk_error *error) {
    static const dvk_span keys[] = {{"title", 5}, {"language", 8}};
    dvi_json_value values[2];
    dvi_json_fault fault;
    dvk_span all;
    dvk_status status = dvi_whole_read(window, max_record, &all, error);
    if (status != DVK_OK) return status;
    dvk_span object = dvi_trim(all);
    size_t before = (size_t)(object.data - all.data);
    status = dvi_json_parse(json, object.data, object.len, keys, 2, values, &fault);
    if (status != DVK_OK)
        return fail(window, status, 1 + dvi_count_byte((dvk_span){all.data, before + fault.at}, '\n'),
                    window->byte + before + fault.at,
                    status == DVK_E_MEMORY ? "out of memory while parsing a feed" : fault.reason, error);
    status = take(&feed->source, &values[0]);
    if (status == DVK_OK) status = take(&feed->lang, &values[1]);
    if (status != DVK_OK) return fail(window, status, 1, 0, "out of memory while opening a feed", error);
    size_t items = find_items(object);
    feed->json = json;
    feed->ended = items == 0;
    if (feed->ended)
        return fail(window, DVK_E_INPUT, 1, window->byte,
                    "the JSON Feed has no array \"items\"; fetch it again", error);
    dvi_window_consume(window, before + items);
    dvi_elements_begin(&feed->elements, window, max_record, true);
    feed->elements.line = 1 + dvi_count_byte((dvk_span){all.data, before + items}, '\n');
    feed->elements.is_part = true;
    return DVK_OK;
}

void dvi_json_feed_finish(dvi_json_feed *feed) {
    dvi_buffer_finish(&feed->source);
    dvi_buffer_finish(&feed->lang);
    dvi_buffer_finish(&feed->text);
}

enum { ID, URL, EXTERNAL_URL, TITLE, TEXT, HTML, SUMMARY, PUBLISHED, MODIFIED, LANGUAGE, N_KEYS };

static dvk_span text_of(const dvi_json_value *value) {
    bool is_text = value->kind == DVI_JSON_STRING || value->kind == DVI_JSON_NUMBER;
    return is_text && !dvi_is_blank(value->text) ? value->text : (dvk_span){NULL, 0};
}

static dvk_span first_of(const dvi_json_value *a, const dvi_json_value *b) {
    dvk_span first = text_of(a);
    return first.len != 0 ? first : text_of(b);
}

/* The summary only where the HTML has no text, as that of a picture has none. */
static dvk_status put_text(dvi_json_feed *feed, const dvi_json_value *values) {
    dvk_span text = first_of(&values[TEXT], &values[SUMMARY]);
    feed->text.len = 0;
    if (text_of(&values[TEXT]).len == 0) {
        dvk_status status = dvi_html_text(text_of(&values[HTML]), &feed->text);
        if (status != DVK_OK || feed->text.len != 0) return status;
    }
    return dvi_buffer_append(&feed->text, text.data, text.len);
}

dvk_status dvi_json_feed_next(dvi_json_feed *feed, const dvi_origin *origin, dvi_buffer *made_id,
                              dvk_article *article, dvk_error *error) {
    static const dvk_span keys[N_KEYS] = {{"id", 2},
                                          {"url", 3},
                                          {"external_url", 12},
                                          {"title", 5},
                                          {"content_text", 12},
                                          {"content_html", 12},
                                          {"summary", 7},
                                          {"date_published", 14},
                                          {"date_modified", 13},
                                          {"language", 8}};
    dvi_json_value values[N_KEYS];
    dvi_json_fault fault;
    dvi_record record;
    dvk_status status = dvi_elements_next(&feed->elements, &record, error);
    if (status != DVK_OK) return status;
    status = dvi_json_parse(feed->json, record.text.data, record.text.len, keys, N_KEYS, values, &fault);
    const char *message = status == DVK_E_MEMORY ? "out of memory while reading an item" : fault.reason;
    if (status == DVK_OK) {
        status = put_text(feed, values);
        message = status == DVK_E_LIMIT
                      ? "the HTML of the item is nested too deeply, or has too many elements or attributes"
                      : "out of memory while reading an item";
    }
    if (status != DVK_OK)
        return dvi_error_set(error, status, origin->path, record.line, record.byte, "%s", message);
    *article = (dvk_article){.id = text_of(&values[ID]),
                             .url = first_of(&values[URL], &values[EXTERNAL_URL]),
                             .title = text_of(&values[TITLE]),
                             .text = dvi_buffer_span(&feed->text),
                             .date = first_of(&values[PUBLISHED], &values[MODIFIED]),
                             .source = dvi_buffer_span(&feed->source),
                             .lang = text_of(&values[LANGUAGE]),
                             .record = record.text,
                             .line = record.line,
                             .byte = record.byte};
    if (article->lang.len == 0) article->lang = dvi_buffer_span(&feed->lang);
    dvi_trim_fields(article);
    return dvi_complete(article, origin, record.number, made_id, error);
}
