/* Times an index through a warm handle: adding one article, committed, and asking about one, against an index
 * of any size.
 *
 * Usage: bench_index DIR FEED.jsonl [N]
 * The first N articles of FEED (500) that DIR does not know are added, one by one, and before each one more
 * is asked about: not the same, which would find in memory what its own question read. DIR is changed. CPU
 * time is the process's; an id is looked up before the clock starts. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dvoinik/index.h"
#include "timing.h"

enum { MOST = 100000, LINE = 1 << 22 };

typedef struct times {
    double wall[MOST], processor[MOST];
    size_t n;
} times;

static double seconds(clockid_t clock) {
    return timing_nanoseconds(clock) / 1e9;
}

static void show(const char *what, times *t) {
    if (t->n == 0) return;
    qsort(t->wall, t->n, sizeof *t->wall, timing_compare);
    qsort(t->processor, t->n, sizeof *t->processor, timing_compare);
    printf("%s: median %.3f ms, 9 of 10 %.3f ms, 99 of 100 %.3f ms, at most %.3f ms; "
           "processor median %.3f ms, 9 of 10 %.3f ms, at most %.3f ms\n",
           what, 1e3 * t->wall[t->n / 2], 1e3 * t->wall[t->n * 9 / 10], 1e3 * t->wall[t->n * 99 / 100],
           1e3 * t->wall[t->n - 1], 1e3 * t->processor[t->n / 2], 1e3 * t->processor[t->n * 9 / 10],
           1e3 * t->processor[t->n - 1]);
}

static dvk_status timed(times *t, dvk_index *index, const dvk_article *article, bool add, dvk_error *error) {
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
        status = dvk_line_reader_read(reader, (dvk_span){line, strlen(line)}, number, 0, &article, error);
        bool blank = status == DVK_END;
        if (blank) status = DVK_OK;
        if (blank || status != DVK_OK || dvk_index_find(index, article.id, &answer, NULL) == DVK_OK) continue;
        bool adding = query->n > add->n;
        status = timed(adding ? add : query, index, &article, adding, error);
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
    if (feed == NULL || wanted == 0 || wanted > MOST) {
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
    bool measured = status == DVK_OK && add.n == wanted;
    if (status == DVK_OK && !measured)
        fprintf(stderr, "bench_index: %s has only %zu articles to add that %s does not know\n", argv[2],
                add.n, argv[1]);
    show("query", &query);
    show("add", &add);
    dvk_line_reader_destroy(reader);
    dvk_index_destroy(index);
    fclose(feed);
    return measured ? 0 : 1;
}
