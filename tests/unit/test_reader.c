/* The reader as a whole: standard input, compressed inputs that are cut off, and lines too long to hold. */
#include "reading.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <zlib.h>
#include <zstd.h>

typedef struct flood {
    int fd;
    uint64_t len; /* of the one long line */
} flood;

/* A good line, one of `len` bytes and another good one. */
static void *pour(void *argument) {
    static char block[65536];
    const flood *to = argument;
    FILE *out = fdopen(to->fd, "wb");
    memset(block, 'x', sizeof block);
    fputs("{\"title\":\"a\"}\n{\"title\":\"", out);
    for (uint64_t left = to->len; left != 0;) {
        size_t piece = left < sizeof block ? (size_t)left : sizeof block;
        fwrite(block, 1, piece, out);
        left -= piece;
    }
    fputs("\"}\n{\"title\":\"c\"}\n", out);
    fclose(out);
    return NULL;
}

/* Reads what `pour` writes as standard input. */
static void drain_flood(taken *got, uint64_t len, dvk_read_options *options) {
    static const char *const input = "-";
    int ends[2], before = dup(STDIN_FILENO);
    pthread_t thread;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    flood to = {ends[1], len};
    assert_int_equal(pthread_create(&thread, NULL, pour, &to), 0);
    drain(got, &input, 1, options);
    pthread_join(thread, NULL);
    if (before >= 0) {
        dup2(before, STDIN_FILENO);
        close(before);
    }
}

static void reads_standard_input(void **unused) {
    (void)unused;
    taken got;
    dvk_read_options options;
    dvk_read_options_init(&options);
    drain_flood(&got, 100, &options);
    assert_string_equal(got.ids, "-:1|-:2|-:3|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.stats.bytes, 14 + 113 + 14);
    assert_int_equal(got.stats.stored, got.stats.bytes);
}

/* A program without one has its number given to the next file that is opened. */
static void a_file_is_not_taken_for_standard_input(void **unused) {
    (void)unused;
    taken got;
    dvk_read_options options;
    static const char *const inputs[] = {"stands-in.jsonl", "-"};
    dvk_read_options_init(&options);
    write_text("stands-in.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n");
    int before = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
    close(STDIN_FILENO);
    drain(&got, inputs, 2, &options);
    bool left_open = fcntl(STDIN_FILENO, F_GETFD) >= 0;
    if (before >= 0) dup2(before, STDIN_FILENO);
    if (before >= 0) close(before);
    assert_false(left_open);
    assert_string_equal(got.ids, "a|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_IO);
    assert_string_equal(got.errors[0].file, "-");
}

/* 100 MB in one line are passed over without being held. */
static void does_not_hold_a_line_that_is_too_long(void **unused) {
    (void)unused;
    taken got;
    dvk_read_options options;
    struct rusage before, after;
    dvk_read_options_init(&options);
    options.skip_bad = true;
    options.max_record_bytes = 4 << 20;
    getrusage(RUSAGE_SELF, &before);
    drain_flood(&got, 100 * 1000 * 1000, &options);
    getrusage(RUSAGE_SELF, &after);
    assert_string_equal(got.ids, "-:1|-:3|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.stats.skipped, 1);
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    assert_int_equal(got.errors[0].line, 2);
    assert_string_equal(got.errors[0].file, "-");
    assert_true(after.ru_maxrss - before.ru_maxrss < 40 * 1024);
}

static const char lines[] = "{\"title\":\"a\"}\n{\"title\":\"b\"}\n{\"title\":\"c\"}\n";

static void write_gzip(const char *name, size_t cut) {
    unsigned char packed[512];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 0, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)(uintptr_t)lines;
    z.avail_in = sizeof lines - 1;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    write_bytes(name, packed, sizeof packed - z.avail_out - cut);
}

static void write_zstd(const char *name, size_t cut) {
    unsigned char packed[512];
    size_t n = ZSTD_compress(packed, sizeof packed, lines, sizeof lines - 1, 1);
    assert_false(ZSTD_isError(n));
    write_bytes(name, packed, n - cut);
}

static void reads_compressed_files_by_content(void **unused) {
    (void)unused;
    taken got;
    write_gzip("f.jsonl.gz", 0);
    drain_one(&got, "f.jsonl.gz");
    assert_string_equal(got.ids, "f.jsonl.gz:1|f.jsonl.gz:2|f.jsonl.gz:3|");
    write_zstd("plain-name", 0);
    drain_one(&got, "plain-name");
    assert_string_equal(got.titles, "a|b|c|");
    assert_int_equal(got.stats.bytes, sizeof lines - 1);
}

/* What came before the cut is given, the cut is one failure, and the next input is read. */
static void goes_on_behind_an_input_that_is_cut_off(void **unused) {
    (void)unused;
    static const char *const inputs[] = {"cut.gz", "good.jsonl"};
    write_gzip(inputs[0], 8 + 5);
    write_text(inputs[1], "{\"title\":\"d\"}");
    for (int skip = 0; skip < 2; skip++) {
        taken got;
        dvk_read_options options;
        dvk_read_options_init(&options);
        options.skip_bad = skip;
        drain(&got, inputs, 2, &options);
        assert_string_equal(got.titles, "a|b|d|");
        assert_int_equal(got.failures, 1);
        assert_int_equal(got.stats.skipped, skip);
        assert_string_equal(got.errors[0].file, "cut.gz");
        assert_int_equal(got.errors[0].status, DVK_E_INPUT);
        assert_int_equal(got.errors[0].line, 3);
        assert_int_equal(got.errors[0].byte, sizeof lines - 1 - 5);
        assert_non_null(strstr(got.errors[0].message, "cut off"));
    }
}

static void tells_of_a_frame_that_is_cut_off_at_once(void **unused) {
    (void)unused;
    taken got;
    write_zstd("cut.zst", 10);
    drain_one(&got, "cut.zst");
    assert_int_equal(got.articles, 0);
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].line, 1);
    assert_string_equal(got.errors[0].file, "cut.zst");
}

