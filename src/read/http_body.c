/* An HTTP answer as an archive keeps it -> its page (RFC 9112 sections 4, 5 and 7.1).
 *
 * Archivers differ in whether they store a body as it came over the line or decoded, and leave the header as
 * it came. So a body that is not in chunks, or not gzip, is taken for what it is whatever its header says;
 * and one in a coding that is not read is a page when it begins with a tag. */
#include "http_body.h"

#include <string.h>

#include "blank.h"

#include "base/span.h"

enum { RATIO_FREE_BYTES = 16 * 1024 * 1024 };

bool dvi_header_line(dvk_span *text, dvk_span *line) {
    const char *end = text->len != 0 ? memchr(text->data, '\n', text->len) : NULL;
    if (end == NULL) return false;
    size_t len = (size_t)(end - text->data);
    *line = (dvk_span){text->data, len};
    if (len != 0 && text->data[len - 1] == '\r') line->len--;
    *text = (dvk_span){end + 1, text->len - len - 1};
    return true;
}

dvk_span dvi_header_value(dvk_span line, const char *name) {
    const char *colon = line.len != 0 ? memchr(line.data, ':', line.len) : NULL;
    if (colon == NULL) return (dvk_span){NULL, 0};
    size_t len = (size_t)(colon - line.data);
    if (!dvi_is_called(dvi_trim((dvk_span){line.data, len}), name)) return (dvk_span){NULL, 0};
    return dvi_trim((dvk_span){colon + 1, line.len - len - 1});
}

void dvi_content_type(dvk_span value, dvk_span *type, dvk_span *charset) {
    size_t end = 0;
    while (end < value.len && value.data[end] != ';')
        end++;
    *type = dvi_trim((dvk_span){value.data, end});
    *charset = (dvk_span){NULL, 0};
    for (size_t i = end; i + 8 < value.len; i++) {
        if (!dvi_is_called((dvk_span){value.data + i, 8}, "charset=")) continue;
        dvk_span name = {value.data + i + 8, value.len - i - 8};
        if (name.data[0] == '"' || name.data[0] == '\'') name = (dvk_span){name.data + 1, name.len - 1};
        size_t n = 0;
        while (n < name.len && strchr("\"'; ", name.data[n]) == NULL)
            n++;
        *charset = (dvk_span){name.data, n};
        return;
    }
}

