/* What two articles of a job share, for pairs and explain. */
#include "shared_words.h"

const char *kind_name(unsigned kind) {
    static const char *const names[] = {
        [DVK_FEATURE_WORD] = "word",     [DVK_FEATURE_CONCEPT] = "concept", [DVK_FEATURE_NAME] = "name",
        [DVK_FEATURE_NUMBER] = "number", [DVK_FEATURE_DATE] = "date",       [DVK_FEATURE_GRAM] = "gram",
    };
    return kind < sizeof names / sizeof *names ? names[kind] : "other";
}

dvk_status match_of(dvk_job *job, size_t a, size_t b, dvk_match *out) {
    *out = (dvk_match){0};
    return dvk_job_score(job, a, b, out);
}

unsigned ten_thousandths(uint32_t share) {
    return (unsigned)(((uint64_t)share * 10000 + 32768) / 65536);
}
