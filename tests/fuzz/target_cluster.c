/* Clusters of any pairs with any times. */
#include <stdlib.h>

#include "dvoinik/cluster.h"
#include "fuzz.h"

enum { MOST = 256 };

static void check(const dvk_assignment *out, size_t n) {
    static uint32_t event_of[MOST], representatives[MOST];
    uint32_t groups = 0, events = 0;
    for (size_t i = 0; i < n; i++) {
        fuzz_require(out[i].duplicate <= groups && out[i].event <= events,
                     "groups are numbered as they come");
        if (out[i].event == events) representatives[events++] = 0;
        if (out[i].duplicate == groups) event_of[groups++] = out[i].event;
        fuzz_require(event_of[out[i].duplicate] == out[i].event, "a duplicate group lies inside one event");
        fuzz_require(out[i].score <= 65536 && out[i].representative <= 1, "a score is a probability");
        representatives[out[i].event] += out[i].representative;
    }
    for (uint32_t i = 0; i < events; i++)
        fuzz_require(representatives[i] == 1, "an event has one representative");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    size_t n = fuzz_take8(&in), n_pairs = 0;
    dvk_cluster_params params = {fuzz_take8(&in) * 257u, fuzz_take8(&in) * 257u, fuzz_take16(&in)};
    int64_t times[MOST];
    dvk_assignment out[MOST];
    bool timed = fuzz_take8(&in) & 1;
    for (size_t i = 0; i < n && timed; i++) {
        int8_t day = (int8_t)fuzz_take8(&in);
        times[i] = day == -128 ? DVK_NO_TIME : day == 127 ? INT64_MAX : day * INT64_C(3600);
    }
    dvk_pair *pairs = malloc((in.len / 4 + 1) * sizeof *pairs);
    if (pairs == NULL) return 0;
    bool sound = true;
    while (in.len >= 4) {
        uint32_t a = fuzz_take8(&in), b = fuzz_take8(&in), duplicate = fuzz_take8(&in) * 257u,
                 event = fuzz_take8(&in) * 258u;
        sound = sound && a < b && b < n && event <= 65536;
        pairs[n_pairs++] = (dvk_pair){a, b, duplicate, event};
    }
    dvk_status status = dvk_cluster(pairs, n_pairs, timed ? times : NULL, n, &params, out);
    fuzz_require(status == (sound ? DVK_OK : DVK_E_ARGUMENT), "sound pairs are grouped, and no others");
    if (status == DVK_OK) check(out, n);
    free(pairs);
    return 0;
}
