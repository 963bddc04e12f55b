/* Streams: plain, gzip, zstd, xz and bzip2 through files and pipes; cut, damaged and hostile ones; the
 * limits. */
#include "reading.h"

#include <bzlib.h>
#include <lzma.h>
#include <pthread.h>
#include <time.h>
#include <zlib.h>
#include <zstd.h>

#include "read/stream.h"

/* Text that neither compresses well nor is noise. */
static char *make_text(size_t len) {
    char *text = malloc(len);
    uint32_t state = 1;
    assert_non_null(text);
    for (size_t i = 0; i < len; i++) {
        state = state * 1664525 + 1013904223;
        text[i] = (char)('a' + (state >> 24) % 26);
    }
    return text;
}

static size_t pack_gzip(const void *from, size_t len, unsigned char *out, size_t cap) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)(uintptr_t)from;
    z.avail_in = (unsigned)len;
    z.next_out = out;
    z.avail_out = (unsigned)cap;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t written = cap - z.avail_out;
    deflateEnd(&z);
    return written;
}

static size_t pack_zstd(const void *from, size_t len, unsigned char *out, size_t cap) {
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t written = ZSTD_compress2(context, out, cap, from, len);
    assert_false(ZSTD_isError(written));
    ZSTD_freeCCtx(context);
    return written;
}

static size_t pack_xz(const void *from, size_t len, unsigned char *out, size_t cap) {
    size_t written = 0;
    assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, NULL, from, len, out, &written, cap),
                     LZMA_OK);
    return written;
}

static size_t pack_bzip2(const void *from, size_t len, unsigned char *out, size_t cap) {
    unsigned written = (unsigned)cap;
    char *source = (char *)(uintptr_t)from;
    assert_int_equal(BZ2_bzBuffToBuffCompress((char *)out, &written, source, (unsigned)len, 1, 0, 0), BZ_OK);
    return written;
}

typedef size_t packer(const void *, size_t, unsigned char *, size_t);

enum { N_PACKERS = 4 };
static packer *const packers[N_PACKERS] = {pack_gzip, pack_zstd, pack_xz, pack_bzip2};

typedef struct outcome {
    dvk_status status;
    dvk_error error;
    size_t len;
    bool equal; /* what was read is a prefix of what was wanted */
} outcome;

static outcome read_stream(int fd, const char *wanted, size_t wanted_len, uint64_t max_total,
                           uint32_t max_ratio, size_t piece) {
    dvi_stream stream;
    outcome out = {.equal = true};
    char *buffer = malloc(piece);
    assert_non_null(buffer);
    assert_int_equal(dvi_stream_init(&stream, max_total, max_ratio), DVK_OK);
    dvi_stream_begin(&stream, fd, "input");
    size_t got;
    while ((out.status = dvi_stream_read(&stream, buffer, piece, &got, &out.error)) == DVK_OK) {
        assert_true(got > 0 && got <= piece);
        out.equal = out.equal && out.len + got <= wanted_len && memcmp(buffer, wanted + out.len, got) == 0;
        out.len += got;
    }
    size_t again;
    dvk_error repeated;
    assert_int_equal(dvi_stream_read(&stream, buffer, piece, &again, &repeated), out.status);
    dvi_stream_finish(&stream);
    free(buffer);
    return out;
}

static outcome read_packed(const unsigned char *packed, size_t len, const char *wanted, size_t wanted_len) {
    write_bytes("packed", packed, len);
    FILE *file = fopen("packed", "rb");
    assert_non_null(file);
    outcome out = read_stream(fileno(file), wanted, wanted_len, UINT64_MAX, 1000, 10007);
    fclose(file);
    return out;
}

static void expect_whole(outcome out, size_t len) {
    assert_int_equal(out.status, DVK_END);
    assert_true(out.equal);
    assert_int_equal(out.len, len);
}

enum { LEN = 700 * 1000 };

static void reads_every_kind(void **unused) {
    (void)unused;
    char *text = make_text(LEN);
    unsigned char *packed = malloc(2 * LEN);
    expect_whole(read_packed((const unsigned char *)text, LEN, text, LEN), LEN);
    expect_whole(read_packed((const unsigned char *)text, 1, text, LEN), 1);
    expect_whole(read_packed((const unsigned char *)"", 0, text, LEN), 0);
    for (size_t i = 0; i < N_PACKERS; i++) {
        size_t n = packers[i](text, LEN, packed, 2 * LEN);
        expect_whole(read_packed(packed, n, text, LEN), LEN);
        n = packers[i](text, 0, packed, 2 * LEN);
        expect_whole(read_packed(packed, n, text, LEN), 0);
        n = packers[i](text, 1000, packed, 2 * LEN);
        n += packers[i](text + 1000, 0, packed + n, 2 * LEN - n);
        n += packers[i](text + 1000, LEN - 1000, packed + n, 2 * LEN - n);
        expect_whole(read_packed(packed, n, text, LEN), LEN);
    }
    free(packed);
    free(text);
}

