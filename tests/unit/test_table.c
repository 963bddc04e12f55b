/* Tables: CSV and TSV with their quotes, headers, and what is damaged. */
#include "chance.h"
#include "read/tsv_rows.h"
#include "reading.h"

static void expect_rows(const char *name, const char *content, const char *ids, const char *titles,
                        const char *texts) {
    taken got;
    drain_text(&got, name, content);
    if (got.failures != 0) fail_msg("%s", got.errors[0].message);
    assert_string_equal(got.ids, ids);
    assert_string_equal(got.titles, titles);
    assert_string_equal(got.texts, texts);
}

static void reads_csv(void **unused) {
    (void)unused;
    expect_rows("a.csv", "id,title,text\r\n1,A,\"b, \"\"c\"\"\r\nd\"\r\n\r\n2,\"\",e", "1|2|", "A||",
                "b, \"c\"\r\nd|e|");
    expect_rows("a.csv", "\xEF\xBB\xBFTitle;Body;Date\nA;b;2025-07-12\n", "a.csv:2|", "A|", "b|");
    expect_rows("a.csv", "text\none\n\"two\"\n", "a.csv:2|a.csv:3|", "||", "one|two|");
    expect_rows("a.csv", "title,unknown,text\nA \"x\" y,z, b \n", "a.csv:2|", "A \"x\" y|", "b|");
    expect_rows("a.csv", "title\ttext\nA\tb, c\n", "a.csv:2|", "A|", "b, c|");
}

static void reads_tsv(void **unused) {
    (void)unused;
    expect_rows("a.tsv", "id\ttitle\ttext\n1\t\"A\" says\tb\\nc\\\\\\t\n2\t\"A \"\"x\"\"\"\t\"b\nc\"\n",
                "1|2|", "\"A\" says|A \"x\"|", "b\nc\\|b\nc|");
    expect_rows("a.tsv", "id\ttext\n1\ta\\rb\\q\n", "1|", "|", "a\rb\\q|");
}