static void has_the_documented_defaults(void **unused) {
    (void)unused;
    dvk_read_options options;
    dvk_read_options_init(&options);
    assert_int_equal(options.format, DVK_INPUT_AUTO);
    assert_false(options.skip_bad);
    assert_int_equal(options.max_record_bytes, 32u << 20);
    assert_int_equal(options.max_total_bytes, UINT64_C(1) << 40);
    assert_int_equal(options.max_ratio, 1000);
    assert_int_equal(options.max_depth, 64);
    assert_int_equal(options.max_tokens, 1000000);
    assert_null(options.on_bad);
}

static void lines_are_read_without_options(void **unused) {
    (void)unused;
    static const char line[] = "{\"id\":\"1\",\"text\":\"a\"}";
    dvk_line_reader *reader = NULL;
    dvk_article article;
    assert_int_equal(dvk_line_reader_create(&reader, NULL, NULL), DVK_E_ARGUMENT);
    assert_int_equal(dvk_line_reader_create(&reader, "feed", NULL), DVK_OK);
    assert_int_equal(dvk_line_reader_read(reader, (dvk_span){line, sizeof line - 1}, 1, 0, &article, NULL),
                     DVK_OK);
    assert_int_equal(article.text.len, 1);
    dvk_line_reader_destroy(reader);
}

/* Words, and characters where words have no spaces; the article at the limit is read, the one above it
 * refused. */
static void limits_words(void **unused) {
    (void)unused;
    static const struct {
        const char *text;
        uint32_t words;
    } cases[] = {
        {"one two, three.four", 4}, {"двойник двійник двойник", 3}, {"外交部长", 4}, {"a", 1}, {"... !", 0}};
    taken got;
    char line[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(line, sizeof line, "{\"id\":\"1\",\"text\":\"%s\"}\n{\"id\":\"2\",\"text\":\"b\"}",
                 cases[i].text);
        write_text("words.jsonl", line);
        for (uint32_t most = cases[i].words > 1 ? cases[i].words - 1 : 1; most <= cases[i].words; most++) {
            const char *input = "words.jsonl";
            dvk_read_options options;
            dvk_read_options_init(&options);
            options.max_tokens = most;
            drain(&got, &input, 1, &options);
            assert_int_equal(got.failures, most < cases[i].words);
            assert_int_equal(got.articles, 2 - got.failures);
            if (got.failures == 0) continue;
            assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
            assert_int_equal(got.errors[0].line, 1);
            assert_non_null(strstr(got.errors[0].message, "words"));
        }
    }
}