static void takes_padding_and_skippable_frames(void **unused) {
    (void)unused;
    char *text = make_text(1000);
    unsigned char packed[4000] = {0};
    size_t n = pack_gzip(text, 1000, packed, sizeof packed);
    expect_whole(read_packed(packed, n + 512, text, 1000), 1000);
    memset(packed, 0, sizeof packed);
    n = pack_xz(text, 1000, packed, sizeof packed);
    expect_whole(read_packed(packed, n + 512, text, 1000), 1000);
    memcpy(packed, "\x50\x2A\x4D\x18\x04\0\0\0abcd", 12);
    n = 12 + pack_zstd(text, 1000, packed + 12, sizeof packed - 12);
    expect_whole(read_packed(packed, n, text, 1000), 1000);
    static packer *const unpadded[] = {pack_zstd, pack_bzip2};
    for (size_t i = 0; i < 2; i++) { /* zeros behind these are damage */
        memset(packed, 0, sizeof packed);
        n = unpadded[i](text, 1000, packed, sizeof packed);
        outcome out = read_packed(packed, n + 512, text, 1000);
        assert_int_equal(out.status, DVK_E_INPUT);
        assert_int_equal(out.len, 1000);
    }
    free(text);
}

/* Cut anywhere: what is given is right and the end is told to be none. */
static void tells_of_a_cut(void **unused) {
    (void)unused;
    char *text = make_text(20000), place[64];
    unsigned char *packed = malloc(40000);
    for (size_t i = 0; i < N_PACKERS; i++) {
        size_t n = packers[i](text, 20000, packed, 40000);
        for (size_t cut = packers[i] == pack_bzip2 ? 10
                          : packers[i] == pack_xz  ? 6
                                                   : 4;
             cut < n; cut += cut < 40 || cut > n - 40 ? 1 : 997) {
            outcome out = read_packed(packed, cut, text, 20000);
            assert_int_equal(out.status, DVK_E_INPUT);
            assert_true(out.equal);
            assert_int_equal(out.error.byte, out.len);
            snprintf(place, sizeof place, "cut off at its compressed byte %zu;", cut);
            if (strstr(out.error.message, place) == NULL) fail_msg("%s, not %s", out.error.message, place);
        }
    }
    free(packed);
    free(text);
}

static void tells_of_damage(void **unused) {
    (void)unused;
    char *text = make_text(300000);
    unsigned char *packed = malloc(600000);
    for (size_t i = 0; i < N_PACKERS; i++) {
        size_t n = packers[i](text, 300000, packed, 600000);
        memset(packed + n / 2, 0xA5, 64);
        outcome out = read_packed(packed, n, text, 300000);
        assert_int_equal(out.status, DVK_E_INPUT);
        assert_non_null(strstr(out.error.message, "damaged"));
        assert_int_equal(out.error.byte, out.len);
        n = packers[i](text, 300000, packed, 600000);
        memcpy(packed + n, "garbage behind", 14);
        out = read_packed(packed, n + 14, text, 300000);
        assert_int_equal(out.status, DVK_E_INPUT);
        assert_int_equal(out.len, 300000);
        assert_true(out.equal);
    }
    free(packed);
    free(text);
}

static void stops_what_grows_too_much(void **unused) {
    (void)unused;
    enum { BIG = 32 * 1000 * 1000, FREE = 16 * 1024 * 1024 };
    char *zeros = calloc(BIG, 1);
    unsigned char *packed = malloc(1000000);
    for (size_t i = 0; i < N_PACKERS; i++) {
        size_t n = packers[i](zeros, BIG, packed, 1000000);
        outcome out = read_packed(packed, n, zeros, BIG);
        assert_int_equal(out.status, DVK_E_LIMIT);
        assert_true(out.len < FREE + 1024 * 1024);
        n = packers[i](zeros, FREE, packed, 1000000);
        expect_whole(read_packed(packed, n, zeros, BIG), FREE);
    }
    free(packed);
    free(zeros);
}