/* A quotation that begins a title and ends in another, or nowhere, takes no rows with it. */
static void quotes_of_a_tsv_take_no_rows(void **unused) {
    (void)unused;
    static const char head[] = "id\ttitle\ttext\n";
    static const struct {
        const char *rows, *titles, *texts;
    } cases[] = {
        {"1\t\"A\tx\n2\tB\ty\n3\tC\" c\tz\n", "\"A|B|C\" c|", "x|y|z|"},
        {"1\t\"A\tx\n2\tB\ty\n3\tC\"\tz\n", "\"A|B|C\"|", "x|y|z|"},
        {"1\t\"A\tx\n2\tB\ty\n3\tC\tz\"", "\"A|B|C|", "x|y|z\"|"},
        {"1\t\"A\tx\r\n2\tB\t\"y\r\n3\tC\tz\r\n", "\"A|B|C|", "x|\"y|z|"},
        {"1\t\"A\tx \"y\n2\t\"B\tC\"\ty\n", "\"A|B\tC|", "x \"y|y|"},
        {"1\t\"A\tx\n2\tB\ty\n\n3\tC\tz\n4\tD\"\tw\n", "\"A|B|C|D\"|", "x|y|z|w|"},
        {"1\tA\t\"x\n\n2\tB\ty\"\n", "A|B|", "\"x|y\"|"},
        {"1\t\"A\tx\"\n2\t\"B\tx\"\ty\n", "\"A|B\tx|", "x\"|y|"},
        {"1\t\"A\nB\"\tx\n", "A\nB|", "x|"},
        {"1\tA\t\"x\ny\tz\nw\"\n2\tB\t\"x\n\ny\"", "A|B|", "x\ny\tz\nw|x\n\ny|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[256];
        taken got;
        snprintf(content, sizeof content, "%s%s", head, cases[i].rows);
        drain_text(&got, "a.tsv", content);
        if (got.failures != 0) fail_msg("%zu: %s", i, got.errors[0].message);
        assert_string_equal(got.titles, cases[i].titles);
        assert_string_equal(got.texts, cases[i].texts);
    }
}

/* The rows of `data`, `step` bytes more of it at a time: their lengths, 0 behind the last. */
static void find_rows(const char *data, size_t size, size_t columns, size_t step, size_t *lengths) {
    dvi_tsv_rows rows = {0};
    for (size_t begin = 0, held = 0, len; begin < size;) {
        bool found = dvi_tsv_find(&rows, data + begin, held - begin, columns, &len);
        bool ended = !found && held == size;
        if (!found && !ended) {
            held = held + step < size ? held + step : size;
            continue;
        }
        if (ended) len = dvi_tsv_rest(&rows, columns, true);
        size_t whole = len + (begin + len < size);
        dvi_tsv_pass(&rows, whole);
        begin += whole;
        *lengths++ = len + 1;
    }
    *lengths = 0;
}

/* By the letters that decide, at random. */
static void rows_of_a_tsv_do_not_depend_on_how_they_come(void **unused) {
    enum { SIZE = 60 };
    static const char letters[] = "a\"\t\n\"\t\n\r";
    (void)unused;
    for (int round = 0; round < 20000; round++) {
        char data[SIZE + 1] = "";
        size_t at_once[SIZE + 2], by_bytes[SIZE + 2], size = 1 + any(SIZE);
        for (size_t i = 0; i < size; i++)
            data[i] = letters[any(sizeof letters - 1)];
        find_rows(data, size, 2, size, at_once);
        find_rows(data, size, 2, 1, by_bytes);
        for (size_t i = 0;; i++) {
            if (at_once[i] != by_bytes[i]) fail_msg("row %zu of '%s'", i, data);
            if (at_once[i] == 0) break;
        }
    }
}

static void tells_a_table_by_its_header(void **unused) {
    (void)unused;
    expect_rows("-name", "id,title\n1,A\n", "1|", "A|", "|");
    expect_rows("name", "\"id\"\t\"headline\"\n1\tA\n", "1|", "A|", "|");
    expect_failure("name", "a,b\n1,A\n", 8, DVK_E_INPUT, 1, 0, "nor a table with a header");
    expect_failure("name", "title\nA\n", 8, DVK_E_INPUT, 1, 0, "nor a table with a header");
    taken got;
    drain_text(&got, "prose.txt", "title, text\nand so on");
    assert_string_equal(got.titles, "title, text|");
}

static void takes_names_of_the_user(void **unused) {
    (void)unused;
    static const char *const input = "a.csv", *const lines = "a.jsonl";
    static const dvk_field_name own[] = {{"text", "story"}, {"title", "text"}};
    dvk_read_options options;
    taken got;
    dvk_read_options_init(&options);
    options.fields = own;
    options.n_fields = 2;
    write_text(input, "Story,text,body\nx,y,z\n,y,z\n");
    drain(&got, &input, 1, &options);
    assert_string_equal(got.titles, "y|y|");
    assert_string_equal(got.texts, "x|z|");
    write_text(lines, "{\"story\":\"x\",\"text\":\"y\",\"body\":\"z\"}\n");
    drain(&got, &lines, 1, &options);
    assert_string_equal(got.titles, "y|");
    assert_string_equal(got.texts, "x|");
    static const dvk_field_name wrong[] = {{"texts", "story"}, {"text", ""}, {NULL, "x"}};
    for (size_t i = 0; i < 3; i++) {
        dvk_reader *reader;
        options.fields = wrong + i;
        options.n_fields = 1;
        assert_int_equal(dvk_reader_create(&reader, &input, 1, &options), DVK_E_ARGUMENT);
    }
}

static void finds_lines_and_records(void **unused) {
    (void)unused;
    static const char *const input = "a.csv";
    dvk_reader *reader;
    dvk_article a;
    write_text(input, "id,text\n1,\"a\nb\"\n\n2,\"c\"\r\n");
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_OK);
    assert_int_equal(a.line, 2);
    assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_OK);
    assert_int_equal(a.line, 5);
    assert_int_equal(a.byte, 17);
    assert_int_equal(a.record.len, 5);
    assert_memory_equal(a.record.data, "2,\"c\"", 5);
    assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_END);
    dvk_reader_destroy(reader);
}

static void expect_one_bad(const char *content, size_t good, dvk_status status, uint64_t line,
                           const char *words) {
    taken got;
    drain_text(&got, "a.csv", content);
    assert_int_equal(got.articles, good);
    assert_int_equal(got.failures, 1);
    if (got.errors[0].status != status || got.errors[0].line != line ||
        strstr(got.errors[0].message, words) == NULL)
        fail_msg("%d %d %s", got.errors[0].status, (int)got.errors[0].line, got.errors[0].message);
}

static void tells_of_damage(void **unused) {
    (void)unused;
    expect_one_bad("id,name\n1,A\n", 0, DVK_E_INPUT, 1, "none of these is known");
    expect_one_bad("id,text\n1,a\n2\n3,c\n", 2, DVK_E_INPUT, 3, "1 cell and the header 2");
    expect_one_bad("id,text\n1,a\n2,b,c\n3,c\n", 2, DVK_E_INPUT, 3, "3 cells and the header 2");
    expect_one_bad("id,text\n1,\"a\" b\n3,c\n", 1, DVK_E_INPUT, 2, "closing quote");
    expect_one_bad("id,text\n1,a\n2,\"b\n3,c\n", 1, DVK_E_INPUT, 3, "without an end");
    expect_one_bad("id;name;title;x;\"a;b\"\"\n", 0, DVK_E_INPUT, 1, "without an end");
    expect_one_bad("id,text\n1,a\n2,\xFF\n3,c\n", 2, DVK_E_ENCODING, 3, "UTF-8");
    expect_one_bad("id,text\n1,a\n2,\n3,c\n", 2, DVK_E_INPUT, 3, "neither title nor text");
}

