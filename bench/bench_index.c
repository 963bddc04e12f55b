/* Times an index through a warm handle: adding one article, committed, and asking about one, against an index
 * of any size.
 *
 * Usage: bench_index DIR FEED.jsonl [N]
 * The first N articles of FEED (500) that DIR does not know are asked about and then added, one by one. DIR
 * is changed. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "dvoinik/index.h"

enum { MOST = 100000, LINE = 1 << 22 };

typedef struct times {
    double wall[MOST], processor[MOST];
    size_t n;
} times;

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int rising(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void show(const char *what, times *t) {
    if (t->n == 0) return;
    qsort(t->wall, t->n, sizeof *t->wall, rising);
    qsort(t->processor, t->n, sizeof *t->processor, rising);
    printf("%s: median %.3f ms, 9 of 10 %.3f ms, 99 of 100 %.3f ms, at most %.3f ms; "
           "processor median %.3f ms, 9 of 10 %.3f ms, at most %.3f ms\n",
           what, 1e3 * t->wall[t->n / 2], 1e3 * t->wall[t->n * 9 / 10], 1e3 * t->wall[t->n * 99 / 100],
           1e3 * t->wall[t->n - 1], 1e3 * t->processor[t->n / 2], 1e3 * t->processor[t->n * 9 / 10],
           1e3 * t->processor[t->n - 1]);
}

static dvk_status timed(times *t, dvk_index *index, const dvk_article *article, int add, dvk_error *error) {
    dvk_index_answer answer;
    double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    dvk_status status =
        add ? dvk_index_add(index, article, 1, NULL, error) : dvk_index_query(index, article, &answer, error);
    t->processor[t->n] = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    t->wall[t->n++] = seconds(CLOCK_MONOTONIC) - wall;
    return status;
}

static dvk_status run(dvk_index *index, FILE *feed, dvk_line_reader *reader, size_t wanted, times *query,
                      times *add, dvk_error *error) {
    char *line = malloc(LINE);
    dvk_status status = line != NULL ? DVK_OK : DVK_E_MEMORY;
    for (uint64_t number = 1; status == DVK_OK && add->n < wanted && fgets(line, LINE, feed) != NULL;
         number++) {
        dvk_article article;
        dvk_index_answer answer;
        size_t len = 0;
        while (line[len] != '\0')
            len++;
        status = dvk_line_reader_read(reader, (dvk_span){line, len}, number, 0, &article, error);
        if (status != DVK_OK || dvk_index_find(index, article.id, &answer, NULL) == DVK_OK) continue;
        status = timed(query, index, &article, 0, error);
        if (status == DVK_OK) status = timed(add, index, &article, 1, error);
    }
    free(line);
    return status;
}

int main(int argc, char **argv) {
    static times query, add;
    dvk_index_options options;
    dvk_read_options reading;
    dvk_index *index = NULL;
    dvk_line_reader *reader = NULL;
    dvk_index_stats stats;
    dvk_error error = {0};
    FILE *feed = argc > 2 ? fopen(argv[2], "r") : NULL;
    size_t wanted = argc > 3 ? strtoul(argv[3], NULL, 10) : 500;
    if (feed == NULL || wanted > MOST) {
        fprintf(stderr, "usage: bench_index DIR FEED.jsonl [N]\n");
        return 2;
    }
    dvk_index_options_init(&options);
    dvk_read_options_init(&reading);
    options.access = DVK_INDEX_WRITE;
    options.threads = 1;
    dvk_status status = dvk_index_create(&index, argv[1], &options, &error);
    if (status == DVK_OK) status = dvk_index_statistics(index, &stats, &error);
    if (status == DVK_OK) status = dvk_line_reader_create(&reader, argv[2], &reading);
    if (status == DVK_OK) status = run(index, feed, reader, wanted, &query, &add, &error);
    if (status == DVK_OK) printf("articles: %llu\n", (unsigned long long)stats.articles);
    if (status != DVK_OK) fprintf(stderr, "bench_index: %s\n", error.message);
    show("query", &query);
    show("add", &add);
    dvk_line_reader_destroy(reader);
    dvk_index_destroy(index);
    fclose(feed);
    return status == DVK_OK ? 0 : 1;
}
