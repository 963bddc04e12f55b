/* dvoinik explain: why two articles belong together, or do not, for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "output.h"
#include "run_job.h"
#include "shared_words.h"
#include "terminal.h"
#include "verbs.h"

static bool find_article(const dvk_results *results, const char *id, size_t *found) {
    size_t len = strlen(id);
    for (*found = 0; *found < results->n; ++*found) {
        dvk_result article = {0};
        results->article(results->source, *found, &article);
        if (article.id.len == len && memcmp(article.id.data, id, len) == 0) return true;
    }
    message_error(
        "there is no article with the id '%.*s' in the input; dvoinik cluster --format csv shows all ids",
        message_cut(id, 200), id);
    return false;
}

enum {
    LEAST_WIDTH = 24,
    NAME_WIDTH = 23,                /* of what is measured */
    FULL_WIDTH = 2 + NAME_WIDTH + 8 /* with how much it is */
};

/* Whether what is measured and how much it is do not go on one line. */
static bool is_narrow(uint32_t width) {
    return width < FULL_WIDTH;
}

static void put_article(output *out, const char *name, const dvk_result *article, uint32_t width) {
    char date[32], tail[48];
    dvk_format_date(article->time, date);
    snprintf(tail, sizeof tail, "%s%s%.10s", dvk_language_code(article->language),
             date[0] != '\0' ? ", " : "", date);
    bool apart = width / 2 + strlen("   , ") + strlen(tail) > width;
    output_format(out, "%s  ", name);
    output_cell(out, article->title, width - 3, 0);
    output_text(out, "\n   ");
    output_cell(out, article->id, apart ? width - 4 : width / 2, 0);
    output_format(out, ",%s%s\n", apart ? "\n   " : " ", tail);
}

static void put_name(output *out, const char *name, uint32_t width) {
    if (is_narrow(width))
        output_format(out, "  %s\n    ", name);
    else
        output_format(out, "  %-*s ", NAME_WIDTH, name);
}

static void put_percent(output *out, const char *name, uint32_t share, uint32_t width) {
    unsigned parts = (ten_thousandths(share) + 5) / 10;
    put_name(out, name, width);
    output_format(out, "%3u.%u %%\n", parts / 10, parts % 10);
}

/* Nothing that is weighed is certain. */
static void put_probability(output *out, const char *name, uint32_t share, uint32_t width) {
    const uint32_t most = 65536u * 999 / 1000;
    put_percent(out, name, share < most ? share : most, width);
}

static void put_scores(output *out, const dvk_match *match, uint32_t width) {
    put_probability(out, "one article", match->duplicate, width);
    put_probability(out, "one event", match->event, width);
    output_text(out, "from\n");
    put_percent(out, "similarity of features", match->similarity, width);
    put_percent(out, "resemblance of wording", match->resemblance, width);
    put_percent(out, "wording contained", match->containment, width);
    if (match->form != 0) put_percent(out, "form filled in anew", match->form, width);
    if (match->other_days != 0) put_percent(out, "no day in common", match->other_days, width);
    if (match->passage != 0) put_percent(out, "passage beside titles", match->passage, width);
    if (match->subjects != 0) put_percent(out, "each its own subject", match->subjects, width);
}

static void put_days(output *out, int64_t a, int64_t b, uint32_t width) {
    enum { TENTH = 8640 /* seconds */ };
    if (a == DVK_NO_TIME || b == DVK_NO_TIME) return;
    uint64_t x = (uint64_t)a, y = (uint64_t)b, tenths = (a < b ? y - x : x - y) / TENTH;
    put_name(out, "days between the dates", width);
    output_format(out, "%3llu.%u\n", (unsigned long long)(tenths / 10), (unsigned)(tenths % 10));
}

static void put_shared(output *out, const dvk_results *results, size_t a, size_t b, size_t most,
                       uint32_t width) {
    dvk_shared shared[MOST_EVIDENCE];
    size_t n = most > 0 ? results->shared(results->source, a, b, shared, most) : 0;
    if (out->status == DVK_OK) out->status = results->status(results->source);
    uint32_t column = is_narrow(width) ? (width - 5) / 2 : (width - 21) / 2;
    if (column > 28) column = 28;
    output_text(out, n > 0 ? "shared\n" : most > 0 ? "nothing is shared\n" : "");
    for (size_t i = 0; i < n && out->status == DVK_OK; i++) {
        unsigned parts = (ten_thousandths(shared[i].share) + 5) / 10;
        output_format(out, "  %-8s %3u.%u %%%s", kind_name(shared[i].kind), parts / 10, parts % 10,
                      is_narrow(width) ? "\n    " : "  ");
        output_cell(out, shared[i].word_a, column, column);
        output_text(out, " ");
        output_cell(out, shared[i].word_b, column, 0);
        output_text(out, "\n");
    }
}