typedef struct meddler {
    dvk_reader *reader;
    size_t asked, refused;
} meddler;

static void meddle(void *user, const dvk_error *said) {
    meddler *m = user;
    dvk_article article;
    dvk_error error = {.status = DVK_OK};
    (void)said;
    m->asked++;
    if (dvk_reader_next(m->reader, &article, &error) != DVK_E_ARGUMENT) return;
    assert_non_null(strstr(error.message, "at work"));
    m->refused++;
}

/* Else what has just been read would be written over, and the input that is closed be another one. */
static void a_reader_at_work_is_not_begun_anew(void **unused) {
    (void)unused;
    static const char *const inputs[] = {"first.jsonl", "second.jsonl"};
    static const char ids[] = "abcd";
    dvk_read_options options;
    dvk_article article;
    meddler m = {.asked = 0};
    write_text(inputs[0], "{\"id\":\"a\",\"title\":\"A\",\"date\":\"some day\"}\nnonsense\n"
                          "{\"id\":\"b\",\"title\":\"B\"}\n");
    write_text(inputs[1], "{\"id\":\"c\",\"title\":\"C\"}\n{\"id\":\"d\",\"title\":\"D\"}\n");
    dvk_read_options_init(&options);
    options.skip_bad = true;
    options.on_bad = meddle;
    options.user = &m;
    assert_int_equal(dvk_reader_create(&m.reader, inputs, 2, &options), DVK_OK);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(dvk_reader_next(m.reader, &article, NULL), DVK_OK);
        assert_int_equal(article.id.data[0], ids[i]);
    }
    assert_int_equal(dvk_reader_next(m.reader, &article, NULL), DVK_END);
    assert_int_equal(m.asked, 2);
    assert_int_equal(m.refused, 2);
    dvk_reader_destroy(m.reader);
}

static void no_more_articles_are_rejected_than_were_given(void **unused) {
    (void)unused;
    static const char *const input = "one.jsonl";
    const dvk_error bad = {.status = DVK_E_DUPLICATE};
    dvk_read_options options;
    dvk_read_stats stats;
    dvk_article article;
    dvk_reader *reader;
    write_text(input, "{\"title\":\"a\"}\n{\"title\":\"b\"}\n");
    dvk_read_options_init(&options);
    options.skip_bad = true;
    assert_int_equal(dvk_reader_create(&reader, &input, 1, &options), DVK_OK);
    assert_int_equal(dvk_reader_reject(reader, &bad), DVK_E_ARGUMENT);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
    assert_int_equal(dvk_reader_reject(reader, &bad), DVK_OK);
    assert_int_equal(dvk_reader_reject(reader, &bad), DVK_E_ARGUMENT);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
    dvk_reader_stats(reader, &stats);
    assert_int_equal(stats.articles, 1);
    assert_int_equal(stats.skipped, 1);
    dvk_reader_destroy(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_standard_input),
        cmocka_unit_test(a_file_is_not_taken_for_standard_input),
        cmocka_unit_test(does_not_hold_a_line_that_is_too_long),
        cmocka_unit_test(reads_compressed_files_by_content),
        cmocka_unit_test(goes_on_behind_an_input_that_is_cut_off),
        cmocka_unit_test(tells_of_a_frame_that_is_cut_off_at_once),
        cmocka_unit_test(has_the_documented_defaults),
        cmocka_unit_test(lines_are_read_without_options),
        cmocka_unit_test(limits_words),
        cmocka_unit_test(a_reader_at_work_is_not_begun_anew),
        cmocka_unit_test(no_more_articles_are_rejected_than_were_given),
    };
    return cmocka_run_group_tests_name("reader", tests, make_folder, remove_folder);
}
