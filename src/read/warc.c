/* Web archives (ISO 28500: WARC/1.0 and 1.1) -> articles: pages from "response" and "resource" records, texts
 * from "conversion" records, which WET archives are made of.
 *
 * A record is a header of lines and a block of Content-Length bytes. A block is held only when it is to be
 * read, and others pass in pieces, so that an archive of any length and with films in it can be read. Each
 * block has a charset of its own. */
#include "warc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "article/url.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/span.h"
#include "base/utf8.h"
#include "blank.h"
#include "charset.h"
#include "complete.h"
#include "http_body.h"
#include "recode.h"

enum { MOST_HEADER = 64 * 1024 };

typedef enum record_kind { RECORD_OTHER, RECORD_RESPONSE, RECORD_RESOURCE, RECORD_TEXT } record_kind;

/* Of the record that is being read; the spans lie in `header`. */
typedef struct record {
    record_kind kind;
    uint64_t length, line, byte;
    dvk_span id, url, date, type, charset;
} record;

struct dvi_warc {
    dvi_window *window;
    dvi_page *page;
    size_t max_record;
    uint32_t max_ratio;
    uint64_t line, number, passed,
        packed;    /* packed: of those passed over, the pages that cannot be unpacked */
    uint64_t left; /* bytes of the last record that are still in the way */
    dvi_buffer header;
    record now;
    dvi_http_body http;
    dvi_buffer recoded;
};

dvi_warc *dvi_warc_create(dvi_page *page, size_t max_record, uint32_t max_ratio) {
    dvi_warc *warc = dvi_alloc_zero(1, sizeof *warc);
    if (warc == NULL) return NULL;
    warc->page = page;
    warc->max_record = max_record;
    warc->max_ratio = max_ratio;
    return warc;
}

void dvi_warc_destroy(dvi_warc *warc) {
    if (warc == NULL) return;
    dvi_http_body_finish(&warc->http);
    dvi_buffer_finish(&warc->header);
    dvi_buffer_finish(&warc->recoded);
    dvi_free(warc);
}

void dvi_warc_begin(dvi_warc *warc, dvi_window *window) {
    warc->window = window;
    warc->line = 1;
    warc->number = warc->passed = warc->packed = warc->left = 0;
}

static void consume(dvi_warc *warc, size_t n) {
    const char *data = dvi_window_at(warc->window);
    for (size_t i = 0; i < n; i++)
        warc->line += data[i] == '\n';
    dvi_window_consume(warc->window, n);
}

static dvk_status fail(dvi_warc *warc, dvk_status status, const char *message, dvk_error *error) {
    return dvi_error_set(error, status, warc->window->stream.file, warc->now.line, warc->now.byte, "%s",
                         message);
}

/* A fault behind which nothing can be made out. */
static dvk_status give_up(dvi_warc *warc, const char *message, dvk_error *error) {
    warc->window->broken = true;
    return fail(warc, DVK_E_INPUT, message, error);
}

static dvk_status read_on(dvi_warc *warc, dvk_error *error) {
    dvk_status status = dvi_window_more(warc->window, error);
    if (status < 0) error->line = warc->line;
    return status;
}

/* Moves behind the last record. */
static dvk_status pass_block(dvi_warc *warc, dvk_error *error) {
    for (;;) {
        size_t held = dvi_window_held(warc->window), n = held < warc->left ? held : (size_t)warc->left;
        warc->left -= n;
        consume(warc, n);
        if (warc->left == 0) return DVK_OK;
        dvk_status status = read_on(warc, error);
        if (status == DVK_END)
            return give_up(warc, "the record that begins here is cut off; fetch the archive again", error);
        if (status != DVK_OK) return status;
    }
}

/* To the next record, behind empty lines: DVK_END at the archive's end. */
static dvk_status find_record(dvi_warc *warc, dvk_error *error) {
    for (;;) {
        size_t held = dvi_window_held(warc->window), n = 0;
        const char *data = dvi_window_at(warc->window);
        while (n < held && (data[n] == '\r' || data[n] == '\n'))
            n++;
        consume(warc, n);
        if (n < held) return DVK_OK;
        dvk_status status = read_on(warc, error);
        if (status != DVK_OK) return status;
    }
}

