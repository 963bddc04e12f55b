/* Asking an index: nothing is written, and each answer is of one state. */
#include <stdlib.h>
#include <string.h>

#include "article/given.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/span.h"
#include "pipeline/index_state.h"

/* Appends a text; where it lies is known when all are there. */
static dvk_status keep(dvi_buffer *strings, dvk_span *text) {
    dvk_status status = dvi_buffer_append(strings, text->data, text->len);
    text->data = NULL;
    return status;
}

static void settle(const dvi_buffer *strings, dvk_result *r) {
    dvk_span *const all[] = {&r->id, &r->url, &r->source, &r->title};
    size_t at = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i]->len != 0) all[i]->data = strings->data + at;
        at += all[i]->len;
    }
}

dvk_result dvi_index_result_of(const dvi_row *row) {
    return (dvk_result){.id = row->id,
                        .url = row->url,
                        .source = row->source,
                        .title = row->title,
                        .time = row->time,
                        .language = row->language,
                        .n_tokens = row->n_tokens,
                        .n_characters = row->n_characters};
}

/* All of the answer but the sizes of the groups; its texts go into `strings`. */
static dvk_status read_article(dvk_index *index, dvi_buffer *strings, uint32_t number,
                               dvk_index_answer *out) {
    dvi_row row;
    dvi_place_row place;
    dvk_status status = dvi_store_article(index->store, number, &row);
    if (status != DVK_OK) return status;
    *out = (dvk_index_answer){.article = dvi_index_result_of(&row), .number = number, .known = true};
    strings->len = 0;
    status = keep(strings, &out->article.id);
    if (status == DVK_OK) status = keep(strings, &out->article.url);
    if (status == DVK_OK) status = keep(strings, &out->article.source);
    if (status == DVK_OK) status = keep(strings, &out->article.title);
    settle(strings, &out->article);
    if (status == DVK_OK) status = dvi_store_place(index->store, number, &place);
    if (status == DVK_OK) out->article.assigned = place.assigned;
    return status;
}

static dvk_status answer_into(dvk_index *index, dvi_buffer *strings, uint32_t number, dvk_index_answer *out) {
    dvk_status status = read_article(index, strings, number, out);
    if (status != DVK_OK) return status;
    return dvi_index_sizes(index, &out->article.assigned, &out->copies, &out->reports);
}

dvk_status dvi_index_answer(dvk_index *index, uint32_t number, dvk_index_answer *out) {
    return answer_into(index, &index->strings, number, out);
}

dvk_status dvi_index_answer_since(dvk_index *index, uint32_t number, const dvi_row *row,
                                  dvk_index_answer *out) {
    uint32_t found = 0;
    dvk_status status = dvi_store_begin(index->store, false);
    if (status == DVK_OK) status = dvi_store_next(index->store, number - 1, &found);
    if (status == DVK_OK && found == number) status = answer_into(index, &index->told, number, out);
    if (status >= 0 && found != number) {
        *out = (dvk_index_answer){.article = dvi_index_result_of(row), .number = number};
        out->article.assigned = (dvk_assignment){.duplicate = DVK_NO_GROUP, .event = DVK_NO_GROUP};
        status = DVK_OK;
    }
    dvi_store_rollback(index->store);
    return status;
}

static dvk_status end(dvk_index *index, dvk_status status, dvk_error *error) {
    dvi_store_rollback(index->store);
    return dvi_index_failed(index, status, error);
}

static dvk_status refuse_argument(const dvk_index *index, const char *call, dvk_error *error) {
    return dvi_error_set(error, DVK_E_ARGUMENT, index->folder, 0, 0,
                         "dvk_index_%s was called without what it needs", call);
}

dvk_status dvk_index_get(dvk_index *index, uint32_t number, dvk_index_answer *out, dvk_error *error) {
    uint32_t found = 0;
    dvk_status status = dvi_index_enter(index, false, error);
    if (status == DVK_OK && out == NULL) status = refuse_argument(index, "get", error);
    if (status != DVK_OK) return status;
    status = number == DVI_NO_NUMBER ? DVK_END : dvi_store_begin(index->store, false);
    if (status == DVK_OK) status = dvi_store_next(index->store, number - 1, &found);
    if (status == DVK_OK) status = found == number ? dvi_index_answer(index, number, out) : DVK_END;
    return end(index, status, error);
}

