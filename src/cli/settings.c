/* What a command line says: its defaults, which are the library's. */
#include <stdlib.h>

#include "dvoinik/pipeline.h"
#include "options.h"

void settings_init(settings *values) {
    dvk_job_options job;
    dvk_read_options reading;
    dvk_job_options_init(&job);
    dvk_read_options_init(&reading);
    *values = (settings){
        .level = LEVEL_EVENT,
        .evidence = 8,
        .wait = 10,
        .min_size = 2,
        .headlines = 12,
        .max_page = 40,
        .threads = job.threads,
        .cpu_mask = job.cpu,
        .memory = (uint32_t)(job.memory >> 20),
        .bands = job.sign.bands,
        .rows = job.sign.rows,
        .seed = job.sign.seed,
        .max_record = (uint32_t)(reading.max_record_bytes >> 20),
        .max_tokens = reading.max_tokens,
        .max_nesting = reading.max_depth,
        .max_ratio = reading.max_ratio,
        .max_total = (uint32_t)(reading.max_total_bytes >> 20),
        .max_candidates = job.max_candidates,
        .window = job.cluster.window,
        .duplicate_threshold = job.cluster.duplicate_threshold,
        .event_threshold = job.cluster.event_threshold,
    };
}

void settings_finish(settings *values) {
    free(values->inputs);
    free(values->prefer.words);
    values->inputs = values->prefer.words = NULL;
    values->n_inputs = values->prefer.n = 0;
}