/* The length of the header at the window, its empty line included. */
static dvk_status find_header(dvi_warc *warc, size_t *len, dvk_error *error) {
    size_t from = 0;
    for (;;) {
        const char *data = dvi_window_at(warc->window);
        size_t held = dvi_window_held(warc->window);
        for (; from + 1 < held && from < MOST_HEADER; from++) {
            bool bare = data[from] == '\n' && data[from + 1] == '\n';
            bool full =
                from + 2 < held && data[from] == '\n' && data[from + 1] == '\r' && data[from + 2] == '\n';
            if (data[from] == '\n' && data[from + 1] == '\r' && from + 2 >= held) break;
            if (!bare && !full) continue;
            *len = from + (full ? 3 : 2);
            return DVK_OK;
        }
        if (from >= MOST_HEADER)
            return give_up(
                warc, "the header of the record that begins here has no end; is this a WARC archive?", error);
        dvk_status status = read_on(warc, error);
        if (status == DVK_END)
            return give_up(
                warc, "the record that begins here is cut off in its header; fetch the archive again", error);
        if (status != DVK_OK) return status;
    }
}

/* At most 18 digits: no length is that long. */
static bool take_length(dvk_span value, uint64_t *length) {
    *length = 0;
    if (value.len == 0 || value.len > 18) return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] < '0' || value.data[i] > '9') return false;
        *length = *length * 10 + (uint64_t)(value.data[i] - '0');
    }
    return true;
}

/* <urn:uuid:...> without what surrounds it. */
static dvk_span bare_id(dvk_span id) {
    static const char scheme[] = "urn:uuid:";
    size_t len = sizeof scheme - 1;
    if (id.len >= 2 && id.data[0] == '<' && id.data[id.len - 1] == '>')
        id = (dvk_span){id.data + 1, id.len - 2};
    if (id.len > len && dvi_is_called((dvk_span){id.data, len}, scheme))
        id = (dvk_span){id.data + len, id.len - len};
    return id;
}

static record_kind kind_of(dvk_span type) {
    if (dvi_is_called(type, "response")) return RECORD_RESPONSE;
    if (dvi_is_called(type, "resource")) return RECORD_RESOURCE;
    return dvi_is_called(type, "conversion") ? RECORD_TEXT : RECORD_OTHER;
}

static bool parse_header(dvi_warc *warc) {
    dvk_span rest = dvi_buffer_span(&warc->header), line, value;
    record *now = &warc->now;
    bool has_length = false;
    dvi_header_line(&rest, &line);
    while (dvi_header_line(&rest, &line) && line.len != 0) {
        if ((value = dvi_header_value(line, "warc-type")).len != 0) now->kind = kind_of(value);
        if ((value = dvi_header_value(line, "warc-record-id")).len != 0) now->id = bare_id(value);
        if ((value = dvi_header_value(line, "warc-target-uri")).len != 0) now->url = bare_id(value);
        if ((value = dvi_header_value(line, "warc-date")).len != 0) now->date = value;
        if ((value = dvi_header_value(line, "content-type")).len != 0)
            dvi_content_type(value, &now->type, &now->charset);
        if ((value = dvi_header_value(line, "content-length")).len != 0)
            has_length = take_length(value, &now->length);
    }
    return has_length;
}

/* The next record's header: DVK_OK, DVK_END or a failure. */
static dvk_status begin_record(dvi_warc *warc, dvk_error *error) {
    size_t len = 0;
    dvk_status status = pass_block(warc, error);
    if (status == DVK_OK) status = find_record(warc, error);
    if (status != DVK_OK) return status;
    warc->now = (record){.line = warc->line, .byte = warc->window->byte};
    warc->number++;
    status = find_header(warc, &len, error);
    if (status != DVK_OK) return status;
    if (memcmp(dvi_window_at(warc->window), "WARC/", 5) != 0)
        return give_up(warc, "a record must begin here with WARC/; a length before it is wrong", error);
    warc->header.len = 0;
    if (dvi_buffer_append(&warc->header, dvi_window_at(warc->window), len) != DVK_OK)
        return fail(warc, DVK_E_MEMORY, "out of memory while reading an archive", error);
    consume(warc, len);
    if (!parse_header(warc))
        return give_up(warc, "the record that begins here has no Content-Length that is a number of bytes",
                       error);
    warc->left = warc->now.length;
    if (dvi_utf8_check(dvi_buffer_span(&warc->header)) == warc->header.len) return DVK_OK;
    return fail(warc, DVK_E_ENCODING, "the header of the record that begins here is not UTF-8; mend it",
                error);
}

