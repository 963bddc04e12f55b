/* What two articles of a job share, for pairs and explain. */
#include "shared_words.h"

const char *kind_name(unsigned kind) {
    static const char *const names[] = {
        [DVK_FEATURE_WORD] = "word",     [DVK_FEATURE_CONCEPT] = "concept", [DVK_FEATURE_NAME] = "name",
        [DVK_FEATURE_NUMBER] = "number", [DVK_FEATURE_DATE] = "date",       [DVK_FEATURE_GRAM] = "gram",
    };
    return kind < sizeof names / sizeof *names ? names[kind] : "other";
}

dvk_match match_of(const dvk_job *job, size_t a, size_t b) {
    dvk_match match = {0};
    /* It fails only on a NULL, and these are articles of the job. */
    (void)dvk_score(dvk_model_builtin(), dvk_job_features(job, a), dvk_job_features(job, b), &match);
    return match;
}

unsigned ten_thousandths(uint32_t share) {
    return (unsigned)(((uint64_t)share * 10000 + 32768) / 65536);
}
