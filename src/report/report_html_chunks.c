/* Chunks of the page: JSON arrays, deflated (RFC 1951, no header) and in base64, for DecompressionStream in
 * the page. */
#include <zlib.h>

#include "base/memory.h"
#include "report_html.h"

enum { CHUNK_BYTES = 192 << 10, LEVEL = 6, MEMORY_LEVEL = 9, RAW_WINDOW = -15 };

void dvi_chunks_init(dvi_chunks *chunks, char letter, size_t limit) {
    *chunks = (dvi_chunks){.letter = letter, .limit = limit};
}

void dvi_chunks_finish(dvi_chunks *chunks) {
    dvi_buffer_finish(&chunks->raw.out);
    dvi_buffer_finish(&chunks->starts.out);
    dvi_buffer_finish(&chunks->out);
}

dvi_sink *dvi_chunks_next(dvi_chunks *chunks) {
    dvi_sink_text(&chunks->raw, chunks->raw.out.len == 0 ? "[" : ",\n");
    chunks->n_items++;
    return &chunks->raw;
}

static void *zlib_alloc(void *unused, unsigned n, unsigned size) {
    (void)unused;
    return dvi_alloc(n, size);
}

static void zlib_free(void *unused, void *memory) {
    (void)unused;
    dvi_free(memory);
}

/* `data` is shorter than zlib's unsigned counts can say: a chunk holds less than 16 MiB. */
static dvk_status deflate_into(dvi_buffer *out, const dvi_buffer *data) {
    z_stream z = {.zalloc = zlib_alloc, .zfree = zlib_free};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return DVK_E_MEMORY;
    size_t bound = deflateBound(&z, (uLong)data->len);
    dvk_status status = dvi_buffer_reserve(out, bound);
    if (status == DVK_OK) {
        z.next_in = (Bytef *)data->data;
        z.avail_in = (uInt)data->len;
        z.next_out = (Bytef *)out->data + out->len;
        z.avail_out = (uInt)bound;
        if (deflate(&z, Z_FINISH) != Z_STREAM_END) status = DVK_E_MEMORY;
        out->len += bound - z.avail_out;
    }
    deflateEnd(&z);
    return status;
}

static dvk_status append_base64(dvi_buffer *out, const dvi_buffer *data) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *in = (const unsigned char *)data->data;
    dvk_status status = dvi_buffer_reserve(out, data->len / 3 * 4 + 4);
    if (status != DVK_OK) return status;
    char *to = out->data + out->len;
    for (size_t i = 0; i < data->len; i += 3) {
        size_t left = data->len - i;
        uint32_t bits = (uint32_t)in[i] << 16;
        if (left > 1) bits |= (uint32_t)in[i + 1] << 8;
        if (left > 2) bits |= in[i + 2];
        *to++ = letters[bits >> 18];
        *to++ = letters[bits >> 12 & 63];
        *to++ = left > 1 ? letters[bits >> 6 & 63] : '=';
        *to++ = left > 2 ? letters[bits & 63] : '=';
    }
    out->len = (size_t)(to - out->data);
    return DVK_OK;
}

/* Takes the chunk into `out`, or leaves that as it was when there is no room. */
static dvk_status keep(dvi_chunks *chunks, dvi_buffer *deflated) {
    size_t before = chunks->out.len, starts = chunks->starts.out.len;
    dvk_status status = deflate_into(deflated, &chunks->raw.out);
    if (status == DVK_OK)
        status = dvi_buffer_format(&chunks->out, "<script type=\"text/plain\" class=\"chunk\" id=\"%c%zu\">",
                                   chunks->letter, chunks->n_kept);
    if (status == DVK_OK) status = append_base64(&chunks->out, deflated);
    if (status == DVK_OK) status = dvi_buffer_append_text(&chunks->out, "</script>\n");
    if (status != DVK_OK) return status;
    dvi_sink_number(&chunks->starts, chunks->n_kept);
    dvi_sink_text(&chunks->starts, ",");
    if (chunks->out.len + chunks->starts.out.len > chunks->limit) {
        chunks->out.len = before;
        chunks->starts.out.len = starts;
        chunks->full = true;
        return DVK_OK;
    }
    chunks->n_kept = chunks->n_items;
    return chunks->starts.status;
}

void dvi_chunks_close(dvi_chunks *chunks, bool in_any_case) {
    dvi_buffer deflated = {0};
    if (chunks->raw.out.len == 0 || (!in_any_case && chunks->raw.out.len < CHUNK_BYTES)) return;
    dvi_sink_text(&chunks->raw, "]");
    if (chunks->status == DVK_OK) chunks->status = chunks->raw.status;
    if (chunks->status == DVK_OK && !chunks->full) chunks->status = keep(chunks, &deflated);
    chunks->raw.out.len = 0;
    dvi_buffer_finish(&deflated);
}
