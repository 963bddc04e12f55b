/* What the fuzz targets share: a file in memory, a reader read to its end. */
#define _GNU_SOURCE
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"

static int file = -1;
static char file_name[64], folder[64];

void fuzz_require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "fuzz: this does not hold: %s\n", what);
    abort();
}

static void write_all(const uint8_t *data, size_t size) {
    for (size_t at = 0; at < size;) {
        ssize_t n = pwrite(file, data + at, size - at, (off_t)at);
        fuzz_require(n > 0, "the file in memory can be written");
        at += (size_t)n;
    }
}

int fuzz_file(const uint8_t *data, size_t size) {
    if (file < 0) file = memfd_create("fuzz", MFD_CLOEXEC);
    fuzz_require(file >= 0 && ftruncate(file, 0) == 0, "there is a file in memory");
    write_all(data, size);
    fuzz_require(lseek(file, 0, SEEK_SET) == 0, "the file in memory can be read");
    snprintf(file_name, sizeof file_name, "/proc/self/fd/%d", file);
    return file;
}

const char *fuzz_file_name(void) {
    return file_name;
}

/* The folder is flat, but for folders that a target makes and takes away itself. */
static void remove_folder(void) {
    char name[4096];
    DIR *list = opendir(folder);
    if (list == NULL) return;
    for (struct dirent *entry; (entry = readdir(list)) != NULL;) {
        int n = snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
        if (n > 0 && (size_t)n < sizeof name && entry->d_type != DT_DIR) unlink(name);
    }
    closedir(list);
    rmdir(folder);
}

const char *fuzz_folder(void) {
    if (folder[0] != '\0') return folder;
    strcpy(folder,
           access("/dev/shm", W_OK) == 0 ? "/dev/shm/dvoinik-fuzz-XXXXXX" : "/tmp/dvoinik-fuzz-XXXXXX");
    fuzz_require(mkdtemp(folder) != NULL && atexit(remove_folder) == 0, "there is a folder for files");
    return folder;
}

void fuzz_write_file(const char *path, const void *data, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    fuzz_require(fd >= 0, "a file can be made");
    fuzz_require(write(fd, data, size) == (ssize_t)size && close(fd) == 0, "a file can be written");
}

dvk_status fuzz_open_index(const char *path, dvk_index **out, dvk_index_access access, dvk_error *error) {
    dvk_index_options options;
    dvk_index_options_init(&options);
    options.access = access;
    options.secret = false;
    options.sign.seed = 7;
    options.threads = 1;
    options.wait = 0;
    return dvk_index_create(out, path, &options, error);
}

dvk_span fuzz_text(const uint8_t *data, size_t size) {
    dvk_span all = {(const char *)data, size};
    return (dvk_span){all.data, dvi_utf8_check(all)};
}

static void check_span(dvk_span span, const char *what) {
    fuzz_require(dvi_utf8_check(span) == span.len, what);
}

static void check_article(const dvk_article *article) {
    fuzz_require(article->id.len != 0, "an article has an id");
    fuzz_require(article->title.len + article->text.len != 0, "an article has a title or a text");
    fuzz_require(article->line != 0, "lines count from 1");
    check_span(article->id, "the id is UTF-8");
    check_span(article->url, "the url is UTF-8");
    check_span(article->title, "the title is UTF-8");
    check_span(article->text, "the text is UTF-8");
    check_span(article->date, "the date is UTF-8");
    check_span(article->source, "the source is UTF-8");
    check_span(article->lang, "the language is UTF-8");
    check_span(article->file, "the file's name is UTF-8");
    fuzz_require(!article->record_is_json || article->record.len >= 2, "a JSON record has braces");
}

static void check_error(dvk_status status, const dvk_error *error) {
    fuzz_require(error->status == status, "a failure fills its error");
    fuzz_require(error->message[0] != '\0', "a failure says why");
    check_span((dvk_span){error->message, __builtin_strlen(error->message)}, "the message is UTF-8");
}

void fuzz_read(const uint8_t *data, size_t size, const dvk_read_options *options) {
    dvk_reader *reader;
    dvk_article article;
    dvk_error error;
    dvk_status status;
    fuzz_file(data, size);
    const char *input = fuzz_file_name();
    fuzz_require(dvk_reader_create(&reader, &input, 1, options) == DVK_OK, "a reader can be made");
    /* Compressed input has more records than bytes: up to its limit. */
    uint64_t most = 2 * options->max_total_bytes + 64;
    for (uint64_t calls = 0; (status = dvk_reader_next(reader, &article, &error)) != DVK_END; calls++) {
        fuzz_require(calls < most, "reading comes to an end");
        if (status == DVK_OK)
            check_article(&article);
        else
            check_error(status, &error);
    }
    dvk_reader_destroy(reader);
}

void fuzz_read_as(const uint8_t *data, size_t size, dvk_input_format format) {
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.format = format;
    options.max_record_bytes = 4096;
    options.max_total_bytes = 1 << 20;
    options.max_depth = 16;
    fuzz_read(data, size, &options);
}

uint8_t fuzz_take8(fuzz_bytes *in) {
    if (in->len == 0) return 0;
    in->len--;
    return *in->data++;
}

uint16_t fuzz_take16(fuzz_bytes *in) {
    uint16_t low = fuzz_take8(in);
    return (uint16_t)(low | fuzz_take8(in) << 8);
}

uint32_t fuzz_take32(fuzz_bytes *in) {
    uint32_t low = fuzz_take16(in);
    return low | (uint32_t)fuzz_take16(in) << 16;
}