/* Streams that ask for large dictionaries, as their headers alone say. */
static void limits_the_memory_of_xz(void **unused) {
    (void)unused;
    lzma_options_lzma options;
    unsigned char packed[1000];
    size_t n = 0;
    assert_false(lzma_lzma_preset(&options, 0));
    options.dict_size = 1 << 20;
    lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, NULL}};
    assert_int_equal(lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, NULL, (const uint8_t *)"text", 4,
                                               packed, &n, sizeof packed),
                     LZMA_OK);
    expect_whole(read_packed(packed, n, "text", 4), 4);
    /* The block's header: its size, flags, two lengths, the filter, the length of its properties, the
     * dictionary's size, padding, a checksum. */
    size_t end = 12 + ((size_t)packed[12] + 1) * 4 - 4;
    assert_memory_equal(packed + 16, "\x21\x01", 2);
    static const unsigned char sizes[] = {28, 29, 37}; /* 64 MiB as `xz -9` has them, 96 MiB, 1.5 GiB */
    for (size_t k = 0; k < sizeof sizes; k++) {
        packed[18] = sizes[k];
        uint32_t sum = lzma_crc32(packed + 12, end - 12, 0);
        for (size_t i = 0; i < 4; i++)
            packed[end + i] = (unsigned char)(sum >> 8 * i);
        outcome out = read_packed(packed, n, "text", 4);
        if (k == 0) {
            expect_whole(out, 4);
            continue;
        }
        assert_int_equal(out.status, DVK_E_LIMIT);
        assert_non_null(strstr(out.error.message, "more than 80 MiB of memory"));
    }
}

static void limits_the_total(void **unused) {
    (void)unused;
    char *text = make_text(5000);
    static const uint64_t limits[] = {4999, 5000, 5001};
    write_bytes("total", text, 5000);
    for (size_t i = 0; i < 3; i++) {
        FILE *file = fopen("total", "rb");
        outcome out = read_stream(fileno(file), text, 5000, limits[i], 1000, 1000);
        fclose(file);
        assert_int_equal(out.status, i == 0 ? DVK_E_LIMIT : DVK_END);
        assert_int_equal(out.len, i == 0 ? 4999 : 5000);
        assert_true(out.equal);
    }
    /* Behind the last byte of the limit: a cut is not what the limit is for. */
    unsigned char packed[9000];
    size_t n = pack_gzip(text, 5000, packed, sizeof packed);
    write_bytes("total", packed, n - 4);
    FILE *file = fopen("total", "rb");
    outcome out = read_stream(fileno(file), text, 5000, 5000, 1000, 1000);
    fclose(file);
    assert_int_equal(out.status, DVK_E_INPUT);
    assert_int_equal(out.len, 5000);
    free(text);
}

typedef struct feeder {
    int fd;
    const unsigned char *data;
    size_t len;
} feeder;

/* Small pieces, the first ones shorter than any magic number. */
static void *feed(void *argument) {
    const feeder *from = argument;
    for (size_t at = 0; at < from->len;) {
        size_t piece = at < 12 ? 1 : 911;
        if (piece > from->len - at) piece = from->len - at;
        ssize_t n = write(from->fd, from->data + at, piece);
        if (n <= 0) break;
        at += (size_t)n;
        if (at <= 12) nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
    close(from->fd);
    return NULL;
}

static void reads_from_a_pipe(void **unused) {
    (void)unused;
    char *text = make_text(50000);
    unsigned char *packed = malloc(100000);
    for (size_t kind = 0; kind <= N_PACKERS; kind++) {
        size_t n = 50000;
        memcpy(packed, text, n);
        if (kind < N_PACKERS) n = packers[kind](text, 50000, packed, 100000);
        int ends[2];
        pthread_t thread;
        assert_int_equal(pipe(ends), 0);
        feeder from = {ends[1], packed, n};
        assert_int_equal(pthread_create(&thread, NULL, feed, &from), 0);
        expect_whole(read_stream(ends[0], text, 50000, UINT64_MAX, 1000, 4096), 50000);
        pthread_join(thread, NULL);
        close(ends[0]);
    }
    free(packed);
    free(text);
}

static void tells_that_reading_failed(void **unused) {
    (void)unused;
    outcome out = read_stream(-1, "", 0, 1000, 1000, 100);
    assert_int_equal(out.status, DVK_E_IO);
    assert_string_equal(out.error.file, "input");
    assert_string_equal(out.error.message, "the file cannot be read: Bad file descriptor");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind),
        cmocka_unit_test(takes_padding_and_skippable_frames),
        cmocka_unit_test(tells_of_a_cut),
        cmocka_unit_test(tells_of_damage),
        cmocka_unit_test(stops_what_grows_too_much),
        cmocka_unit_test(limits_the_memory_of_xz),
        cmocka_unit_test(limits_the_total),
        cmocka_unit_test(reads_from_a_pipe),
        cmocka_unit_test(tells_that_reading_failed),
    };
    return cmocka_run_group_tests_name("stream", tests, make_folder, remove_folder);
}
