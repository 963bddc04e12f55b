/* Lists of feeds. What a list names is opened when it lies in the list's folder, and only then: beside that
 * folder lies a file which no list may make part of the articles. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "read/opml.h"

static char inside[128], list_path[192];

static void put(const char *folder, const char *name, const char *text) {
    char path[192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    fuzz_write_file(path, text, strlen(text));
}

static void make_link(const char *to, const char *name) {
    char path[192];
    snprintf(path, sizeof path, "%s/%s", inside, name);
    fuzz_require(symlink(to, path) == 0, "a link can be made");
}

static void remove_inside(void) {
    static const char *const names[] = {"a", "b", "away", "up", "self", "l.opml"};
    char path[192];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", inside, names[i]);
        unlink(path);
    }
    rmdir(inside);
}

static void make_files(void) {
    const char *outside = fuzz_folder();
    snprintf(inside, sizeof inside, "%s/in", outside);
    snprintf(list_path, sizeof list_path, "%s/l.opml", inside);
    fuzz_require(mkdir(inside, 0700) == 0 && atexit(remove_inside) == 0, "a folder can be made");
    put(outside, "o", "{\"id\":\"1\",\"title\":\"outside\"}\n");
    put(inside, "a", "{\"id\":\"2\",\"title\":\"inside\"}\n");
    put(inside, "b", "<rss><channel><item><title>inside</title></item></channel></rss>");
    make_link("../o", "away");
    make_link("..", "up");
    make_link("l.opml", "self");
}

static void check_file(const dvk_article *article) {
    static const char title[] = "outside";
    char path[PATH_MAX], real[PATH_MAX];
    fuzz_require(article->title.len != sizeof title - 1 ||
                     memcmp(article->title.data, title, sizeof title - 1) != 0,
                 "nothing outside of the list's folder is read");
    fuzz_require(article->file.len < sizeof path, "a file has a name");
    memcpy(path, article->file.data, article->file.len);
    path[article->file.len] = '\0';
    fuzz_require(realpath(path, real) != NULL && strncmp(real, inside, strlen(inside)) == 0 &&
                     real[strlen(inside)] == '/',
                 "an article's file lies in the list's folder");
}

static void read_list(void) {
    dvk_reader *reader;
    dvk_read_options options;
    dvk_article article;
    dvk_error error;
    dvk_status status;
    const char *input = list_path;
    dvk_read_options_init(&options);
    options.skip_bad = true;
    options.max_total_bytes = 1 << 20;
    fuzz_require(dvk_reader_create(&reader, &input, 1, &options) == DVK_OK, "a reader can be made");
    for (size_t calls = 0; (status = dvk_reader_next(reader, &article, &error)) != DVK_END; calls++) {
        fuzz_require(calls < 1 << 16, "reading comes to an end");
        if (status == DVK_OK) check_file(&article);
    }
    dvk_reader_destroy(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dvi_opml opml = {.n = 0};
    dvk_error error;
    if (inside[0] == '\0') make_files();
    dvk_span text = fuzz_text(data, size);
    if (dvi_opml_read(&opml, text, "fuzz", &error) == DVK_OK) {
        size_t ends = 0;
        for (size_t i = 0; i < opml.paths.len; i++)
            ends += opml.paths.data[i] == '\0';
        fuzz_require(ends == opml.n, "each path ends");
    }
    dvi_opml_finish(&opml);
    fuzz_write_file(list_path, data, size);
    read_list();
    return 0;
}
