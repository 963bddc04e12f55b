/* Chunks of the page: JSON arrays, deflated (RFC 1951, no header) and in Ascii85, for DecompressionStream in
 * the page. Whole chunks wait until there are some, and are packed on all threads. */
#include <zlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "report_html.h"

enum { CHUNK_BYTES = 192 << 10, LEVEL = 5, MEMORY_LEVEL = 9, RAW_WINDOW = -15 };

void dvi_chunks_init(dvi_chunks *chunks, char letter, size_t limit, unsigned threads) {
    *chunks = (dvi_chunks){.letter = letter, .limit = limit, .threads = threads};
}

void dvi_chunks_finish(dvi_chunks *chunks) {
    for (size_t i = 0; i < DVI_CHUNKS_WAITING; i++) {
        dvi_buffer_finish(&chunks->waiting[i].raw);
        dvi_buffer_finish(&chunks->waiting[i].packed);
    }
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

/* zlib's counts are unsigned: of more than they can say there is none. */
static dvk_status deflate_into(dvi_buffer *out, dvk_span data) {
    z_stream z = {.zalloc = zlib_alloc, .zfree = zlib_free};
    if (data.len > UINT32_MAX / 2) return DVK_E_LIMIT;
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return DVK_E_MEMORY;
    size_t bound = deflateBound(&z, (uLong)data.len);
    dvk_status status = dvi_buffer_reserve(out, bound);
    if (status == DVK_OK) {
        z.next_in = (Bytef *)(uintptr_t)data.data;
        z.avail_in = (uInt)data.len;
        z.next_out = (Bytef *)out->data + out->len;
        z.avail_out = (uInt)bound;
        if (deflate(&z, Z_FINISH) != Z_STREAM_END) status = DVK_E_MEMORY;
        out->len += bound - z.avail_out;
    }
    deflateEnd(&z);
    return status;
}

/* Four bytes are five letters from "!" on, "v" standing for "<"; of n bytes at the end there are n + 1
 * letters. */
static dvk_status append_ascii85(dvi_buffer *out, dvk_span data) {
    const unsigned char *in = (const unsigned char *)data.data;
    dvk_status status = dvi_buffer_reserve(out, data.len / 4 * 5 + 5);
    if (status != DVK_OK) return status;
    for (size_t i = 0; i < data.len; i += 4) {
        size_t n = data.len - i < 4 ? data.len - i : 4;
        uint32_t number = 0;
        char letters[5];
        for (size_t k = 0; k < 4; k++)
            number = number << 8 | (k < n ? in[i + k] : 0U);
        for (size_t k = 5; k-- > 0; number /= 85)
            letters[k] = (char)('!' + number % 85);
        for (size_t k = 0; k <= n; k++)
            out->data[out->len++] = letters[k] == '<' ? 'v' : letters[k];
    }
    return DVK_OK;
}

dvk_status dvi_page_pack(dvk_span data, dvi_buffer *out) {
    dvi_buffer deflated = {0};
    dvk_status status = deflate_into(&deflated, data);
    if (status == DVK_OK) status = append_ascii85(out, dvi_buffer_span(&deflated));
    dvi_buffer_finish(&deflated);
    return status;
}

static void pack_waiting(void *context, unsigned thread, size_t item) {
    (void)thread;
    dvi_chunk *chunk = (dvi_chunk *)context + item;
    chunk->packed.len = 0;
    chunk->status = dvi_page_pack(dvi_buffer_span(&chunk->raw), &chunk->packed);
}

/* Takes the chunk into `out`, or leaves that as it was when there is no room. */
static dvk_status keep(dvi_chunks *chunks, const dvi_chunk *chunk) {
    size_t before = chunks->out.len, starts = chunks->starts.out.len;
    dvk_status status = chunk->status;
    if (status == DVK_OK)
        status = dvi_buffer_format(&chunks->out, "<script type=\"text/plain\" class=\"chunk\" id=\"%c%zu\">",
                                   chunks->letter, chunks->n_kept);
    if (status == DVK_OK) status = dvi_buffer_append(&chunks->out, chunk->packed.data, chunk->packed.len);
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
    chunks->n_kept = chunk->end;
    chunks->n_kept_cut = chunk->n_cut;
    return chunks->starts.status;
}

static void keep_waiting(dvi_chunks *chunks) {
    dvi_parallel(chunks->threads, chunks->n_waiting, pack_waiting, chunks->waiting);
    for (size_t i = 0; i < chunks->n_waiting && chunks->status == DVK_OK && !chunks->full; i++)
        chunks->status = keep(chunks, &chunks->waiting[i]);
    chunks->n_waiting = 0;
}

void dvi_chunks_close(dvi_chunks *chunks, bool in_any_case) {
    dvi_buffer *raw = &chunks->raw.out;
    if (raw->len > (in_any_case ? 0 : CHUNK_BYTES)) {
        dvi_sink_text(&chunks->raw, "]");
        if (chunks->status == DVK_OK) chunks->status = chunks->raw.status;
        dvi_chunk *chunk = &chunks->waiting[chunks->n_waiting++];
        dvi_buffer used = chunk->raw;
        chunk->raw = *raw;
        chunk->end = chunks->n_items;
        chunk->n_cut = chunks->n_cut;
        *raw = used;
        raw->len = 0;
    }
    if (chunks->n_waiting == DVI_CHUNKS_WAITING || in_any_case) keep_waiting(chunks);
}