/* Has the whole block held. */
static dvk_status hold_block(dvi_warc *warc, dvk_span *block, dvk_error *error) {
    if (warc->left > warc->max_record)
        return dvi_error_set(error, DVK_E_LIMIT, warc->window->stream.file, warc->now.line, warc->now.byte,
                             "the record is longer than the limit of %zu bytes; raise --max-record",
                             warc->max_record);
    while (dvi_window_held(warc->window) < warc->left) {
        dvk_status status = read_on(warc, error);
        if (status == DVK_END)
            return give_up(warc, "the record that begins here is cut off; fetch the archive again", error);
        if (status != DVK_OK) return status;
    }
    *block = (dvk_span){dvi_window_at(warc->window), (size_t)warc->left};
    return DVK_OK;
}

static dvk_status recode(dvi_warc *warc, dvk_span raw, dvi_charset charset, dvk_span *out) {
    dvi_recode *converter = dvi_recode_create(charset, raw.len);
    size_t room, got = 0;
    if (converter == NULL) return DVK_E_MEMORY;
    char *to = dvi_recode_room(converter, &room);
    if (raw.len != 0) memcpy(to, raw.data, raw.len);
    dvi_recode_took(converter, raw.len);
    warc->recoded.len = 0;
    dvk_status status = DVK_OK;
    for (bool ended = raw.len == 0; status == DVK_OK;) {
        status = dvi_buffer_reserve(&warc->recoded, 64 * 1024);
        if (status == DVK_OK)
            status = dvi_recode_give(converter, warc->recoded.data + warc->recoded.len, 64 * 1024, &got);
        warc->recoded.len += got;
        if (status != DVK_OK || got != 0) continue;
        if (ended) break;
        ended = true;
        dvi_recode_took(converter, 0);
    }
    dvi_recode_destroy(converter);
    *out = dvi_buffer_span(&warc->recoded);
    return status == DVK_END ? DVK_OK : status;
}

/* The header's word counts for more than the page's, but less than bytes that are UTF-8. What a charset does
 * not have becomes U+FFFD: of a crawl's pages some are always damaged. */
static dvk_status to_utf_8(dvi_warc *warc, dvk_span raw, dvk_span declared, dvk_span *out) {
    *out = raw;
    if (raw.len == 0) return DVK_OK;
    dvi_charset charset = dvi_charset_named(declared);
    dvi_charset_found found = dvi_charset_tell(raw, true);
    raw = (dvk_span){raw.data + found.mark, raw.len - found.mark};
    *out = raw;
    if (dvi_utf8_check(raw) == raw.len && found.charset == DVI_CHARSET_UTF_8) return DVK_OK;
    bool by_header = charset != DVI_CHARSET_UNKNOWN && charset != DVI_CHARSET_UTF_8 && found.mark == 0;
    if (!by_header) charset = found.charset;
    return charset == DVI_CHARSET_UNKNOWN ? DVK_E_ENCODING : recode(warc, raw, charset, out);
}

static bool is_html(dvk_span type) {
    return dvi_is_called(type, "text/html") || dvi_is_called(type, "application/xhtml+xml");
}

/* The page's bytes. DVK_END: the record is no page. */
static dvk_status open_page(dvi_warc *warc, dvk_span block, dvk_span *html) {
    dvk_span type = warc->now.type, charset = warc->now.charset;
    dvk_status status = DVK_OK;
    if (warc->now.kind == RECORD_RESPONSE) {
        status = dvi_http_body_read(&warc->http, block, warc->max_record, warc->max_ratio);
        warc->packed += status == DVK_E_INPUT && warc->http.code == 200 && is_html(warc->http.type);
        if (status == DVK_E_INPUT || warc->http.code != 200) return DVK_END;
        type = warc->http.type;
        charset = warc->http.charset;
        block = warc->http.body;
    }
    if (status != DVK_OK) return status;
    if (!is_html(type)) return DVK_END;
    return to_utf_8(warc, block, charset, html);
}

