/* dvoinik eval: clusters against labels made by people. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assigned.h"
#include "checked.h"
#include "gold.h"
#include "measures.h"
#include "messages.h"
#include "output.h"
#include "run_job.h"
#include "verbs.h"

enum { LEVEL_STORY, LEVEL_REPORT, N_LEVELS };
enum { ID, STORY, EVENT };
enum { PAIR_A, PAIR_B, PAIR_LANGS, PAIR_RELATION };

static const char *const level_names[N_LEVELS] = {"duplicate", "event"};

/* What was put into one group at a level: equal numbers. */
static uint32_t got(const assigned *list, uint32_t article, int level) {
    return level == LEVEL_STORY ? list->articles[article].duplicate : list->articles[article].event;
}

/* Labels as numbers, of the articles that are scored. */
typedef struct scored {
    size_t n;
    const gold_row **rows;
    uint32_t *article, *story, *event, *lang, *got;
    names stories, events, langs;
    story_pair *related;
    size_t n_related;
} scored;

/* Whether a comma-separated list holds a word. */
static bool listed(const char *list, const char *word, size_t len) {
    while (list != NULL) {
        size_t part = strcspn(list, ",");
        if (part == len && memcmp(list, word, len) == 0) return true;
        list = list[part] == ',' ? list + part + 1 : NULL;
    }
    return false;
}

