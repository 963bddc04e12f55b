/* Writes a synthetic news feed of any size at memory speed, with planted copies, edits, twins in other
 * languages and independent reports of one event. The same seed gives the same bytes everywhere, and the
 * first N articles of a longer feed are the feed of N.
 *
 * The truth is in the ids: "e12.d45.789t" is the event 12, the group of copies 45, the article's place in the
 * feed, and what it is: o(riginal) c(opy) e(dited) s(hortened) t(win). --truth writes it as a table, too. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "feed_article.h"

enum { FLUSH_BYTES = 1 << 18, DAYS = 2913174 /* from the first one to the end of the year 9999 */ };

typedef struct settings {
    uint64_t articles, seed, a_day;
    const char *truth, *output;
} settings;

static const char usage[] = "usage: feed --articles N [--seed S] [--per-day N] [--truth FILE] [-o FILE]\n"
                            "  --articles N  how many\n"
                            "  --seed S      another seed, another feed (1)\n"
                            "  --per-day N   articles a day (40000)\n"
                            "  --truth FILE  a table: id, group of copies, event, kind, language\n"
                            "  -o FILE       where to (standard output)\n";

static _Noreturn void fail(const char *what, const char *name) {
    fprintf(stderr, "feed: %s%s%s\n", what, name != NULL ? ": " : "", name != NULL ? name : "");
    exit(name != NULL ? 5 : 2);
}

static uint64_t number_of(const char *text) {
    char *end;
    errno = 0;
    uint64_t n = strtoull(text, &end, 10);
    if (errno != 0 || *end != '\0' || *text < '0' || *text > '9') fail("not a number; see feed --help", NULL);
    return n;
}

static settings settings_of(int n, char **args) {
    settings s = {.seed = 1, .a_day = 40000};
    for (int i = 1; i < n; i += 2) {
        if (strcmp(args[i], "--help") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        if (i + 1 == n) fail("an option without its value; see feed --help", NULL);
        const char *name = args[i], *value = args[i + 1];
        if (strcmp(name, "--articles") == 0)
            s.articles = number_of(value);
        else if (strcmp(name, "--seed") == 0)
            s.seed = number_of(value);
        else if (strcmp(name, "--per-day") == 0)
            s.a_day = number_of(value);
        else if (strcmp(name, "--truth") == 0)
            s.truth = value;
        else if (strcmp(name, "-o") == 0 || strcmp(name, "--output") == 0)
            s.output = strcmp(value, "-") == 0 ? NULL : value;
        else
            fail("an unknown option; see feed --help", NULL);
    }
    if (s.articles == 0 || s.articles > UINT32_MAX)
        fail("--articles needs a number from 1 to 4294967295", NULL);
    if (s.a_day == 0) fail("--per-day needs a number from 1", NULL);
    if ((s.articles - 1) / s.a_day >= DAYS)
        fail("--per-day is too small: the last articles would be dated after the year 9999", NULL);
    return s;
}

static FILE *open_output(const char *name) {
    FILE *file = fopen(name, "wb");
    if (file == NULL) fail(strerror(errno), name);
    return file;
}

static void write_truth(FILE *file, const feed_item *item, uint64_t index) {
    static const char *const kinds[FEED_KINDS] = {"original", "copy", "edited", "shortened", "twin"};
    char id[64];
    *feed_write_id(item, index, id) = '\0';
    fprintf(file, "%s\td%u\te%u\t%s\t%s\n", id, (unsigned)item->group, (unsigned)item->event,
            kinds[item->kind], feed_languages[item->language].code);
}

static void flush(FILE *file, const char *buffer, size_t n, const char *name) {
    if (fwrite(buffer, 1, n, file) != n) fail(strerror(errno), name);
}

/* Not of a device, as /dev/null is. */
static bool are_one_file(FILE *a, FILE *b) {
    struct stat x, y;
    return fstat(fileno(a), &x) == 0 && fstat(fileno(b), &y) == 0 && S_ISREG(x.st_mode) &&
           x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static void write_feed(const settings *s, const feed_press *press, feed_plan *plan, char *buffer) {
    const char *name = s->output != NULL ? s->output : "standard output";
    FILE *out = s->output != NULL ? open_output(s->output) : stdout;
    FILE *truth = s->truth != NULL ? open_output(s->truth) : NULL;
    if (truth != NULL && are_one_file(out, truth)) fail("the feed and its truth cannot go to one file", NULL);
    if (truth != NULL) fputs("id\tgroup\tevent\tkind\tlang\n", truth);
    char *end = buffer;
    setvbuf(out, NULL, _IONBF, 0);
    for (uint64_t i = 0; i < s->articles; i++) {
        feed_item item = feed_plan_next(plan);
        end = feed_write_article(press, &item, i, end);
        if (truth != NULL) write_truth(truth, &item, i);
        if (end - buffer < FLUSH_BYTES) continue;
        flush(out, buffer, (size_t)(end - buffer), name);
        end = buffer;
    }
    flush(out, buffer, (size_t)(end - buffer), name);
    if (fclose(out) != 0) fail(strerror(errno), name);
    if (truth != NULL && (ferror(truth) || fclose(truth) != 0)) fail("could not be written", s->truth);
}

int main(int n, char **args) {
    settings s = settings_of(n, args);
    feed_press press = {
        .vocabularies = feed_vocabularies_create(), .seed = s.seed, .articles_a_day = s.a_day};
    feed_plan *plan = feed_plan_create(s.seed);
    char *buffer = malloc(FLUSH_BYTES + FEED_RECORD_BYTES);
    if (press.vocabularies == NULL || plan == NULL || buffer == NULL) fail("no memory", "the words");
    write_feed(&s, &press, plan, buffer);
    free(buffer);
    feed_plan_destroy(plan);
    free((void *)press.vocabularies);
    return 0;
}
