/* Adding to an index: a portion is one transaction, and is told of when it is on disk. */
#include <inttypes.h>
#include <string.h>

#include "article/given.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "pipeline/index_state.h"
#include "pipeline/portion.h"
#include "read/lost.h"

enum { ASKED_EVERY = 256 /* articles, whether it is to go on */ };

/* A portion being added. */
typedef struct addition {
    dvk_index *index;
    const dvk_article *articles;
    dvi_prepared *prepared;
    uint32_t *numbers; /* of each article, DVI_NO_NUMBER for one passed over */
    bool *known;
    size_t n;
    uint64_t before, total; /* articles before this portion, and of all; 0: not known */
    dvk_reader *reader;     /* asked about articles that cannot be taken; may be NULL */
    bool committed;
    const dvk_index_listener *listener;
    dvk_error *error;
} addition;

/* Much that comes together may have more grouped with it, for it is done once. */
dvk_status dvi_index_settle(dvk_index *index, bool all) {
    size_t most = index->n_seeds * DVI_LINKED_EACH_ADDED;
    if (most < index->most_linked) most = index->most_linked;
    dvk_status status = dvi_index_group(index, NULL, all ? SIZE_MAX : most);
    if (status == DVK_OK && index->region.n > 0) status = dvi_index_number(index, true);
    if (status == DVK_OK) status = dvi_index_join_rest(index);
    index->n_seeds = 0;
    return status;
}

static dvk_status refuse_double(addition *a, size_t i) {
    char id[128], file[512];
    const dvk_article *article = &a->articles[i];
    dvk_error local;
    dvk_error *error = a->error != NULL ? a->error : &local;
    dvi_show(article->id, id, sizeof id);
    size_t len = article->file.len < sizeof file - 1 ? article->file.len : sizeof file - 1;
    if (len != 0) memcpy(file, article->file.data, len);
    file[len] = '\0';
    dvi_error_set(error, DVK_E_DUPLICATE, file, article->line, article->byte,
                  "the id \"%s\" stands in the index for an article of another text; make ids differ", id);
    return a->reader != NULL ? dvk_reader_reject(a->reader, error) : DVK_E_DUPLICATE;
}

static dvk_status look_up_id(dvk_index *index, const dvi_row *row, uint32_t *number) {
    dvi_row there;
    dvk_status status = dvi_store_find(index->store, row->id, number);
    if (status == DVK_OK) status = dvi_store_article(index->store, *number, &there);
    if (status == DVK_OK && there.content != row->content) status = DVK_E_DUPLICATE;
    return status;
}

dvk_status dvi_index_look_up(dvk_index *index, dvi_prepared *p, bool by_file, uint32_t *number) {
    dvk_status status = look_up_id(index, &p->row, number);
    if (status != DVK_E_DUPLICATE || !by_file) return status;
    p->made_id.len = 0;
    status = dvi_buffer_append(&p->made_id, p->row.id.data, p->row.id.len);
    if (status == DVK_OK) status = dvi_buffer_format(&p->made_id, ":%016" PRIx64, p->row.content);
    if (status != DVK_OK) return status;
    p->row.id = dvi_buffer_span(&p->made_id);
    return look_up_id(index, &p->row, number);
}

static dvk_status add_one(addition *a, size_t i) {
    dvi_prepared *p = &a->prepared[i];
    dvk_status status = dvi_index_look_up(a->index, p, a->articles[i].id_is_file_name, &a->numbers[i]);
    a->known[i] = status == DVK_OK;
    if (status == DVK_E_DUPLICATE) {
        a->numbers[i] = DVI_NO_NUMBER;
        return refuse_double(a, i);
    }
    if (status != DVK_END) return status;
    status = dvi_index_find_pairs(a->index, p);
    return status == DVK_OK ? dvi_index_insert(a->index, p, &a->numbers[i]) : status;
}

static dvk_status ask(const addition *a, size_t done) {
    return dvi_index_goes_on(a->listener, "add", a->before + done, a->total) ? DVK_OK : DVK_E_CANCELLED;
}

static dvk_status add_all(addition *a) {
    dvk_status status = dvi_store_begin(a->index->store, true);
    a->index->n_seeds = a->index->changes.n = 0;
    for (size_t i = 0; i < a->n && status == DVK_OK; i++) {
        if (i % ASKED_EVERY == 0) status = ask(a, i);
        if (status == DVK_OK) status = add_one(a, i);
    }
    if (status == DVK_OK) status = dvi_index_settle(a->index, false);
    if (status == DVK_OK) status = dvi_store_commit(a->index->store);
    a->committed = status == DVK_OK;
    if (!a->committed) dvi_index_rollback(a->index);
    return status;
}

dvk_status dvi_index_tell_changes(dvk_index *index, const dvk_index_listener *listener) {
    bool more = true;
    for (size_t i = 0; listener != NULL && listener->on_change != NULL && i < index->changes.n && more; i++)
        more = listener->on_change(listener->user, &index->changes.list[i]);
    index->changes.n = 0;
    return more ? DVK_OK : DVK_E_CANCELLED;
}

/* An article of the portion, with its groups as they are after it. */
static dvk_status tell_article(addition *a, size_t i) {
    const dvi_region *r = &a->index->region;
    const dvi_row *row = &a->prepared[i].row;
    dvk_index_answer answer;
    uint32_t at = dvi_region_find(r, a->numbers[i]);
    if (a->known[i] || at == UINT32_MAX) {
        dvk_status status = dvi_index_answer_since(a->index, a->numbers[i], row, &answer);
        if (status != DVK_OK) return status;
    } else {
        answer = (dvk_index_answer){.article = dvi_index_result_of(row),
                                    .number = a->numbers[i],
                                    .copies = r->copies[at],
                                    .reports = r->reports[at]};
        answer.article.assigned = r->assigned[at];
    }
    answer.known = a->known[i];
    answer.only_joined = !a->known[i] && dvi_region_left_out(r, a->numbers[i]);
    return a->listener->on_article(a->listener->user, &answer) ? DVK_OK : DVK_E_CANCELLED;
}

