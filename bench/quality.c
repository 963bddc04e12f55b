/* Quality: the table of every step that was tried and what it does, and the measures that need whole jobs, on
 * the evaluation data. usage: quality EVAL BACKGROUND STEPS.tsv MEASURES.tsv SCRATCH EVAL holds ntrex/ and
 * telegram/; BACKGROUND may be absent; SCRATCH is a folder for files on the way. See run_quality. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "quality_calibration.h"
#include "quality_jobs.h"
#include "quality_steps.h"

static FILE *open_table(const char *path) {
    FILE *file = fopen(path, "w");
    if (file == NULL) quality_fail("cannot be written", path);
    return file;
}

static void close_table(FILE *file, const char *path) {
    bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) quality_fail("cannot be written", path);
}

static void tell(const char *what) {
    fprintf(stderr, "quality: %s, after %ld s of CPU time\n", what, (long)(clock() / CLOCKS_PER_SEC));
}

static void measure_jobs(FILE *out, const quality_pairs *pairs, const char *ntrex, const char *telegram,
                         const char *scratch) {
    char path[4096], small[4096];
    snprintf(path, sizeof path, "%s/feed.jsonl.zst", telegram);
    snprintf(small, sizeof small, "%s/feed.jsonl", ntrex);
    const char *const input = path;
    dvk_job *feed = quality_job_run(&input, 1);
    tell("the feed is grouped");
    quality_candidates(out, small, pairs, feed, path, scratch);
    tell("candidates are measured");
    quality_clusters(out, pairs, feed, telegram);
    dvk_job_destroy(feed);
    tell("clusters are measured");
    quality_copies(out, path, scratch);
    tell("copies are measured");
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: quality EVAL BACKGROUND STEPS.tsv MEASURES.tsv SCRATCH\n");
        return 2;
    }
    quality_corpus corpus;
    quality_gold gold;
    quality_pairs pairs;
    char ntrex[4000], telegram[4000];
    snprintf(ntrex, sizeof ntrex, "%s/ntrex", argv[1]);
    snprintf(telegram, sizeof telegram, "%s/telegram", argv[1]);
    quality_gold_read(&corpus, &gold, ntrex);
    quality_pairs_init(&pairs, &gold, corpus.n);
    FILE *steps = open_table(argv[3]), *measures = open_table(argv[4]);
    quality_steps(steps, &corpus, &pairs, telegram, argv[2]);
    close_table(steps, argv[3]);
    tell("the steps are measured");
    fprintf(measures, "part\tset\tmeasure\tvalue\twanted\n");
    quality_calibration(measures, &pairs);
    measure_jobs(measures, &pairs, ntrex, telegram, argv[5]);
    close_table(measures, argv[4]);
    quality_pairs_finish(&pairs);
    quality_gold_finish(&gold);
    quality_corpus_finish(&corpus);
    return 0;
}