/* A quote inside a cell that does not begin with one is a quote. */
static void a_quote_inside_a_cell_is_one(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "a.csv", "id,text\n1,a disk of 5\" or so\n2,b\n");
    assert_string_equal(got.ids, "1|2|");
    assert_string_equal(got.texts, "a disk of 5\" or so|b|");
}

/* Of marks that cut the header that which gives the most known names counts. */
static void the_mark_of_most_names_cuts_the_cells(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "a.csv", "id,title,text,x;text\n1,T,b,y\n");
    assert_string_equal(got.texts, "b|");
    drain_text(&got, "a.csv", "id;title;text;x,text\n1;T;b;y\n");
    assert_string_equal(got.texts, "b|");
}

static void too_many_columns_are_refused(void **unused) {
    (void)unused;
    static char content[40000];
    for (size_t columns = 4096; columns <= 4097; columns++) {
        taken got;
        size_t len = 0;
        for (int row = 0; row < 2; row++) {
            len += (size_t)snprintf(content + len, sizeof content - len, row == 0 ? "id,text" : "1,a");
            for (size_t i = 2; i < columns; i++)
                content[len++] = ',';
            content[len++] = '\n';
        }
        content[len] = '\0';
        drain_text(&got, "a.csv", content);
        assert_int_equal(got.articles, columns == 4096);
        if (columns == 4096) continue;
        assert_int_equal(got.failures, 1);
        assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    }
}

/* The limit is on the row without its end, also where it is met in the first block. */
static void a_row_of_just_the_limit_is_read(void **unused) {
    (void)unused;
    static const char *const input = "a.csv";
    taken got;
    dvk_read_options options;
    write_text(input, "id,text\n1,0123456789\n2,01234567890\n3,b\n");
    dvk_read_options_init(&options);
    options.max_record_bytes = 12;
    drain(&got, &input, 1, &options);
    assert_string_equal(got.ids, "1|3|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    assert_int_equal(got.errors[0].line, 3);
}

static void passes_a_row_that_is_too_long(void **unused) {
    (void)unused;
    static const char *const input = "a.csv";
    dvk_read_options options;
    taken got;
    FILE *file = fopen(input, "wb");
    fputs("id,text\n1,a\n2,\"", file);
    for (int i = 0; i < 4000000; i++)
        fputs("x\n", file);
    fputs("\"\n3,c\n", file);
    fclose(file);
    dvk_read_options_init(&options);
    options.max_record_bytes = 1000;
    drain(&got, &input, 1, &options);
    assert_string_equal(got.ids, "1|3|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    assert_int_equal(got.errors[0].line, 3);
    assert_int_equal(got.last.line, 4000004);
}

/* Rows of every length meet the window's end somewhere. */
static void reads_rows_across_the_window(void **unused) {
    (void)unused;
    static const char *const input = "a.csv";
    dvk_reader *reader;
    dvk_article a;
    FILE *file = fopen(input, "wb");
    fputs("title,text\n", file);
    for (int i = 0; i < 30000; i++)
        fprintf(file, "%d,\"%0*d\"\"\n\"\n", i, i % 301 + 1, 0);
    fclose(file);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    for (int i = 0; i < 30000; i++) {
        assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_OK);
        assert_int_equal(a.text.len, i % 301 + 2);
        assert_int_equal(a.text.data[a.text.len - 1], '"');
        assert_int_equal(a.line, 2 + 2 * i);
    }
    assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_END);
    dvk_reader_destroy(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_csv),
        cmocka_unit_test(reads_tsv),
        cmocka_unit_test(quotes_of_a_tsv_take_no_rows),
        cmocka_unit_test(rows_of_a_tsv_do_not_depend_on_how_they_come),
        cmocka_unit_test(tells_a_table_by_its_header),
        cmocka_unit_test(takes_names_of_the_user),
        cmocka_unit_test(finds_lines_and_records),
        cmocka_unit_test(tells_of_damage),
        cmocka_unit_test(a_quote_inside_a_cell_is_one),
        cmocka_unit_test(the_mark_of_most_names_cuts_the_cells),
        cmocka_unit_test(too_many_columns_are_refused),
        cmocka_unit_test(a_row_of_just_the_limit_is_read),
        cmocka_unit_test(passes_a_row_that_is_too_long),
        cmocka_unit_test(reads_rows_across_the_window),
    };
    return cmocka_run_group_tests_name("table", tests, make_folder, remove_folder);
}
