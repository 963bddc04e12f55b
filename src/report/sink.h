/* Where a report goes: a buffer that is handed on as it fills. One function a format writes into it. */
#ifndef DVI_SINK_H
#define DVI_SINK_H

#include "base/buffer.h"
#include "dvoinik/report.h"

/* The first thing that is not DVK_OK stays in `status`, and nothing is written from then on. */
typedef struct dvi_sink {
    dvi_buffer out;
    dvk_write write;
    void *user;
    dvk_status status;
} dvi_sink;

void dvi_sink_text(dvi_sink *sink, const char *text);
void dvi_sink_span(dvi_sink *sink, dvk_span text);
void dvi_sink_number(dvi_sink *sink, uint64_t number);
/* A number of 1/65536 as a decimal fraction of four digits. */
void dvi_sink_share(dvi_sink *sink, uint32_t share);
/* A JSON string. */
void dvi_sink_json(dvi_sink *sink, dvk_span text);
/* A time as a JSON string, null for none. */
void dvi_sink_json_time(dvi_sink *sink, int64_t time);
/* Hands on what is there, or only when there is much. */
void dvi_sink_flush(dvi_sink *sink);
void dvi_sink_flush_full(dvi_sink *sink);

typedef struct dvi_report_job {
    const dvk_results *results;
    const dvk_report_options *options;
    dvi_sink *sink;
} dvi_report_job;

/* The formats. Each returns DVK_OK or its own failure; those of the sink stay in the sink. */
typedef dvk_status (*dvi_report_format)(const dvi_report_job *job);

dvk_status dvi_report_text(const dvi_report_job *job);
dvk_status dvi_report_jsonl(const dvi_report_job *job);
dvk_status dvi_report_json(const dvi_report_job *job);
dvk_status dvi_report_csv(const dvi_report_job *job);
dvk_status dvi_report_html(const dvi_report_job *job);

/* "name", "word" … for a dvk_feature_kind. */
const char *dvi_kind_name(unsigned kind);

#endif
