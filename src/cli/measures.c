/* Measures of a clustering against labels made by people.
 *
 * Only pairs that share a label or a group can count, so the members of both lists of an article are visited
 * instead of all pairs. Sums of fractions are taken in the order of the articles, for the last digit to be
 * that of the plain double loop. */
#include "measures.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"

const char *const pair_kind_names[N_PAIR_KINDS] = {"same language", "cross language", "same story",
                                                   "independent", "independent cross language"};

double f1_score(double p, double r) {
    return p + r > 0 ? 2 * p * r / (p + r) : 0.0;
}

/* Articles by number: members[starts[k]] to members[starts[k + 1]] have number k, in order. */
typedef struct lists {
    size_t *starts;
    uint32_t *members;
} lists;

static lists make_lists(const uint32_t *numbers, size_t n, size_t n_numbers) {
    lists made = {checked_alloc(n_numbers + 2, sizeof(size_t)), checked_alloc(n, sizeof(uint32_t))};
    for (size_t i = 0; i < n; i++)
        made.starts[numbers[i] + 2]++;
    for (size_t k = 1; k < n_numbers + 2; k++)
        made.starts[k] += made.starts[k - 1];
    for (size_t i = 0; i < n; i++)
        made.members[made.starts[numbers[i] + 1]++] = (uint32_t)i;
    return made;
}

static void free_lists(lists *made) {
    free(made->starts);
    free(made->members);
}

static int by_story(const void *a, const void *b) {
    const story_pair *x = a, *y = b;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static bool are_related(const level_labels *labels, uint32_t a, uint32_t b) {
    story_pair wanted = {a < b ? a : b, a < b ? b : a};
    return labels->n_related != 0 &&
           bsearch(&wanted, labels->related, labels->n_related, sizeof wanted, by_story) != NULL;
}

typedef struct tally {
    const level_labels *labels;
    level_measures *out;
    share_of *events; /* by key */
    uint32_t *order;  /* keys in the order in which they first had an independent pair */
    uint64_t true_said, false_said, true_unsaid;
    double precision, recall; /* B-cubed sums */
} tally;

static void count_share(share_of *share, bool part) {
    share->whole++;
    share->part += part;
}

/* A pair that belongs together. */
static void count_true(tally *t, size_t i, size_t j, bool said) {
    const level_labels *in = t->labels;
    bool crossed = in->lang[i] != in->lang[j], independent = in->story[i] != in->story[j];
    t->true_said += said;
    t->true_unsaid += !said;
    count_share(&t->out->kinds[crossed ? CROSS_LANGUAGE : SAME_LANGUAGE], said);
    count_share(&t->out->kinds[independent ? INDEPENDENT : SAME_STORY], said);
    if (independent && crossed) count_share(&t->out->kinds[INDEPENDENT_CROSS_LANGUAGE], said);
    if (!independent) return;
    share_of *event = &t->events[in->key[i]];
    if (event->whole == 0) t->order[t->out->n_events++] = in->key[i];
    count_share(event, said);
}

static void count_article(tally *t, const lists *keys, const lists *groups, size_t i) {
    const level_labels *in = t->labels;
    uint64_t mine = 1, truth = 1, both = 1;
    for (size_t k = keys->starts[in->key[i]]; k < keys->starts[in->key[i] + 1]; k++) {
        size_t j = keys->members[k];
        bool said = in->got[i] == in->got[j];
        if (j == i) continue;
        truth++;
        both += said;
        mine += said;
        if (i < j) count_true(t, i, j, said);
    }
    for (size_t k = groups->starts[in->got[i]]; k < groups->starts[in->got[i] + 1]; k++) {
        size_t j = groups->members[k];
        if (in->key[i] == in->key[j] || are_related(in, in->story[i], in->story[j])) continue;
        mine++;
        t->false_said += i < j;
    }
    t->precision += (double)both / (double)mine;
    t->recall += (double)both / (double)truth;
}

void measure_level(const level_labels *labels, level_measures *out) {
    *out = (level_measures){0};
    lists keys = make_lists(labels->key, labels->n, labels->n_keys);
    lists groups = make_lists(labels->got, labels->n, labels->n_got);
    tally t = {.labels = labels, .out = out};
    t.events = checked_alloc(labels->n_keys, sizeof *t.events);
    t.order = checked_alloc(labels->n_keys, sizeof *t.order);
    for (size_t i = 0; i < labels->n; i++)
        count_article(&t, &keys, &groups, i);
    out->said = (share_of){t.true_said, t.true_said + t.false_said};
    out->same = (share_of){t.true_said, t.true_said + t.true_unsaid};
    out->p = out->said.whole != 0 ? (double)out->said.part / (double)out->said.whole : 1.0;
    out->r = out->same.whole != 0 ? (double)out->same.part / (double)out->same.whole : 1.0;
    out->f1 = f1_score(out->p, out->r);
    double n = labels->n != 0 ? (double)labels->n : 1.0;
    out->b3 = f1_score(t.precision / n, t.recall / n);
    for (size_t k = 0; k < out->n_events; k++) {
        share_of event = t.events[t.order[k]];
        out->macro += (double)event.part / (double)event.whole;
    }
    if (out->n_events != 0) out->macro /= (double)out->n_events;
    free(t.events);
    free(t.order);
    free_lists(&keys);
    free_lists(&groups);
}

typedef struct language_pair {
    const char *gold, *code;
    bool serbo_croatian;
} language_pair;

static const language_pair languages[] = {
    {"rus", "ru", false},     {"ukr", "uk", false},      {"bel", "be", false},      {"bul", "bg", false},
    {"mkd", "mk", false},     {"srp-Cyrl", "sr", false}, {"kaz", "kk", false},      {"kir", "ky", false},
    {"tat", "tt", false},     {"bak", "ba", false},      {"tgk-Cyrl", "tg", false}, {"mon", "mn", false},
    {"srp-Latn", "sr", true}, {"hrv", "hr", true},       {"bos", "bs", true},       {"slv", "sl", false},
    {"pol", "pl", false},     {"ces", "cs", false},      {"slk", "sk", false},      {"eng", "en", false},
};

/* Whether the first part of a BCP 47 code is `language`. */
static bool begins_with(const char *code, const char *language) {
    size_t len = strcspn(code, "-");
    return len == strlen(language) && memcmp(code, language, len) == 0;
}

void measure_language(language_measures *sums, const char *gold, size_t gold_len, const char *given) {
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const language_pair *row = &languages[i];
        if (strlen(row->gold) != gold_len || memcmp(row->gold, gold, gold_len) != 0) continue;
        bool right = begins_with(given, row->code);
        bool near = begins_with(given, "sr") || begins_with(given, "hr") || begins_with(given, "bs");
        if (given[0] != '\0') sums->told = 1;
        count_share(&sums->grouped, row->serbo_croatian ? near : right);
        if (row->serbo_croatian) count_share(&sums->inside, right);
    }
}