static int by_story(const void *a, const void *b) {
    const story_pair *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void number_related(scored *in, const gold_table *related) {
    in->related = checked_alloc(related->n, sizeof *in->related);
    for (size_t i = 0; i < related->n; i++) {
        uint32_t a = names_find(&in->stories, related->rows[i].cells[0], strlen(related->rows[i].cells[0]));
        uint32_t b = names_find(&in->stories, related->rows[i].cells[1], strlen(related->rows[i].cells[1]));
        if (a == NO_NAME || b == NO_NAME) continue;
        in->related[in->n_related++] = (story_pair){a < b ? a : b, a < b ? b : a};
    }
    qsort(in->related, in->n_related, sizeof *in->related, by_story);
}

/* Each article counts once; that its row stands again is told. */
static void number_labels(scored *in, const gold *labels, assigned *list, const char *langs) {
    size_t n = labels->table.n;
    names ids = {0};
    *in = (scored){.rows = checked_alloc(n, sizeof *in->rows)};
    uint32_t **arrays[] = {&in->article, &in->story, &in->event, &in->lang, &in->got};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        *arrays[k] = checked_alloc(n, sizeof(uint32_t));
    for (size_t i = 0; i < n; i++) {
        const gold_row *row = &labels->table.rows[i];
        size_t lang = gold_lang(row->cells[ID]);
        if (langs != NULL && langs[0] != '\0' && !listed(langs, row->cells[ID], lang)) continue;
        if (names_add(&ids, row->cells[ID], strlen(row->cells[ID])) < in->n) {
            assigned_wrong(list, "gold id %s twice", row->cells[ID]);
            continue;
        }
        in->rows[in->n] = row;
        in->article[in->n] = names_find(&list->ids, row->cells[ID], strlen(row->cells[ID]));
        in->story[in->n] = names_add(&in->stories, row->cells[STORY], strlen(row->cells[STORY]));
        in->event[in->n] = names_add(&in->events, row->cells[EVENT], strlen(row->cells[EVENT]));
        in->lang[in->n] = names_add(&in->langs, row->cells[ID], lang);
        in->n++;
    }
    names_finish(&ids);
    number_related(in, &labels->related);
}

static void free_labels(scored *in) {
    free(in->rows);
    free(in->article);
    free(in->story);
    free(in->event);
    free(in->lang);
    free(in->got);
    free(in->related);
    names_finish(&in->stories);
    names_finish(&in->events);
    names_finish(&in->langs);
}

static void put_level(output *out, int level, size_t n, const level_measures *m) {
    output_format(out, "%-9s  articles %zu  P %.4f  R %.4f  F1 %.4f  B3 %.4f", level_names[level], n, m->p,
                  m->r, m->f1, m->b3);
    for (size_t k = 0; k < N_PAIR_KINDS; k++) {
        share_of kind = m->kinds[k];
        if (kind.whole != 0)
            output_format(out, "  R[%s] %.3f of %" PRIu64, pair_kind_names[k],
                          (double)kind.part / (double)kind.whole, kind.whole);
    }
    if (m->n_events != 0)
        output_format(out, "  R[macro independent] %.3f of %zu events", m->macro, m->n_events);
    output_text(out, "\n");
}

static void score_level(output *out, scored *in, const assigned *list, int level) {
    size_t n_values = list->values.n;
    for (size_t i = 0; i < in->n; i++) {
        uint32_t group = in->article[i] != NO_NAME ? got(list, in->article[i], level) : NO_NAME;
        in->got[i] = group != NO_NAME ? group : (uint32_t)(n_values + i);
    }
    level_labels labels = {
        .n = in->n,
        .key = level == LEVEL_STORY ? in->story : in->event,
        .story = in->story,
        .lang = in->lang,
        .got = in->got,
        .n_keys = level == LEVEL_STORY ? in->stories.n : in->events.n,
        .n_got = n_values + in->n,
        .related = in->related,
        .n_related = in->n_related,
    };
    level_measures measures;
    measure_level(&labels, &measures);
    put_level(out, level, in->n, &measures);
}

/* Articles outside the gold in an event with two or more articles of it. */
static void put_foreign(output *out, const gold *labels, const assigned *list) {
    bool *known = checked_alloc(list->ids.n, sizeof *known);
    uint32_t *held = checked_alloc(list->values.n, sizeof *held);
    size_t n_known = 0, n_foreign = 0;
    for (size_t i = 0; i < labels->table.n; i++) {
        const char *id = labels->table.rows[i].cells[ID];
        uint32_t article = names_find(&list->ids, id, strlen(id));
        if (article == NO_NAME || known[article]) continue;
        known[article] = true;
        n_known++;
        if (list->articles[article].event != NO_NAME) held[list->articles[article].event]++;
    }
    uint32_t first[5];
    for (size_t i = 0; i < list->ids.n; i++) {
        uint32_t event = list->articles[i].event;
        if (known[i] || event == NO_NAME || held[event] < 2) continue;
        if (n_foreign < 5) first[n_foreign] = (uint32_t)i;
        n_foreign++;
    }
    output_format(out, "foreign    %zu of %zu articles outside the gold", n_foreign, list->ids.n - n_known);
    for (size_t k = 0; k < n_foreign && k < 5; k++) {
        output_text(out, k == 0 ? ": " : " ");
        output_cell(out, (dvk_span){list->ids.texts[first[k]], list->ids.lens[first[k]]}, 0, 0);
    }
    output_text(out, "\n");
    free(known);
    free(held);
}

static void put_languages(output *out, const scored *in, const assigned *list) {
    language_measures sums = {0};
    for (size_t i = 0; i < in->n; i++) {
        if (in->article[i] == NO_NAME) continue;
        uint32_t lang = list->articles[in->article[i]].lang;
        const char *id = in->rows[i]->cells[ID];
        measure_language(&sums, id, gold_lang(id), lang != NO_NAME ? list->values.texts[lang] : "");
    }
    if (!sums.told) return;
    output_format(out, "lang       %.4f of %" PRIu64 " right (sr-Latn, hr and bs taken as one)",
                  (double)sums.grouped.part / (double)sums.grouped.whole, sums.grouped.whole);
    if (sums.inside.whole != 0)
        output_format(out, "; inside those three %.3f", (double)sums.inside.part / (double)sums.inside.whole);
    output_text(out, "\n");
}

static int score_gold(output *out, const gold *labels, assigned *list, const char *langs) {
    scored in;
    number_labels(&in, labels, list, langs);
    if (in.n == 0) {
        message_error(
            "no article is left to be scored: no gold id begins with one of --langs, or gold.tsv is empty");
        free_labels(&in);
        return EXIT_INPUT;
    }
    for (int level = 0; level < N_LEVELS; level++)
        score_level(out, &in, list, level);
    put_foreign(out, labels, list);
    put_languages(out, &in, list);
    for (size_t i = 0; i < in.n; i++)
        if (in.article[i] == NO_NAME) assigned_wrong(list, "%s not assigned", in.rows[i]->cells[ID]);
    free_labels(&in);
    return EXIT_DONE;
}

/* The pairs of one relation, or of one relation in one pair of languages. */
typedef struct pair_sum {
    const char *name;
    share_of share;
} pair_sum;

static int by_name(const void *a, const void *b) {
    return strcmp(((const pair_sum *)a)->name, ((const pair_sum *)b)->name);
}

static bool together(const gold_row *row, const assigned *list, int level) {
    uint32_t a = names_find(&list->ids, row->cells[PAIR_A], strlen(row->cells[PAIR_A]));
    uint32_t b = names_find(&list->ids, row->cells[PAIR_B], strlen(row->cells[PAIR_B]));
    return a != NO_NAME && b != NO_NAME && got(list, a, level) != NO_NAME &&
           got(list, a, level) == got(list, b, level);
}

static void put_pair_level(output *out, const gold_row *const *rows, size_t n, const assigned *list,
                           int level) {
    names kinds = {0};
    pair_sum *sums = checked_alloc(2 * n, sizeof *sums);
    for (size_t i = 0; i < n; i++) {
        const gold_row *row = rows[i];
        bool same = together(row, list, level);
        size_t size = strlen(row->cells[PAIR_RELATION]) + strlen(row->cells[PAIR_LANGS]) + 2;
        char *both = checked_alloc(size, 1);
        snprintf(both, size, "%s %s", row->cells[PAIR_RELATION], row->cells[PAIR_LANGS]);
        uint32_t numbers[] = {names_add(&kinds, row->cells[PAIR_RELATION], strlen(row->cells[PAIR_RELATION])),
                              names_add(&kinds, both, size - 1)};
        for (size_t k = 0; k < 2; k++) {
            sums[numbers[k]].share.part += same;
            sums[numbers[k]].share.whole++;
        }
        free(both);
    }
    for (size_t k = 0; k < kinds.n; k++)
        sums[k].name = kinds.texts[k];
    qsort(sums, kinds.n, sizeof *sums, by_name);
    output_format(out, "%-9s  together: ", level_names[level]);
    for (size_t k = 0; k < kinds.n; k++) {
        output_text(out, k == 0 ? "" : "  ");
        output_cell(out, (dvk_span){sums[k].name, strlen(sums[k].name)}, 0, 0);
        output_format(out, " %.3f of %" PRIu64, (double)sums[k].share.part / (double)sums[k].share.whole,
                      sums[k].share.whole);
    }
    output_text(out, "\n");
    free(sums);
    names_finish(&kinds);
}

/* Each pair counts once, whichever article comes first; that it stands again is told. */
static size_t take_pairs(const gold_row **rows, const gold *labels, assigned *list) {
    names pairs = {0};
    size_t n = 0;
    for (size_t i = 0; i < labels->table.n; i++) {
        const gold_row *row = &labels->table.rows[i];
        const char *a = row->cells[PAIR_A], *b = row->cells[PAIR_B];
        bool turned = strcmp(a, b) > 0;
        size_t size = strlen(a) + strlen(b) + 2;
        char *pair = checked_alloc(size, 1);
        snprintf(pair, size, "%s\t%s", turned ? b : a, turned ? a : b);
        if (names_add(&pairs, pair, size - 1) == n)
            rows[n++] = row;
        else
            assigned_wrong(list, "gold pair %s twice", pair);
        free(pair);
    }
    names_finish(&pairs);
    return n;
}

static int score_pairs(output *out, const gold *labels, assigned *list) {
    const gold_row **rows = checked_alloc(labels->table.n, sizeof *rows);
    size_t n = take_pairs(rows, labels, list);
    for (int level = 0; level < N_LEVELS; level++)
        put_pair_level(out, rows, n, list, level);
    for (size_t i = 0; i < n; i++) {
        for (int side = PAIR_A; side <= PAIR_B; side++) {
            const char *id = rows[i]->cells[side];
            if (names_find(&list->ids, id, strlen(id)) == NO_NAME)
                assigned_wrong(list, "%s not assigned", id);
        }
    }
    free(rows);
    return EXIT_DONE;
}

static int obtain(const settings *values, assigned *list) {
    done_job done;
    if (values->assigned != NULL) return assigned_read(list, values->assigned);
    int status = run_job(values, 0, false, &done);
    if (status == EXIT_DONE) assigned_take(list, done.job);
    done_job_finish(&done);
    return status;
}

static int score(const settings *values, const gold *labels, assigned *list, output *out) {
    int status =
        labels->pairs ? score_pairs(out, labels, list) : score_gold(out, labels, list, values->langs);
    if (status != EXIT_DONE) return status;
    for (size_t i = 0; i < list->wrong.n && i < 5; i++) {
        output_text(out, "wrong: ");
        output_cell(out,
                    (dvk_span){list->wrong.texts[i] + strcspn(list->wrong.texts[i], " ") + 1,
                               list->wrong.lens[i] - strcspn(list->wrong.texts[i], " ") - 1},
                    0, 0);
        output_text(out, "\n");
    }
    return EXIT_DONE;
}

/* An option of the job that would make the clusters, when one was given; else NULL. */
static const char *option_of_job(const settings *values) {
    for (size_t i = 0; i < n_option_specs; i++) {
        bool of_job = (option_specs[i].verbs & FOR_PAIRS) != 0 && option_specs[i].verbs != FOR_ALL;
        if (of_job && (values->given >> i & 1) != 0) return option_specs[i].name;
    }
    return NULL;
}

static int check_usage(const settings *values) {
    if (values->gold == NULL) {
        message_error("eval: the labels are missing; give --gold FOLDER");
        return EXIT_USAGE;
    }
    if ((values->assigned != NULL) == (values->n_inputs > 0)) {
        message_error("eval: give either INPUT to cluster, or --assigned FILE");
        return EXIT_USAGE;
    }
    if (values->assigned != NULL && option_of_job(values) != NULL) {
        message_error(
            "eval: --%s has no meaning with --assigned, whose clusters are made; give INPUT instead",
            option_of_job(values));
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

int verb_eval(const settings *values) {
    gold labels = {0};
    assigned list = {0};
    output out;
    int status = check_usage(values);
    if (status != EXIT_DONE) return status;
    status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    status = gold_read(&labels, values->gold);
    if (status == EXIT_DONE && labels.pairs && values->langs != NULL) {
        message_error("eval: --langs has no meaning for pairs.tsv; it belongs to gold.tsv");
        status = EXIT_USAGE;
    }
    if (status == EXIT_DONE) status = obtain(values, &list);
    if (status == EXIT_DONE) status = score(values, &labels, &list, &out);
    if (status == EXIT_DONE) {
        status = output_close(&out);
        if (status == EXIT_DONE && list.wrong.n > 0) status = EXIT_FINDINGS;
    } else {
        output_discard(&out);
    }
    gold_finish(&labels);
    assigned_finish(&list);
    return status;
}
