/* --verbose: what a job compared, how long it took, and the memory. */
#include "statistics.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

static void show_curve(const dvk_sign_params *sign) {
    fprintf(stderr,
            "bands: %" PRIu32 " of %" PRIu32 " rows; chance that a pair becomes a candidate by them\n",
            sign->bands, sign->rows);
    fprintf(stderr, "  similarity J        ");
    for (int j = 1; j <= 9; j++)
        fprintf(stderr, "    .%d", j);
    fprintf(stderr, "\n  1 - (1 - J^r)^b     ");
    for (int j = 1; j <= 9; j++)
        fprintf(stderr, " %.3f", dvk_lsh_probability(sign, j / 10.0));
    fputc('\n', stderr);
}

static void show_pairs(const dvk_job_stats *stats) {
    fprintf(stderr, "articles: %" PRIu64 ", %" PRIu64 " without features, %.1f MB of titles and texts\n",
            stats->articles, stats->without_features, (double)stats->bytes / 1e6);
    fprintf(stderr,
            "candidates: %" PRIu64 " pairs (bands %" PRIu64 ", anchors %" PRIu64
            "); of an article: median %" PRIu32 ", largest %" PRIu32 "\n",
            stats->candidates, stats->candidates_bands, stats->candidates_anchors, stats->candidates_median,
            stats->candidates_largest);
    fprintf(stderr,
            "caps: %" PRIu64 " buckets and %" PRIu64 " anchor lists were cut; looked at: %" PRIu64
            " pairs in buckets, %" PRIu64 " steps along lists\n",
            stats->buckets_cut, stats->anchors_cut, stats->met_bands, stats->met_anchors);
    fprintf(stderr, "verified: %" PRIu64 " pairs; %" PRIu64 " duplicate, %" PRIu64 " event", stats->verified,
            stats->pairs_duplicate, stats->pairs_event);
    if (stats->pairs_of_digests > 0)
        fprintf(stderr, "; %" PRIu64 " left out, of digests with their items", stats->pairs_of_digests);
    fputc('\n', stderr);
    fprintf(stderr, "clusters: %" PRIu64 " duplicate groups in %" PRIu64 " events\n", stats->groups,
            stats->events);
}

static void show_times(const dvk_job_stats *stats) {
    fprintf(stderr,
            "seconds: read %.3f (features %.3f, summed over threads), candidates %.3f, scores %.3f, clusters "
            "%.3f\n",
            stats->seconds_read, stats->seconds_features, stats->seconds_candidates, stats->seconds_scores,
            stats->seconds_clusters);
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        fprintf(stderr, "memory: %.1f MiB at most\n", (double)usage.ru_maxrss / 1024.0);
}

void statistics_show(const dvk_job *job, const dvk_job_options *options) {
    dvk_job_stats stats = {0};
    dvk_job_statistics(job, &stats);
    show_curve(&options->sign);
    show_pairs(&stats);
    show_times(&stats);
}
