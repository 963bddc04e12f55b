/* A folder as anybody may have filled it: names of any bytes, files of any content, links, pipes, folders in
 * folders. It is read as `cluster` reads it, and looked at as `watch` does. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/watch_list.h"
#include "dvoinik/pipeline.h"
#include "dvoinik/report.h"
#include "fuzz.h"

enum { MOST_FILES = 12, MOST_NAME = 40, LOOKS = 3, WATCHED = 1 };

static const char *path_of(const char *name) {
    static char paths[2][400];
    static unsigned at;
    at ^= 1;
    snprintf(paths[at], sizeof paths[at], "%.100s/%.250s", fuzz_folder(), name);
    return paths[at];
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where) {
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_tree(const char *path) {
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* What the content is told by, and names by which files follow one another or go together. */
static const char *const endings[] = {"",      ".txt", ".jsonl", ".json", ".xml", ".csv",      ".html",
                                      ".opml", ".gz",  ".warc",  ".tsv",  ".rss", ".jsonl.gz", ".wet.gz"};

/* Some bytes of the input, but none that no name can have. */
static void take_name(fuzz_bytes *in, const char *folder, char out[MOST_NAME + 32]) {
    size_t len = (size_t)snprintf(out, MOST_NAME, "%s", folder), more = fuzz_take8(in) % 12;
    for (size_t i = 0; i < more; i++) {
        char c = (char)fuzz_take8(in);
        out[len++] = c == '/' || c == '\0' ? '.' : c;
    }
    snprintf(out + len, 32, "%s", endings[fuzz_take8(in) % (sizeof endings / sizeof *endings)]);
}

static void put_file(const char *path, fuzz_bytes *in) {
    size_t len = fuzz_take16(in) % 1024;
    if (len > in->len) len = in->len;
    FILE *file = fopen(path, "wb");
    if (file == NULL) return; /* a folder has the name */
    fuzz_require(fwrite(in->data, 1, len, file) == len && fclose(file) == 0, "a file can be written");
    in->data += len;
    in->len -= len;
}

static void fill_folder(fuzz_bytes *in) {
    static const char *const targets[] = {".", "..", "nowhere", "sub", "a.jsonl", "/dev/zero"};
    fuzz_require(mkdir(path_of("in"), 0700) == 0 && mkdir(path_of("in/sub"), 0700) == 0,
                 "there is a folder to fill");
    for (unsigned i = 0; in->len > 2 && i < MOST_FILES; i++) {
        char name[MOST_NAME + 32];
        uint8_t kind = fuzz_take8(in);
        take_name(in, kind & 16 ? "in/sub/" : "in/", name);
        const char *path = path_of(name);
        if (kind % 16 == 1)
            (void)!symlink(targets[fuzz_take8(in) % (sizeof targets / sizeof *targets)], path);
        else if (kind % 16 == 2)
            (void)!mkfifo(path, 0600);
        else if (kind % 16 == 3)
            (void)!mkdir(path, 0700);
        else
            put_file(path, in);
    }
}

static dvk_status check_text(void *user, const char *data, size_t len) {
    (void)user;
    fuzz_require(dvi_utf8_check((dvk_span){data, len}) == len, "what is written is UTF-8");
    return DVK_OK;
}

static void check_bad(void *user, const dvk_error *error) {
    size_t file = strlen(error->file), message = strlen(error->message);
    fuzz_require(++*(size_t *)user < 100000, "what is bad comes to an end");
    fuzz_require(message > 0, "what is passed over is told");
    fuzz_require(dvi_utf8_check((dvk_span){error->file, file}) == file, "a file's name is shown as UTF-8");
    fuzz_require(dvi_utf8_check((dvk_span){error->message, message}) == message, "so is a message");
    for (size_t i = 0; i < file; i++)
        fuzz_require((unsigned char)error->file[i] >= 0x20, "without controls");
}

static void cluster(void) {
    dvk_read_options reading;
    dvk_job_options how;
    dvk_report_options report;
    dvk_results results;
    dvk_reader *reader;
    dvk_job *job;
    dvk_error error = {0};
    size_t bad = 0;
    const char *input = path_of("in");
    dvk_read_options_init(&reading);
    reading.skip_bad = true;
    reading.on_bad = check_bad;
    reading.user = &bad;
    reading.max_record_bytes = 4096;
    reading.max_total_bytes = 1 << 20;
    dvk_job_options_init(&how);
    how.threads = 1;
    dvk_report_options_init(&report);
    report.format = DVK_REPORT_CSV;
    fuzz_require(dvk_reader_create(&reader, &input, 1, &reading) == DVK_OK, "a reader can be made");
    fuzz_require(dvk_job_create(&job, &how) == DVK_OK, "a job can be made");
    dvk_status status = dvk_job_read(job, reader, &error);
    if (status == DVK_OK) status = dvk_job_run(job, &error);
    fuzz_require(status >= 0 || error.message[0] != '\0', "a failure says why");
    if (status == DVK_OK) {
        dvk_job_results(job, &results);
        fuzz_require(dvk_report(&results, &report, check_text, NULL) == DVK_OK, "there is a report");
    }
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
}

static void watch(void) {
    dvk_index_options how;
    dvk_index *index;
    settings values;
    watch_list all;
    settings_init(&values);
    values.max_record = values.max_total = 1;
    values.quiet = values.skip_bad = true;
    dvk_index_options_init(&how);
    how.access = DVK_INDEX_NEW;
    how.secret = false;
    how.threads = 1;
    fuzz_require(dvk_index_create(&index, path_of("index"), &how, NULL) == DVK_OK, "an index can be made");
    follow_sink sink = {.values = &values, .index = index, .said = {.quiet = true}};
    watch_list_init(&all);
    all.quiet = true;
    if (watch_list_add(&all, path_of("in")) == 0)
        for (int i = 0; i < LOOKS; i++)
            watch_list_look(&all, &sink);
    fuzz_require(sink.status >= 0 || sink.error.message[0] != '\0', "a failure says why");
    watch_list_finish(&all);
    settings_finish(&values);
    dvk_index_destroy(index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    uint8_t choice = fuzz_take8(&in);
    remove_tree(path_of("in"));
    remove_tree(path_of("index"));
    fill_folder(&in);
    cluster();
    if (choice & WATCHED) watch();
    remove_tree(path_of("in"));
    remove_tree(path_of("index"));
    return 0;
}
