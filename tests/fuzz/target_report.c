/* The whole job on JSON lines, and every report of it. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "dvoinik/dvoinik.h"
#include "fuzz.h"

static dvk_status keep(void *user, const char *data, size_t len) {
    return dvi_buffer_append(user, data, len);
}

static void check_reports(const dvk_job *job) {
    dvk_results results;
    dvk_report_options options;
    dvk_report_options_init(&options);
    dvk_job_results(job, &results);
    for (int format = DVK_REPORT_TEXT; format <= DVK_REPORT_HTML; format++) {
        dvi_buffer out = {0};
        options.format = (dvk_report_format)format;
        options.min_size = 1;
        fuzz_require(dvk_report(&results, &options, keep, &out) == DVK_OK, "what was grouped is reported");
        fuzz_require(dvi_utf8_check(dvi_buffer_span(&out)) == out.len, "every byte that goes out is UTF-8");
        dvi_buffer_finish(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dvk_reader *reader;
    dvk_job *job;
    dvk_job_options options;
    dvk_read_options reading;
    dvk_error error;
    dvk_job_options_init(&options);
    dvk_read_options_init(&reading);
    options.threads = 1;
    options.keep_texts = true;
    reading.skip_bad = true;
    reading.format = DVK_INPUT_JSONL;
    fuzz_file(data, size);
    const char *input = fuzz_file_name();
    if (dvk_reader_create(&reader, &input, 1, &reading) != DVK_OK || dvk_job_create(&job, &options) != DVK_OK)
        abort();
    fuzz_require(dvk_job_read(job, reader, &error) == DVK_OK, "bad records are passed over");
    fuzz_require(dvk_job_run(job, &error) == DVK_OK, "what was read is grouped");
    check_reports(job);
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
    return 0;
}
