/* Which record of each group is kept. */
#ifndef DVOINIK_CLI_KEPT_H
#define DVOINIK_CLI_KEPT_H

#include <stdint.h>

#include "dvoinik/result.h"
#include "options.h"

/* Of each article the number of the one that is kept for it, itself where it is the one; to free(). Says
 * which sources of --prefer no article has. */
uint32_t *kept_choose(const dvk_results *results, const settings *values);

/* The number of the article's group, at the level of the settings. */
uint32_t kept_group(const dvk_result *article, const settings *values);

#endif
