/* The reader of lines that grow, with names of fields of the input's own: the first line is what --field is
 * given, words between semicolons. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/options.h"
#include "fuzz.h"

/* The first line, without its end, which is taken off the input. */
static char *take_words(fuzz_bytes *in) {
    const uint8_t *end = in->len == 0 ? NULL : memchr(in->data, '\n', in->len);
    size_t len = end == NULL ? 0 : (size_t)(end - in->data);
    char *words = malloc(len + 1);
    if (words == NULL) abort();
    if (len != 0) memcpy(words, in->data, len);
    words[len] = '\0';
    if (end != NULL) *in = (fuzz_bytes){end + 1, in->len - len - 1};
    return words;
}

static void parse_words(char *words, field_names *fields) {
    for (char *word = words; word != NULL;) {
        char *end = strchr(word, ';');
        if (end != NULL) *end++ = '\0';
        size_t before = fields->n;
        bool good = parse_field(word, fields);
        fuzz_require(fields->n == before + good && fields->n <= MOST_FIELD_NAMES, "a good word is a field");
        word = end;
    }
}

static void check_line(dvk_line_reader *reader, dvk_span line, uint64_t number) {
    dvk_article article;
    dvk_error error = {0};
    dvk_status status = dvk_line_reader_read(reader, line, number, 7, &article, &error);
    if (status == DVK_OK) {
        fuzz_require(article.id.len != 0, "an article has an id");
        fuzz_require(article.title.len + article.text.len != 0, "an article has a title or a text");
        fuzz_require(article.line == number && article.byte >= 7, "an article knows its place");
        fuzz_require(dvi_utf8_check(article.title) == article.title.len, "the title is UTF-8");
        fuzz_require(dvi_utf8_check(article.text) == article.text.len, "the text is UTF-8");
        fuzz_require(dvi_utf8_check(article.id) == article.id.len, "the id is UTF-8");
    } else if (status != DVK_END) {
        fuzz_require(error.status == status && error.message[0] != '\0', "a failure says why");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    field_names fields = {.n = 0};
    dvk_read_options options;
    dvk_line_reader *reader;
    char *words = take_words(&in);
    parse_words(words, &fields);
    dvk_read_options_init(&options);
    options.max_record_bytes = 4096;
    options.max_depth = 16;
    options.fields = fields.list;
    options.n_fields = fields.n;
    fuzz_require(dvk_line_reader_create(&reader, "fuzz", &options) == DVK_OK, "a reader can be made");
    for (uint64_t number = 1; in.len != 0; number++) {
        const uint8_t *end = memchr(in.data, '\n', in.len);
        size_t len = end == NULL ? in.len : (size_t)(end - in.data), taken = len + (end != NULL);
        check_line(reader, (dvk_span){(const char *)in.data, len}, number);
        in = (fuzz_bytes){in.data + taken, in.len - taken};
    }
    dvk_line_reader_destroy(reader);
    free(words);
    return 0;
}