static unsigned status_code(dvk_span line) {
    unsigned code = 0;
    if (line.len < 5 || memcmp(line.data, "HTTP/", 5) != 0) return 0;
    const char *space = memchr(line.data, ' ', line.len);
    size_t at = space == NULL ? line.len : (size_t)(space - line.data) + 1;
    for (size_t i = 0; i < 3; i++, at++) {
        if (at >= line.len || line.data[at] < '0' || line.data[at] > '9') return 0;
        code = code * 10 + (unsigned)(line.data[at] - '0');
    }
    return code;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = dvi_lower_ascii(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size of the chunk that begins at `text`, whose line is taken off; SIZE_MAX when there is none. */
static size_t take_chunk_size(dvk_span *text) {
    dvk_span line;
    size_t size = 0, digits = 0;
    if (!dvi_header_line(text, &line)) return SIZE_MAX;
    for (; digits < line.len && hex(line.data[digits]) >= 0; digits++) {
        if (size > SIZE_MAX >> 8) return SIZE_MAX;
        size = size << 4 | (size_t)hex(line.data[digits]);
    }
    bool ends = digits == line.len || line.data[digits] == ';' || line.data[digits] == ' ';
    return digits != 0 && ends ? size : SIZE_MAX;
}

/* A body whose last chunk is missing or cut is what there is of it, as in a browser. */
static dvk_status unchunk(dvi_http_body *http) {
    dvk_span rest = http->body;
    bool first = true;
    http->unchunked.len = 0;
    for (;;) {
        size_t size = take_chunk_size(&rest);
        if (size == SIZE_MAX && first) return DVK_OK;
        first = false;
        if (size == SIZE_MAX || size == 0) break;
        if (size > rest.len) size = rest.len;
        dvk_status status = dvi_buffer_append(&http->unchunked, rest.data, size);
        if (status != DVK_OK) return status;
        rest = (dvk_span){rest.data + size, rest.len - size};
        dvk_span line;
        if (!dvi_header_line(&rest, &line)) break;
    }
    http->body = dvi_buffer_span(&http->unchunked);
    return DVK_OK;
}

static dvk_status unpack(dvi_http_body *http, size_t most, uint32_t max_ratio) {
    const dvi_codec *codec = &dvi_codec_gzip;
    dvi_codec_piece piece = {.in = (const unsigned char *)http->body.data, .in_len = http->body.len};
    if (!codec->begins(piece.in, piece.in_len)) return DVK_OK;
    if (http->gzip == NULL) http->gzip = codec->create();
    if (http->gzip == NULL || !codec->reset(http->gzip)) return DVK_E_MEMORY;
    dvi_buffer *out = &http->unpacked;
    out->len = 0;
    do {
        dvk_status status = dvi_buffer_reserve(out, 64 * 1024);
        if (status != DVK_OK) return status;
        size_t in_before = piece.in_len;
        piece.out = out->data + out->len;
        piece.out_len = 64 * 1024;
        status = codec->decode(http->gzip, &piece);
        size_t got = 64 * 1024 - piece.out_len;
        out->len += got;
        if (status != DVK_OK) return status;
        size_t taken = http->body.len - piece.in_len;
        if (out->len > most || (out->len > RATIO_FREE_BYTES && out->len / max_ratio > taken))
            return DVK_E_LIMIT;
        if (got == 0 && in_before == piece.in_len) return DVK_E_INPUT;
    } while (piece.inside || codec->begins(piece.in, piece.in_len));
    http->body = dvi_buffer_span(out);
    return DVK_OK;
}

typedef struct codings {
    bool chunked, gzip, other;
} codings;

static bool is_gzip(dvk_span name) {
    return dvi_is_called(name, "gzip") || dvi_is_called(name, "x-gzip");
}

static void note_content_coding(codings *of_content, dvk_span name) {
    bool gzip = is_gzip(name);
    *of_content = (codings){.gzip = gzip, .other = !gzip && !dvi_is_called(name, "identity")};
}

/* Of a list, which may go on in another line. What is packed when it is in chunks already is not read. */
static void note_transfer_codings(codings *of_transfer, dvk_span list) {
    while (list.len != 0) {
        const char *comma = memchr(list.data, ',', list.len);
        size_t len = comma == NULL ? list.len : (size_t)(comma - list.data);
        const char *semicolon = memchr(list.data, ';', len);
        dvk_span name =
            dvi_trim((dvk_span){list.data, semicolon == NULL ? len : (size_t)(semicolon - list.data)});
        if (dvi_is_called(name, "chunked"))
            of_transfer->chunked = true;
        else if (is_gzip(name) && !of_transfer->chunked && !of_transfer->gzip)
            of_transfer->gzip = true;
        else if (name.len != 0 && !dvi_is_called(name, "identity"))
            of_transfer->other = true;
        len += comma != NULL;
        list = (dvk_span){list.data + len, list.len - len};
    }
}

static bool begins_with_tag(dvk_span body) {
    dvk_span text = dvi_trim(body);
    return text.len != 0 && text.data[0] == '<';
}

/* The body as it came -> decoded. */
static dvk_status decode(dvi_http_body *http, codings of_content, codings of_transfer, size_t most,
                         uint32_t max_ratio) {
    bool twice = of_content.gzip && of_transfer.gzip;
    dvk_status status = of_transfer.chunked ? unchunk(http) : DVK_OK;
    if (status == DVK_OK && (of_content.gzip || of_transfer.gzip)) status = unpack(http, most, max_ratio);
    if (status != DVK_OK || !(of_content.other || of_transfer.other || twice)) return status;
    return begins_with_tag(http->body) ? DVK_OK : DVK_E_INPUT;
}

dvk_status dvi_http_body_read(dvi_http_body *http, dvk_span answer, size_t most, uint32_t max_ratio) {
    codings of_content = {false}, of_transfer = {false};
    dvk_span line, value;
    http->type = http->charset = (dvk_span){NULL, 0};
    if (!dvi_header_line(&answer, &line)) return DVK_E_INPUT;
    http->code = status_code(line);
    if (http->code == 0) return DVK_E_INPUT;
    for (;;) {
        if (!dvi_header_line(&answer, &line)) return DVK_E_INPUT;
        if (line.len == 0) break;
        value = dvi_header_value(line, "content-type");
        if (value.len != 0) dvi_content_type(value, &http->type, &http->charset);
        value = dvi_header_value(line, "content-encoding");
        if (value.len != 0) note_content_coding(&of_content, value);
        value = dvi_header_value(line, "transfer-encoding");
        note_transfer_codings(&of_transfer, value);
    }
    http->body = answer;
    return decode(http, of_content, of_transfer, most, max_ratio);
}

void dvi_http_body_finish(dvi_http_body *http) {
    dvi_buffer_finish(&http->unchunked);
    dvi_buffer_finish(&http->unpacked);
    if (http->gzip != NULL) dvi_codec_gzip.destroy(http->gzip);
    *http = (dvi_http_body){.code = 0};
}
