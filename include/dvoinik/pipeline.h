/* The whole job: articles in, clusters out. The only part of the library that knows the order of the stages.
 */
#ifndef DVOINIK_PIPELINE_H
#define DVOINIK_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/cluster.h"
#include "dvoinik/cpu.h"
#include "dvoinik/match.h"
#include "dvoinik/model.h"
#include "dvoinik/read.h"
#include "dvoinik/result.h"
#include "dvoinik/sign.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dvk_job_options {
    const dvk_model *model; /* borrowed; NULL: the one that ships */
    dvk_sign_params sign;
    dvk_cluster_params cluster;
    uint32_t threads; /* 0: as many as the machine has, 1 to 256 */
    /* That one article chooses by anchors; those that choose it come on top. A cut is counted in the
     * statistics. Default 200. */
    uint32_t max_candidates;
    uint32_t cpu;    /* extensions of the processor to keep to, DVK_CPU_...; the result is the same. Default
                        DVK_CPU_ALL */
    bool keep_texts; /* keep titles and texts, for reports that show evidence */
    uint64_t
        memory; /* bytes of features, texts and pairs to hold in memory, more or less; the rest goes into
                   files without a name. At least 1 MiB; default 512 MiB. The result does not depend on it */
    const char *spool; /* the folder of these files; NULL: /tmp. Copied */
    /* Asked now and then from the calling thread; return false to cancel. `done` counts articles read. It may
     * ask the job for what it has; dvk_job_read and dvk_job_run of it are refused (DVK_E_ARGUMENT). May be
     * NULL. */
    bool (*on_progress)(void *user, const char *stage, uint64_t done, uint64_t total);
    void *user;
} dvk_job_options;

DVK_API void dvk_job_options_init(dvk_job_options *options);

typedef struct dvk_job dvk_job;

/* `options` may be NULL: the defaults. Nothing is opened or read yet. Returns DVK_OK, DVK_E_ARGUMENT (an
 * option outside its bounds) or DVK_E_MEMORY. */
DVK_API dvk_status dvk_job_create(dvk_job **out, const dvk_job_options *options);
DVK_API void dvk_job_destroy(dvk_job *job); /* takes NULL */

/* Reads every article of `reader`, on any of its threads, one at a time; features and signatures on all.
 * Input order is kept whatever the threads do. DVK_OK, the reader's failure, DVK_E_DUPLICATE with both places
 * named, DVK_E_LIMIT (2^32 - 1 articles, or one of 4 GiB), DVK_E_MEMORY, DVK_E_WRITE, DVK_E_IO and
 * DVK_E_DAMAGED (the spool), DVK_E_CANCELLED. What was read before the failure is the job's all the same;
 * where the spool failed dvk_job_run does, too. After a failure of one record that the reader told of, the
 * next dvk_job_read goes on behind it; after any other, DVK_E_DUPLICATE and DVK_E_CANCELLED too, where the
 * reader has given articles that the job has not, it gives no more: dvk_reader_next says so with
 * DVK_E_ARGUMENT. */
DVK_API dvk_status dvk_job_read(dvk_job *job, dvk_reader *reader, dvk_error *error);

/* Candidates, scores, clusters. Cost: some 200 pairs scored for an article, whatever the number of articles.
 * Once, after the last dvk_job_read: from then on, also when it failed, both
 * return DVK_E_ARGUMENT. DVK_OK, DVK_E_LIMIT (more anchors or pairs than 32 bits count), DVK_E_MEMORY,
 * DVK_E_WRITE, DVK_E_IO, DVK_E_DAMAGED (the spool has changed), DVK_E_CANCELLED. */
DVK_API dvk_status dvk_job_run(dvk_job *job, dvk_error *error);

DVK_API size_t dvk_job_count(const dvk_job *job);
/* A view of the results for reports, lent by the job; empty unless dvk_job_run has returned DVK_OK. */
DVK_API void dvk_job_results(const dvk_job *job, dvk_results *out);

/* Features of an article as the job compares them, with no more than 128 shingles (dvk_band_keys wants those
 * of dvk_features_extract), lent by the job until it is destroyed: they are read from the spool when first
 * asked for, and stay in memory from then on. NULL for an article that is not there, without memory, and when
 * the spool cannot be read. */
DVK_API const dvk_features *dvk_job_features(const dvk_job *job, size_t article);

/* dvk_score of these features of two articles; nothing stays in memory. Returns DVK_OK, DVK_E_ARGUMENT,
 * DVK_E_MEMORY, DVK_E_IO or DVK_E_DAMAGED. */
DVK_API dvk_status dvk_job_score(dvk_job *job, size_t a, size_t b, dvk_match *out);

/* Whether `article` is the one that the job took as number `i`: the same id and, by a hash of 64 bits, the
 * same record. Texts are not kept; who passes records on reads the inputs a second time and asks this of
 * each. */
DVK_API bool dvk_job_is_article(const dvk_job *job, size_t i, const dvk_article *article);

/* The scored pairs whose `event` is .1 or more, rising by a then b, lent by the job: none, and *out NULL,
 * unless dvk_job_run has returned DVK_OK. Those of a digest with what it tells are left out: where an article
 * is linked, for different places of its text, with two that have nothing to do with each other, its title
 * tells which of them it is about, if any. */
DVK_API size_t dvk_job_pairs(const dvk_job *job, const dvk_pair **out);

typedef struct dvk_job_stats {
    uint64_t articles;
    uint64_t bytes; /* of titles and texts */
    uint64_t without_features;
    uint64_t candidates_bands, candidates_anchors, candidates; /* pairs; `candidates` counts a pair once */
    uint32_t candidates_median, candidates_largest;            /* of an article */
    uint64_t verified;                                         /* pairs scored */
    uint64_t pairs_duplicate, pairs_event;                     /* pairs above the thresholds */
    uint64_t pairs_of_digests; /* pairs of a digest with its items, which were left out of the results */
    uint64_t buckets_cut;      /* buckets longer than their cap, and articles with too many others by bands */
    uint64_t anchors_cut;      /* lists of anchors longer than their cap, and articles with too many others by
                                  anchors */
    uint64_t met_bands, met_anchors; /* what candidates were chosen from: pairs in buckets, once a band, and
                                        steps along lists of anchors, counted for both articles */
    uint64_t groups, events;
    double seconds_read, seconds_features, seconds_candidates, seconds_scores,
        seconds_clusters; /* wall clock, except features: summed over threads */
} dvk_job_stats;

DVK_API void dvk_job_statistics(const dvk_job *job, dvk_job_stats *stats);

#ifdef __cplusplus
}
#endif
#endif