/* The first line that is not blank is the title. */
static dvk_status read_text(dvk_span block, dvk_article *article) {
    if (dvi_utf8_check(block) != block.len) return DVK_E_ENCODING;
    dvk_span text = dvi_trim(block);
    const char *end = text.len != 0 ? memchr(text.data, '\n', text.len) : NULL;
    size_t len = end == NULL ? text.len : (size_t)(end - text.data);
    article->title = (dvk_span){text.data, len};
    article->text = (dvk_span){text.data + len, text.len - len};
    return DVK_OK;
}

/* `reason` is the sentence for a failure. */
static dvk_status read_block(dvi_warc *warc, dvk_span block, dvk_article *article, const char **reason) {
    dvk_span html;
    *reason = "the text is not UTF-8; fetch the archive again";
    if (warc->now.kind == RECORD_TEXT) return read_text(block, article);
    dvk_status status = open_page(warc, block, &html);
    *reason = "the page is in a charset that is not read";
    if (status == DVK_E_LIMIT)
        *reason =
            "the page is too long, or grows too much, when it is unpacked; raise --max-record or --max-ratio";
    if (status == DVK_E_MEMORY) *reason = dvi_page_reason(status);
    if (status != DVK_OK) return status;
    status = dvi_page_read(warc->page, html, article);
    *reason = dvi_page_reason(status);
    return status;
}

/* The record that has begun: DVK_OK, DVK_END when it is no article, or a failure. */
static dvk_status read_record(dvi_warc *warc, const dvi_origin *origin, dvi_buffer *made_id,
                              dvk_article *article, dvk_error *error) {
    dvk_span block = {NULL, 0};
    dvk_status status = hold_block(warc, &block, error);
    if (status != DVK_OK) return status;
    *article = (dvk_article){.line = warc->now.line, .byte = warc->now.byte};
    const char *reason;
    status = read_block(warc, block, article, &reason);
    if (status == DVK_END) return status;
    if (status != DVK_OK) return fail(warc, status, reason, error);
    article->record = block;
    article->id = warc->now.id;
    if (dvk_parse_date(article->date, &article->time) != DVK_OK) article->date = warc->now.date;
    if (article->url.len == 0) article->url = warc->now.url;
    dvi_trim_fields(article);
    if (article->source.len == 0) article->source = dvi_url_host(article->url);
    if (article->title.len == 0 && article->text.len == 0) return DVK_END;
    return dvi_complete(article, origin, warc->number, made_id, error);
}

dvk_status dvi_warc_next(dvi_warc *warc, const dvi_origin *origin, dvi_buffer *made_id, dvk_article *article,
                         dvk_error *error) {
    for (;;) {
        dvk_status status = begin_record(warc, error);
        if (status != DVK_OK) return status;
        if (warc->now.kind == RECORD_OTHER) continue;
        status = read_record(warc, origin, made_id, article, error);
        if (status != DVK_END) return status;
        warc->passed++;
    }
}

void dvi_warc_end(dvi_warc *warc, const char *file, dvk_error *warning) {
    char packed[128] = "";
    if (warc->packed != 0)
        snprintf(packed, sizeof packed,
                 "; %" PRIu64
                 " of them would be %s, packed in a way that is not read (only gzip is) or damaged",
                 warc->packed, warc->packed == 1 ? "a page" : "pages");
    if (warc->passed != 0)
        dvi_error_set(warning, DVK_OK, file, 0, 0,
                      "%" PRIu64 " record%s of the archive %s no page with text and %s passed over%s",
                      warc->passed, warc->passed == 1 ? "" : "s", warc->passed == 1 ? "is" : "are",
                      warc->passed == 1 ? "was" : "were", packed);
    warc->passed = warc->packed = 0;
}
