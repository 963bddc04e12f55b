/* For tests: a job that has read a file. */
#ifndef TEST_JOBS_H
#define TEST_JOBS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dvoinik/pipeline.h"

static inline dvk_job *job_that_read(const char *input, const dvk_job_options *options) {
    dvk_job *job;
    dvk_reader *reader;
    dvk_error error = {.status = DVK_OK};
    assert_int_equal(dvk_job_create(&job, options), DVK_OK);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_OK);
    dvk_reader_destroy(reader);
    return job;
}

static inline dvk_job *job_that_ran(const char *input, const dvk_job_options *options) {
    dvk_job *job = job_that_read(input, options);
    dvk_error error = {.status = DVK_OK};
    assert_int_equal(dvk_job_run(job, &error), DVK_OK);
    return job;
}

#endif
