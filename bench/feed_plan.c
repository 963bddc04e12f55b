/* A ring of the articles to come. Each place that nothing was planned for begins a new event, which plans its
 * further reports and their copies ahead: most soon, some more than a day later (gaps are log-uniform).
 * Nothing depends on how many articles there will be: the first N of a longer feed are the feed of N. */
#include "feed_plan.h"

#include <stdbool.h>
#include <stdlib.h>

#include "feed_languages.h"
#include "feed_random.h"

enum {
    RING = 1 << 18,
    REPORT_GAP_BITS = 16, /* up to 65,536 articles later: 39 hours at 40,000 a day */
    COPY_GAP_BITS = 14,
    MOST_REPORTS = 40,
    MOST_COPIES = 12
};

struct feed_plan {
    uint64_t seed, at;
    uint32_t events, groups;
    feed_item ring[RING];
    uint8_t taken[RING];
};

feed_plan *feed_plan_create(uint64_t seed) {
    feed_plan *plan = calloc(1, sizeof *plan);
    if (plan != NULL) plan->seed = seed;
    return plan;
}

void feed_plan_destroy(feed_plan *plan) {
    free(plan);
}

/* At the first free place from `at` on, which is returned. */
static uint64_t place(feed_plan *plan, uint64_t at, feed_item item) {
    while (plan->taken[at % RING])
        at++;
    plan->ring[at % RING] = item;
    plan->taken[at % RING] = 1;
    return at;
}

static uint64_t gap(feed_random *random, unsigned bits) {
    unsigned k = (unsigned)feed_below(random, bits);
    return ((uint64_t)1 << k) + feed_below(random, (uint64_t)1 << k);
}

static uint8_t any_language(feed_random *random) {
    uint64_t at = feed_below(random, 256);
    uint8_t language = 0;
    while (at >= feed_languages[language].share)
        at -= feed_languages[language++].share;
    return language;
}

/* One that the detector crosses to from `language`, or the same where there is none. */
static uint8_t another_language(feed_random *random, uint8_t language) {
    if (feed_languages[language].apart) return language;
    uint8_t other;
    do {
        other = any_language(random);
    } while (other == language || feed_languages[other].apart);
    return other;
}

static feed_kind any_kind(feed_random *random, bool apart) {
    uint64_t at = feed_below(random, 100);
    if (at >= 65 && !apart) return FEED_TWIN;
    return at < 30 ? FEED_COPY : at < 60 ? FEED_EDITED : FEED_SHORTENED;
}

/* How many follow the first: none in `alone` of 256, and each further one comes in `more` of 256. */
static uint32_t followers(feed_random *random, uint32_t alone, uint32_t more, uint32_t most) {
    if (feed_below(random, 256) < alone) return 0;
    uint32_t n = 1;
    while (n < most && feed_below(random, 256) < more)
        n++;
    return n;
}

static void plan_copies(feed_plan *plan, feed_random *random, uint64_t at, feed_item original) {
    uint32_t n = followers(random, 215, 90, MOST_COPIES);
    for (uint32_t i = 1; i <= n; i++) {
        feed_item item = original;
        item.variant = (uint16_t)i;
        item.kind = (uint8_t)any_kind(random, feed_languages[original.language].apart);
        if (item.kind == FEED_TWIN) item.language = another_language(random, original.language);
        place(plan, at + gap(random, COPY_GAP_BITS), item);
    }
}

static void plan_event(feed_plan *plan) {
    uint32_t event = plan->events++;
    feed_random random = feed_random_of(plan->seed, FEED_FOR_EVENT, event);
    feed_item first = {.event = event, .kind = FEED_ORIGINAL, .language = any_language(&random)};
    uint32_t reports = followers(&random, 215, 150, MOST_REPORTS);
    for (uint32_t i = 0; i <= reports; i++) {
        feed_item item = first;
        if (i > 0 && feed_below(&random, 2) == 0) item.language = another_language(&random, first.language);
        item.group = plan->groups++;
        uint64_t at = place(plan, i == 0 ? plan->at : plan->at + gap(&random, REPORT_GAP_BITS), item);
        plan_copies(plan, &random, at, item);
    }
}

feed_item feed_plan_next(feed_plan *plan) {
    uint64_t i = plan->at % RING;
    if (!plan->taken[i]) plan_event(plan);
    plan->taken[i] = 0;
    plan->at++;
    return plan->ring[i];
}
