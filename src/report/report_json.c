/* The report as one JSON object: events, in them duplicate groups, in them articles. */
#include "dvoinik/model.h"
#include "sink.h"
#include "stories.h"

enum { MOST_SHARED = 12 };

static void put_languages(dvi_sink *sink, const dvi_story *story) {
    dvi_sink_text(sink, ",\"languages\":{");
    for (size_t i = 0; i < story->n_languages; i++) {
        dvi_sink_text(sink, i > 0 ? ",\"" : "\"");
        dvi_sink_text(sink, dvk_language_code(story->languages[i].language));
        dvi_sink_text(sink, "\":");
        dvi_sink_number(sink, story->languages[i].count);
    }
    dvi_sink_text(sink, "}");
}

static void put_shared(const dvi_report_job *job, const dvi_story *story) {
    dvk_shared shared[MOST_SHARED];
    uint32_t other = 0;
    size_t n = dvi_story_shared(story, job->results, shared, MOST_SHARED, &other);
    dvi_sink_text(job->sink, ",\"shared\":[");
    for (size_t i = 0; i < n; i++) {
        dvi_sink_text(job->sink, i > 0 ? ",{\"a\":" : "{\"a\":");
        dvi_sink_json(job->sink, shared[i].word_a);
        dvi_sink_text(job->sink, ",\"b\":");
        dvi_sink_json(job->sink, shared[i].word_b);
        dvi_sink_text(job->sink, ",\"kind\":\"");
        dvi_sink_text(job->sink, dvi_kind_name(shared[i].kind));
        dvi_sink_text(job->sink, "\",\"share\":");
        dvi_sink_share(job->sink, shared[i].share);
        dvi_sink_text(job->sink, "}");
    }
    dvi_sink_text(job->sink, "]");
}

static void put_member(dvi_sink *sink, const dvk_result *article) {
    dvi_sink_text(sink, "{\"id\":");
    dvi_sink_json(sink, article->id);
    dvi_sink_text(sink, ",\"title\":");
    dvi_sink_json(sink, article->title);
    dvi_sink_text(sink, ",\"lang\":\"");
    dvi_sink_text(sink, dvk_language_code(article->language));
    dvi_sink_text(sink, "\",\"date\":");
    dvi_sink_json_time(sink, article->time);
    dvi_sink_text(sink, ",\"source\":");
    dvi_sink_json(sink, article->source);
    dvi_sink_text(sink, ",\"url\":");
    dvi_sink_json(sink, article->url);
    dvi_sink_text(sink, ",\"score\":");
    dvi_sink_share(sink, article->assigned.score);
    dvi_sink_text(sink, "}");
}

static void put_duplicates(const dvi_report_job *job, const dvi_story *story) {
    dvi_sink *sink = job->sink;
    uint32_t group = 0;
    dvi_sink_text(sink, ",\"duplicates\":[");
    for (size_t i = 0; i < story->n && sink->status == DVK_OK; i++) {
        dvk_result article = dvi_article(job->results, story->members[i]);
        if (i == 0 || article.assigned.duplicate != group) {
            group = article.assigned.duplicate;
            dvi_sink_text(sink, i > 0 ? "]},\n  {\"duplicate\":" : "\n  {\"duplicate\":");
            dvi_sink_number(sink, group);
            dvi_sink_text(sink, ",\"members\":[\n    ");
        } else {
            dvi_sink_text(sink, ",\n    ");
        }
        put_member(sink, &article);
        dvi_sink_flush_full(sink);
    }
    dvi_sink_text(sink, "]}]");
}

static void put_event(const dvi_report_job *job, const dvi_story *story) {
    dvi_sink *sink = job->sink;
    dvk_result head = dvi_article(job->results, story->representative);
    dvi_sink_text(sink, "{\"event\":");
    dvi_sink_number(sink, head.assigned.event);
    dvi_sink_text(sink, ",\"size\":");
    dvi_sink_number(sink, story->n);
    dvi_sink_text(sink, ",\"representative\":");
    dvi_sink_json(sink, head.id);
    dvi_sink_text(sink, ",\"first\":");
    dvi_sink_json_time(sink, story->first);
    dvi_sink_text(sink, ",\"last\":");
    dvi_sink_json_time(sink, story->last);
    put_languages(sink, story);
    put_shared(job, story);
    put_duplicates(job, story);
    dvi_sink_text(sink, "}");
}

dvk_status dvi_report_json(const dvi_report_job *job) {
    dvi_stories stories;
    dvk_status status = dvi_stories_init(&stories, job->results);
    if (status != DVK_OK) return status;
    const char *before = "\n ";
    dvi_sink_text(job->sink, "{\"dvoinik\":1,\"articles\":");
    dvi_sink_number(job->sink, job->results->n);
    dvi_sink_text(job->sink, ",\"events\":[");
    for (size_t i = 0; i < stories.n_events && job->sink->status == DVK_OK; i++) {
        dvi_story story;
        dvi_story_look(&stories, job->results, i, &story);
        if (story.n == 0) continue;
        dvi_sink_text(job->sink, before);
        put_event(job, &story);
        before = ",\n ";
    }
    dvi_sink_text(job->sink, "]}\n");
    dvi_stories_finish(&stories);
    return DVK_OK;
}
