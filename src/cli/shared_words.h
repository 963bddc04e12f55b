/* What two articles of a job share, for pairs and explain. */
#ifndef DVOINIK_CLI_SHARED_WORDS_H
#define DVOINIK_CLI_SHARED_WORDS_H

#include "dvoinik/match.h"
#include "dvoinik/pipeline.h"

enum { MOST_EVIDENCE = 96 };

/* "name", "word" … for a dvk_feature_kind. */
const char *kind_name(unsigned kind);

/* The scores of articles a and b. */
dvk_status match_of(dvk_job *job, size_t a, size_t b, dvk_match *out);

/* 1/65536 as ten-thousandths, rounded. */
unsigned ten_thousandths(uint32_t share);

#endif
