/* The report as JSONL: one object an article, in input order. */
#include "dvoinik/model.h"
#include "sink.h"

static void put_article(dvi_sink *sink, const dvk_result *article) {
    dvi_sink_text(sink, "{\"id\":");
    dvi_sink_json(sink, article->id);
    dvi_sink_text(sink, ",\"lang\":\"");
    dvi_sink_text(sink, dvk_language_code(article->language));
    dvi_sink_text(sink, "\",\"duplicate\":");
    dvi_sink_number(sink, article->assigned.duplicate);
    dvi_sink_text(sink, ",\"event\":");
    dvi_sink_number(sink, article->assigned.event);
    dvi_sink_text(sink, ",\"representative\":");
    dvi_sink_text(sink, article->assigned.representative ? "true" : "false");
    dvi_sink_text(sink, ",\"score\":");
    dvi_sink_share(sink, article->assigned.score);
    dvi_sink_text(sink, "}\n");
}

dvk_status dvi_report_jsonl(const dvi_report_job *job) {
    for (size_t i = 0; i < job->results->n && job->sink->status == DVK_OK; i++) {
        dvk_result article = {0};
        job->results->article(job->results->source, i, &article);
        put_article(job->sink, &article);
        dvi_sink_flush_full(job->sink);
    }
    return DVK_OK;
}
