/* Indexes with damage of any kind. One is made anew in each process; the input says which of its bytes are
 * others, and whether the checksums of its pages are made right, without which SQLite would see none of
 * it. While they are wrong, what is answered must be right. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "dvoinik/index.h"
#include "fuzz.h"
#include "store/page_sums.h"

enum { ARTICLES = 5, MOST_BYTES = 1 << 20, MADE_RIGHT = 1, REBUILD = 2, WRITE = 4, CUT = 8 };

static uint8_t sound[MOST_BYTES], damaged[MOST_BYTES];
static size_t length;
static dvk_article articles[ARTICLES];
static uint32_t groups[ARTICLES];

static dvk_span span_of(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static void remove_index(void) {
    static const char *const endings[] = {"",     "-wal",     "-shm",     "-journal",
                                          ".new", ".new-wal", ".new-shm", ".rebuilt"};
    char path[192];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s/index.dvoinik%s", fuzz_folder(), endings[i]);
        unlink(path);
    }
}

static void make_articles(void) {
    static const char bridge[] =
        "The council of Novi Sad decided on Monday to close the old bridge for 14 months.";
    static const char most[] = "Gradsko vijeće odlučilo je u ponedjeljak zatvoriti stari most na 14 mjeseci.";
    static const char storm[] = "A storm left 3,200 houses near Gdansk without electricity on Friday night.";
    static const char *const texts[ARTICLES] = {bridge, most, bridge, storm, "Short."};
    static const char *const ids[ARTICLES] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < ARTICLES; i++)
        articles[i] = (dvk_article){.id = span_of(ids[i]),
                                    .url = span_of(i == 1 ? "" : "https://s.example/1"),
                                    .title = span_of(i == 3 ? "Storm" : "Bridge closes"),
                                    .text = span_of(texts[i]),
                                    .time = i == 4 ? DVK_NO_TIME : 1752307200,
                                    .line = i + 1,
                                    .file = span_of("fuzz")};
}

static void load_index(void) {
    char path[192];
    snprintf(path, sizeof path, "%s/index.dvoinik", fuzz_folder());
    FILE *file = fopen(path, "rb");
    fuzz_require(file != NULL, "an index was made");
    length = fread(sound, 1, MOST_BYTES, file);
    fclose(file);
    fuzz_require(length >= DVI_PAGE_SIZE && length < MOST_BYTES && length % DVI_PAGE_SIZE == 0,
                 "it has pages");
}

static void make_index(void) {
    dvk_index *index;
    make_articles();
    fuzz_require(fuzz_open_index(fuzz_folder(), &index, DVK_INDEX_NEW, NULL) == DVK_OK,
                 "an index can be made");
    fuzz_require(dvk_index_add(index, articles, ARTICLES, NULL, NULL) == DVK_OK, "articles can be added");
    for (size_t i = 0; i < ARTICLES; i++) {
        dvk_index_answer answer;
        fuzz_require(dvk_index_find(index, articles[i].id, &answer, NULL) == DVK_OK, "they are there");
        groups[i] = answer.article.assigned.duplicate;
    }
    dvk_index_destroy(index);
    load_index();
}

/* Pieces of the input: a place, and up to 15 bytes that stand there. */
static size_t damage(fuzz_bytes *in, uint8_t choice) {
    size_t size = length;
    memcpy(damaged, sound, length);
    if (choice & CUT) size = fuzz_take32(in) % (length + 1);
    while (in->len > 3) {
        size_t page = fuzz_take8(in) % (length / DVI_PAGE_SIZE), at = fuzz_take16(in), n = at >> 12;
        at = page * DVI_PAGE_SIZE + at % DVI_PAGE_SIZE;
        for (size_t i = 0; i <= n && at + i < size; i++)
            damaged[at + i] = fuzz_take8(in);
    }
    for (size_t at = 0; choice & MADE_RIGHT && at + DVI_PAGE_SIZE <= size; at += DVI_PAGE_SIZE)
        dvi_put64(damaged + at + DVI_PAGE_SIZE - DVI_PAGE_SUM, dvi_page_sum(damaged + at, at));
    return size;
}

static void check_failure(dvk_status status, const dvk_error *error) {
    fuzz_require(status >= 0 || (error->status == status && error->message[0] != '\0'), "a failure says why");
}

static void show(void *user, const dvk_error *error) {
    (void)user;
    fprintf(stderr, "%s\n", error->message);
}

/* What was made anew is sound; what is not is shown. */
static void check_sound(void) {
    static const dvk_index_listener listener = {.on_bad = show};
    dvk_index_check found;
    fuzz_require(dvk_index_verify(fuzz_folder(), NULL, &listener, &found, NULL) == DVK_OK,
                 "what was made anew is sound");
}

static bool go_on(void *user, const dvk_index_answer *answer) {
    (void)answer;
    return ++*(size_t *)user < 1000;
}

static void ask(dvk_index *index, bool trusted) {
    dvk_index_answer answer;
    dvk_error error = {0};
    dvk_index_stats stats;
    size_t seen = 0;
    uint32_t became;
    for (size_t i = 0; i < ARTICLES; i++) {
        dvk_status status = dvk_index_find(index, articles[i].id, &answer, &error);
        check_failure(status, &error);
        if (status == DVK_OK && trusted)
            fuzz_require(answer.number == i + 1 && answer.article.assigned.duplicate == groups[i],
                         "what is answered is right");
        check_failure(dvk_index_query(index, &articles[i], &answer, &error), &error);
    }
    check_failure(dvk_index_each(index, true, DVK_NO_GROUP, go_on, &seen, &became, &error), &error);
    check_failure(dvk_index_each(index, false, 0, go_on, &seen, &became, &error), &error);
    check_failure(dvk_index_statistics(index, &stats, &error), &error);
}

static void change(dvk_index *index) {
    dvk_article more = articles[0];
    dvk_error error = {0};
    uint64_t n;
    more.id = span_of("f");
    check_failure(dvk_index_add(index, &more, 1, NULL, &error), &error);
    check_failure(dvk_index_expire(index, 1752307201, NULL, &n, &error), &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    char path[192];
    dvk_index *index;
    dvk_index_check found;
    dvk_error error = {0};
    if (length == 0) make_index();
    uint8_t choice = fuzz_take8(&in);
    size_t left = damage(&in, choice);
    remove_index();
    snprintf(path, sizeof path, "%s/index.dvoinik", fuzz_folder());
    fuzz_write_file(path, damaged, left);
    dvk_status verified = dvk_index_verify(fuzz_folder(), NULL, NULL, &found, &error);
    check_failure(verified, &error);
    dvk_status status =
        fuzz_open_index(fuzz_folder(), &index, choice & WRITE ? DVK_INDEX_WRITE : DVK_INDEX_READ, &error);
    check_failure(status, &error);
    if (status == DVK_OK) {
        ask(index, !(choice & MADE_RIGHT));
        if (choice & WRITE) change(index);
        dvk_index_destroy(index);
    }
    if (!(choice & REBUILD)) return 0;
    status = dvk_index_rebuild(fuzz_folder(), NULL, NULL, &found, &error);
    check_failure(status, &error);
    if (status == DVK_OK) check_sound();
    return 0;
}
