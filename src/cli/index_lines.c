/* What is said of an index's articles. */
#include "index_lines.h"

#include <inttypes.h>
#include <string.h>

#include "interrupt.h"
#include "messages.h"
#include "progress.h"
#include "shared_words.h"

enum { MOST_MATCHES = 8, TITLE_WIDTH = 60 };

static void put_share(output *out, uint32_t share) {
    unsigned parts = ten_thousandths(share);
    output_format(out, "%u.%04u", parts / 10000, parts % 10000);
}

static void put_group(output *out, const char *name, uint32_t group) {
    if (group == DVK_NO_GROUP)
        output_format(out, ",\"%s\":null", name);
    else
        output_format(out, ",\"%s\":%" PRIu32, name, group);
}

/* The line that `cluster` prints of an article, without its end. */
static void put_head(output *out, const dvk_index_answer *answer) {
    const dvk_result *a = &answer->article;
    output_text(out, "{\"id\":");
    output_json(out, a->id);
    output_format(out, ",\"lang\":\"%s\"", dvk_language_code(a->language));
    put_group(out, "duplicate", a->assigned.duplicate);
    put_group(out, "event", a->assigned.event);
    output_format(out, ",\"representative\":%s,\"score\":", a->assigned.representative ? "true" : "false");
    put_share(out, a->assigned.score);
    output_format(out, ",\"known\":%s,\"copies\":%" PRIu32 ",\"reports\":%" PRIu32,
                  answer->known ? "true" : "false", answer->copies, answer->reports);
    if (answer->only_joined) output_text(out, ",\"only_joined\":true");
}

static void put_text_group(output *out, const char *name, uint32_t group, uint32_t size) {
    if (group == DVK_NO_GROUP)
        output_format(out, "  %s new", name);
    else
        output_format(out, "  %s %" PRIu32, name, group);
    if (size > 1) output_format(out, " (%" PRIu32 " articles)", size);
}

static void put_text(output *out, const dvk_index_answer *answer) {
    const dvk_result *a = &answer->article;
    output_cell(out, a->id, 0, 0);
    put_text_group(out, "duplicate", a->assigned.duplicate, answer->copies);
    put_text_group(out, "event", a->assigned.event, answer->reports);
    output_text(out, answer->known ? "  known  " : answer->only_joined ? "  only joined  " : "  ");
    output_cell(out, a->title, TITLE_WIDTH, 0);
    output_text(out, "\n");
}

/* What was committed is told to its end. Nor does a reader who goes away keep articles from their index. */
static bool goes_on(const index_lines *lines) {
    dvk_status status = lines->out.status;
    if (lines->out.keeps_on) return status == DVK_OK || status == DVK_END;
    return status == DVK_OK && !interrupted();
}

bool index_put_article(void *user, const dvk_index_answer *answer) {
    index_lines *lines = user;
    lines->added += !answer->known;
    lines->known += answer->known;
    lines->only_joined += answer->only_joined;
    if (lines->only_new && answer->known) return goes_on(lines);
    if (lines->values->list_format == LIST_JSONL) {
        put_head(&lines->out, answer);
        output_text(&lines->out, "}\n");
    } else {
        put_text(&lines->out, answer);
    }
    return goes_on(lines);
}

static const char *kind_of(const dvk_index_change *change) {
    static const char *const kinds[] = {[DVK_CHANGE_MERGED] = "merged",
                                        [DVK_CHANGE_SPLIT] = "split",
                                        [DVK_CHANGE_MOVED] = "moved",
                                        [DVK_CHANGE_GONE] = "gone"};
    return kinds[change->kind];
}

static void put_text_change(output *out, const dvk_index_change *change) {
    const char *level = change->event ? "event" : "duplicate";
    if (change->kind == DVK_CHANGE_GONE)
        output_format(out, "- %s %" PRIu32 " is gone: its articles were forgotten\n", level, change->from);
    else if (change->kind == DVK_CHANGE_MERGED)
        output_format(out, "- %s %" PRIu32 " is now part of %s %" PRIu32 "\n", level, change->from, level,
                      change->into);
    else
        output_format(out, "- %" PRIu32 " article%s of %s %" PRIu32 " %s now in %s%s %" PRIu32 "\n",
                      change->articles, change->articles == 1 ? "" : "s", level, change->from,
                      change->articles == 1 ? "is" : "are",
                      change->kind == DVK_CHANGE_SPLIT ? "the new " : "", level, change->into);
}

bool index_put_change(void *user, const dvk_index_change *change) {
    index_lines *lines = user;
    output *out = &lines->out;
    if (lines->values->list_format == LIST_JSONL) {
        output_format(out, "{\"change\":\"%s\",\"level\":\"%s\",\"from\":%" PRIu32, kind_of(change),
                      change->event ? "event" : "duplicate", change->from);
        put_group(out, "into", change->into);
        output_format(out, ",\"articles\":%" PRIu32 "}\n", change->articles);
    } else {
        put_text_change(out, change);
    }
    return goes_on(lines);
}

void index_put_bad(void *user, const dvk_error *error) {
    const index_lines *lines = user;
    if (!lines->values->quiet) message_place(error, "");
}

/* Between portions: what was told is told, since it is on disk. */
bool index_put_progress(void *user, const char *stage, uint64_t done, uint64_t total) {
    index_lines *lines = user;
    progress now = {.stage = stage, .done = done, .total = total};
    progress_show(&now);
    output_flush(&lines->out);
    return goes_on(lines) && !interrupted();
}

static void put_match(index_lines *lines, const dvk_index_match *match, const dvk_index_answer *other,
                      bool first) {
    output *out = &lines->out;
    if (lines->values->list_format == LIST_JSONL) {
        output_format(out, "%s{\"id\":", first ? "" : ",");
        output_json(out, other->article.id);
        output_text(out, ",\"duplicate\":");
        put_share(out, match->duplicate);
        output_text(out, ",\"event\":");
        put_share(out, match->event);
        output_text(out, "}");
        return;
    }
    output_text(out, "    copy ");
    put_share(out, match->duplicate);
    output_text(out, "  event ");
    put_share(out, match->event);
    output_text(out, "  ");
    output_cell(out, other->article.id, 0, 0);
    output_text(out, "  ");
    output_cell(out, other->article.title, TITLE_WIDTH, 0);
    output_text(out, "\n");
}

int index_put_query(index_lines *lines, dvk_index *index, const dvk_index_answer *answer) {
    bool json = lines->values->list_format == LIST_JSONL, first = true;
    dvk_index_match matches[MOST_MATCHES];
    size_t n = answer->n_matches < MOST_MATCHES ? answer->n_matches : MOST_MATCHES;
    if (n != 0) memcpy(matches, answer->matches, n * sizeof *matches);
    if (json) {
        put_head(&lines->out, answer);
        output_text(&lines->out, ",\"matches\":[");
    } else {
        put_text(&lines->out, answer);
    }
    for (size_t i = 0; i < n; i++) {
        dvk_index_answer other;
        dvk_error error = {0};
        dvk_status status = dvk_index_get(index, matches[i].number, &other, &error);
        if (status == DVK_END) continue; /* forgotten since */
        if (status != DVK_OK) return message_failure(status, &error);
        put_match(lines, &matches[i], &other, first);
        first = false;
    }
    if (json) output_text(&lines->out, "]}\n");
    return EXIT_DONE;
}