static dvk_status tell(addition *a) {
    const dvk_index_listener *listener = a->listener;
    dvk_status status = DVK_OK;
    if (listener == NULL) return DVK_OK;
    for (size_t i = 0; i < a->n && status == DVK_OK && listener->on_article != NULL; i++)
        if (a->numbers[i] != DVI_NO_NUMBER) status = tell_article(a, i);
    return status == DVK_OK ? dvi_index_tell_changes(a->index, listener) : status;
}

static dvk_status run(addition *a) {
    size_t ready = 0;
    dvk_status status = ask(a, 0);
    for (; ready < a->n && status == DVK_OK; ready++)
        status = dvi_prepared_init(&a->prepared[ready], a->index);
    if (status == DVK_OK) status = dvi_index_extract(a->index, a->articles, a->n, a->prepared);
    if (status == DVK_OK) status = add_all(a);
    if (status == DVK_OK) status = tell(a);
    for (size_t i = 0; i < ready; i++)
        dvi_prepared_finish(&a->prepared[i]);
    return status;
}

static dvk_status add(addition *a) {
    if (a->n == 0) return DVK_OK;
    a->prepared = dvi_alloc_zero(a->n, sizeof *a->prepared);
    a->numbers = dvi_alloc_zero(a->n, sizeof *a->numbers);
    a->known = dvi_alloc_zero(a->n, sizeof *a->known);
    dvk_status status = a->prepared != NULL && a->numbers != NULL && a->known != NULL ? run(a) : DVK_E_MEMORY;
    dvi_free(a->prepared);
    dvi_free(a->numbers);
    dvi_free(a->known);
    return status == DVK_E_DUPLICATE ? status : dvi_index_failed(a->index, status, a->error);
}

/* What a reader gives is sound; a program can put anything together. */
static dvk_status check(const dvk_article *article, size_t i, dvk_error *error) {
    static const char *const names[] = {"id", "url", "source", "title", "text"};
    const dvk_span spans[] = {article->id, article->url, article->source, article->title, article->text};
    if (!dvi_is_article(article))
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "article %zu of those to be added has lengths without bytes", i + 1);
    if (article->id.len == 0)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "article %zu of those to be added has no id; give it one", i + 1);
    for (size_t k = 0; k < sizeof spans / sizeof *spans; k++)
        if (dvi_utf8_check(spans[k]) != spans[k].len)
            return dvi_error_set(error, DVK_E_ENCODING, NULL, 0, 0,
                                 "the %s of article %zu of those to be added is not valid UTF-8", names[k],
                                 i + 1);
    return DVK_OK;
}

dvk_status dvk_index_add(dvk_index *index, const dvk_article *articles, size_t n,
                         const dvk_index_listener *listener, dvk_error *error) {
    if (index == NULL || (articles == NULL && n > 0))
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "dvk_index_add was called without an index or articles");
    dvk_status status = dvi_index_enter_to_write(index, error);
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = check(&articles[i], i, error);
    if (status != DVK_OK) return status;
    addition a = {
        .index = index, .articles = articles, .n = n, .total = n, .listener = listener, .error = error};
    index->busy = true;
    status = add(&a);
    index->busy = false;
    return status;
}

static dvk_status add_portion(dvk_index *index, const dvi_portion *portion, uint64_t before,
                              dvk_reader *reader, const dvk_index_listener *listener, dvk_error *error) {
    addition a = {.index = index,
                  .articles = portion->articles,
                  .n = portion->n,
                  .before = before,
                  .reader = reader,
                  .listener = listener,
                  .error = error};
    dvk_status status = add(&a);
    if (status != DVK_OK && !a.committed) dvi_reader_lose(reader);
    return status;
}

static dvk_status add_read(dvk_index *index, dvk_reader *reader, const dvk_index_listener *listener,
                           dvk_error *error) {
    dvi_portion portion;
    dvk_error bad = {0};
    dvk_status status = dvi_index_failed(index, dvi_portion_init(&portion), error), reading = DVK_OK;
    uint64_t done = 0;
    while (status == DVK_OK && reading == DVK_OK) {
        if (!dvi_index_goes_on(listener, "add", done, 0))
            status = dvi_index_failed(index, DVK_E_CANCELLED, error);
        if (status == DVK_OK) reading = dvi_portion_read(&portion, reader, &bad);
        if (status == DVK_OK) status = add_portion(index, &portion, done, reader, listener, error);
        done += portion.n;
    }
    dvi_portion_finish(&portion);
    bool told = status == DVK_OK && bad.status == reading;
    if (reading < 0 && !told) dvi_reader_lose(reader);
    if (status != DVK_OK || reading == DVK_END) return status;
    if (!told) return dvi_index_failed(index, reading, error); /* the memory of the portion */
    if (error != NULL) *error = bad;
    return reading;
}

dvk_status dvk_index_read(dvk_index *index, dvk_reader *reader, const dvk_index_listener *listener,
                          dvk_error *error) {
    dvk_status status = dvi_index_enter_to_write(index, error);
    if (status == DVK_OK && reader == NULL)
        status = dvi_error_set(error, DVK_E_ARGUMENT, index->folder, 0, 0,
                               "dvk_index_read was called without a reader");
    if (status != DVK_OK) return status;
    index->busy = true;
    status = add_read(index, reader, listener, error);
    index->busy = false;
    return status;
}