dvk_status dvk_index_find(dvk_index *index, dvk_span id, dvk_index_answer *out, dvk_error *error) {
    uint32_t number;
    dvk_status status = dvi_index_enter(index, false, error);
    if (status == DVK_OK && (out == NULL || !dvi_is_span(id))) status = refuse_argument(index, "find", error);
    if (status != DVK_OK) return status;
    status = dvi_store_begin(index->store, false);
    if (status == DVK_OK) status = dvi_store_find(index->store, id, &number);
    if (status == DVK_OK) status = dvi_index_answer(index, number, out);
    return end(index, status, error);
}

static int likeliest_first(const void *left, const void *right) {
    const dvk_index_match *a = left, *b = right;
    if (a->event != b->event) return a->event < b->event ? 1 : -1;
    if (a->duplicate != b->duplicate) return a->duplicate < b->duplicate ? 1 : -1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static dvk_status give_matches(dvk_index *index, dvk_index_answer *out) {
    void *list = index->matches;
    dvk_status status = dvi_grow(&list, &index->matches_cap, index->n_found, sizeof *index->matches);
    index->matches = list;
    if (status != DVK_OK) return status;
    for (size_t i = 0; i < index->n_found; i++)
        index->matches[i] =
            (dvk_index_match){index->found[i].article, index->found[i].duplicate, index->found[i].event};
    if (index->n_found > 1) qsort(index->matches, index->n_found, sizeof *index->matches, likeliest_first);
    out->matches = index->matches;
    out->n_matches = index->n_found;
    return DVK_OK;
}

static dvk_status ask_to_join(dvk_index *index, dvk_index_answer *out) {
    dvk_assignment *chosen = &out->article.assigned;
    dvk_status status =
        dvi_index_join(index, index->asked.features.time, index->found, index->n_found, chosen);
    out->only_joined = true;
    out->copies = out->reports = 0;
    if (status == DVK_OK) status = dvi_index_sizes(index, chosen, &out->copies, &out->reports);
    out->copies++;
    out->reports++;
    return status;
}

/* As if the article had been added: its groups, or none where it would begin one. */
static dvk_status ask(dvk_index *index, dvk_index_answer *out) {
    const dvi_region *r = &index->region;
    dvk_status status = dvi_index_find_pairs(index, &index->asked);
    if (status == DVK_OK) status = dvi_index_group(index, &index->asked, index->most_linked);
    if (status != DVK_OK) return status;
    *out = (dvk_index_answer){.article = dvi_index_result_of(&index->asked.row)};
    if (r->n == 0) {
        status = ask_to_join(index, out);
        return status == DVK_OK ? give_matches(index, out) : status;
    }
    status = dvi_index_number(index, false);
    if (status != DVK_OK) return status;
    out->copies = r->copies[0];
    out->reports = r->reports[0];
    out->article.assigned = r->assigned[0];
    return give_matches(index, out);
}

static dvk_status ask_or_find(dvk_index *index, const dvk_article *article, dvk_index_answer *out) {
    uint32_t number;
    dvk_status status = DVK_END;
    if (article->id.len != 0)
        status = dvi_index_look_up(index, &index->asked, article->id_is_file_name, &number);
    if (status == DVK_OK) return dvi_index_answer(index, number, out);
    if (status < 0 && status != DVK_E_DUPLICATE) return status;
    return ask(index, out);
}

dvk_status dvk_index_query(dvk_index *index, const dvk_article *article, dvk_index_answer *out,
                           dvk_error *error) {
    dvk_status status = dvi_index_enter(index, true, error);
    if (status != DVK_OK) return status;
    if (!dvi_is_article(article) || out == NULL)
        return dvi_error_set(error, DVK_E_ARGUMENT, index->folder, 0, 0,
                             "dvk_index_query was called without an article or room for the answer");
    status = dvi_index_extract(index, article, 1, &index->asked);
    if (status == DVK_OK) status = dvi_store_begin(index->store, false);
    if (status == DVK_OK) status = ask_or_find(index, article, out);
    return end(index, status, error);
}

static dvk_status first_member(dvk_index *index, bool event, uint32_t group, uint32_t after,
                               uint32_t *number) {
    if (group == DVK_NO_GROUP) return dvi_store_next(index->store, after, number);
    return dvi_store_member(index->store, event ? DVI_LEVEL_EVENT : DVI_LEVEL_DUPLICATE, group, after,
                            number);
}

dvk_status dvk_index_each(dvk_index *index, bool event, uint32_t group,
                          bool (*visit)(void *user, const dvk_index_answer *answer), void *user,
                          uint32_t *became, dvk_error *error) {
    uint32_t number = 0;
    bool more = true, any = false;
    uint32_t unwanted;
    if (became == NULL) became = &unwanted;
    *became = DVK_NO_GROUP;
    dvk_status status = dvi_index_enter(index, false, error);
    if (status == DVK_OK && visit == NULL) status = refuse_argument(index, "each", error);
    if (status != DVK_OK) return status;
    status = dvi_store_begin(index->store, false);
    while (status == DVK_OK && more) {
        dvk_index_answer answer;
        status = first_member(index, event, group, number, &number);
        if (status == DVK_OK) status = dvi_index_answer(index, number, &answer);
        if (status == DVK_OK) more = visit(user, &answer);
        any = any || status == DVK_OK;
    }
    if (status == DVK_END && any) status = DVK_OK;
    if (status == DVK_END && group != DVK_NO_GROUP) {
        status =
            dvi_store_retired(index->store, event ? DVI_LEVEL_EVENT : DVI_LEVEL_DUPLICATE, group, became);
        if (status == DVK_OK && *became == DVK_NO_GROUP) *became = group;
        if (status == DVK_OK) status = DVK_END;
    }
    return end(index, status, error);
}

/* A report asks for articles one after another; the first that cannot be read stops what is written. */
typedef struct listing {
    dvk_index *index;
    uint32_t number; /* of the last */
    dvk_status status;
    dvk_write write;
    void *user;
} listing;

static void give_listed(const void *source, size_t i, dvk_result *out) {
    listing *l = *(listing *const *)source;
    dvk_index_answer answer = {.number = 0};
    (void)i;
    if (l->status == DVK_OK) l->status = dvi_store_next(l->index->store, l->number, &l->number);
    if (l->status == DVK_OK) l->status = read_article(l->index, &l->index->strings, l->number, &answer);
    *out = l->status == DVK_OK ? answer.article : (dvk_result){.time = DVK_NO_TIME};
}

static dvk_status write_listed(void *user, const char *data, size_t len) {
    listing *l = user;
    if (l->status == DVK_END) l->status = DVK_E_DAMAGED; /* fewer than are counted */
    return l->status == DVK_OK ? l->write(l->user, data, len) : l->status;
}

dvk_status dvk_index_report(dvk_index *index, const dvk_report_options *options, dvk_write write, void *user,
                            dvk_error *error) {
    if (options == NULL || write == NULL ||
        (options->format != DVK_REPORT_JSONL && options->format != DVK_REPORT_CSV))
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "an index is written as JSONL or CSV");
    listing l = {index, 0, DVK_OK, write, user};
    listing *source = &l;
    dvk_status status = dvi_index_enter(index, false, error);
    if (status != DVK_OK) return status;
    status = dvi_store_begin(index->store, false);
    dvk_results results = {.n = status == DVK_OK ? (size_t)dvi_store_counts(index->store)->articles : 0,
                           .source = &source,
                           .article = give_listed};
    if (status == DVK_OK) status = dvk_report(&results, options, write_listed, &l);
    if (status == DVK_OK && l.status != DVK_OK) status = l.status;
    return end(index, status, error);
}
