/* dvoinik pairs: the scored pairs, one JSON object a line. */
#include "messages.h"
#include "output.h"
#include "run_job.h"
#include "shared_words.h"
#include "verbs.h"

static void put_share(output *out, uint32_t share) {
    unsigned parts = ten_thousandths(share);
    output_format(out, "%u.%04u", parts / 10000, parts % 10000);
}

static void put_evidence(output *out, const dvk_results *results, const dvk_pair *pair, size_t most) {
    dvk_shared shared[MOST_EVIDENCE];
    size_t n = most > 0 ? results->shared(results->source, pair->a, pair->b, shared, most) : 0;
    if (out->status == DVK_OK) out->status = results->status(results->source);
    output_text(out, ",\"evidence\":[");
    for (size_t i = 0; i < n; i++) {
        output_format(out, "%s{\"kind\":\"%s\",\"a\":", i > 0 ? "," : "", kind_name(shared[i].kind));
        output_json(out, shared[i].word_a);
        output_text(out, ",\"b\":");
        output_json(out, shared[i].word_b);
        output_text(out, ",\"share\":");
        put_share(out, shared[i].share);
        output_text(out, "}");
    }
    output_text(out, "]}\n");
}

static int level_of(const settings *values, const dvk_pair *pair) {
    if (pair->duplicate >= values->duplicate_threshold) return LEVEL_DUPLICATE;
    return pair->event >= values->event_threshold ? LEVEL_EVENT : LEVEL_ALL;
}

static dvk_status put_pair(output *out, dvk_job *job, const dvk_results *results, const dvk_pair *pair,
                           int level, size_t evidence) {
    static const char *const relations[] = {
        [LEVEL_DUPLICATE] = "duplicate", [LEVEL_EVENT] = "event", [LEVEL_ALL] = "none"};
    dvk_result a = {0}, b = {0};
    dvk_match match;
    dvk_status status = match_of(job, pair->a, pair->b, &match);
    results->article(results->source, pair->a, &a);
    results->article(results->source, pair->b, &b);
    output_text(out, "{\"a\":");
    output_json(out, a.id);
    output_text(out, ",\"b\":");
    output_json(out, b.id);
    output_format(out, ",\"relation\":\"%s\",\"score\":", relations[level]);
    put_share(out, match.similarity);
    output_text(out, ",\"probability\":");
    put_share(out, level == LEVEL_DUPLICATE ? pair->duplicate : pair->event);
    put_evidence(out, results, pair, evidence);
    return status;
}

static dvk_status put_pairs(const settings *values, dvk_job *job, output *out) {
    const dvk_pair *pairs = NULL;
    dvk_results results;
    size_t n = dvk_job_pairs(job, &pairs);
    dvk_job_results(job, &results);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && out->status == DVK_OK && status == DVK_OK; i++) {
        int level = level_of(values, &pairs[i]);
        if (level <= values->level) status = put_pair(out, job, &results, &pairs[i], level, values->evidence);
    }
    return status == DVK_OK ? results.status(results.source) : status;
}

int verb_pairs(const settings *values) {
    output out;
    done_job done;
    int status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    status = run_job(values, 0, true, &done);
    if (status == EXIT_DONE) {
        dvk_status given = put_pairs(values, done.job, &out);
        if (given != DVK_OK) status = message_failure(given, NULL);
    }
    if (status == EXIT_DONE)
        status = output_close(&out);
    else
        output_discard(&out);
    done_job_finish(&done);
    return status;
}