/* 2 for one article, 1 for one event, 0 for neither: what the two alone say, and what the clusters say. */
static int level_alone(const settings *values, const dvk_match *match) {
    if (match->duplicate >= values->duplicate_threshold) return 2;
    return match->event >= values->event_threshold;
}

static int level_together(const dvk_result *a, const dvk_result *b) {
    if (a->assigned.duplicate == b->assigned.duplicate) return 2;
    return a->assigned.event == b->assigned.event;
}

static const char *verdict(int level) {
    static const char *const verdicts[] = {"They are taken for reports of different events.",
                                           "They are taken for two reports of one event.",
                                           "They are taken for one article, copied, edited or translated."};
    return verdicts[level];
}

static int by_articles(const void *left, const void *right) {
    const dvk_pair *a = left, *b = right;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* Whether the job holds the two for certain to be one, which no comparison of what they say does. */
static bool are_at_one_address(const dvk_job *job, size_t a, size_t b) {
    const dvk_pair *pairs = NULL;
    const dvk_pair wanted = {.a = (uint32_t)(a < b ? a : b), .b = (uint32_t)(a < b ? b : a)};
    size_t n = dvk_job_pairs(job, &pairs);
    const dvk_pair *found = n != 0 ? bsearch(&wanted, pairs, n, sizeof *pairs, by_articles) : NULL;
    return found != NULL && found->duplicate >= 65536;
}

/* Where the clusters say something else than the probability of the two alone. */
static const char *reservation(int alone, int together, bool one_address) {
    if (alone > together)
        return "By their own probability they would be closer; the other members of their clusters, the time "
               "between the reports, or other stories that one of them tells keep them apart.";
    if (alone < together && one_address)
        return "By their own probability they would not be; they stand at one address.";
    if (alone < together)
        return "By their own probability they would not be; other members of the cluster connect them.";
    return NULL;
}

static void put_verdict(output *out, const char *text, uint32_t width) {
    while (*text != '\0') {
        size_t len = strlen(text);
        if (len > width)
            for (len = width; len > 0 && text[len] != ' ';)
                len--;
        if (len == 0) len = width;
        output_cell(out, (dvk_span){text, len}, width, 0);
        output_text(out, "\n");
        text += len + strspn(text + len, " ");
    }
}

static int explain(const settings *values, dvk_job *job, output *out) {
    dvk_results results;
    size_t a, b;
    dvk_job_results(job, &results);
    if (!find_article(&results, values->inputs[0], &a) || !find_article(&results, values->inputs[1], &b))
        return EXIT_INPUT;
    dvk_result first = {0}, second = {0};
    results.article(results.source, a, &first);
    results.article(results.source, b, &second);
    uint32_t width = terminal_width(values, out);
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    dvk_match match;
    dvk_status status = match_of(job, a, b, &match);
    if (status != DVK_OK) return message_failure(status, NULL);
    put_article(out, "A", &first, width);
    put_article(out, "B", &second, width);
    output_text(out, "\nprobability\n");
    put_scores(out, &match, width);
    put_days(out, first.time, second.time, width);
    put_shared(out, &results, a, b, values->evidence, width);
    output_text(out, "\n");
    if (a == b) {
        put_verdict(out, "Both ids are those of one article: A and B are the same.", width);
        return EXIT_DONE;
    }
    int together = level_together(&first, &second);
    put_verdict(out, verdict(together), width);
    const char *but = reservation(level_alone(values, &match), together, are_at_one_address(job, a, b));
    if (but != NULL) put_verdict(out, but, width);
    return EXIT_DONE;
}

int verb_explain(const settings *values) {
    output out;
    done_job done;
    int status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    status = run_job(values, 2, true, &done);
    if (status == EXIT_DONE) status = explain(values, done.job, &out);
    if (status == EXIT_DONE)
        status = output_close(&out);
    else
        output_discard(&out);
    done_job_finish(&done);
    return status;
}
