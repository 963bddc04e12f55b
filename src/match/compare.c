/* Comparing. Idea: independent reports of an event share names, numbers and rare words; copies and
 * translations share them in the same order and at the same places. The order is Kendall's tau over the
 * features that both have. Source: Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938).
 * Deviation: all pairs of places are looked at, as the few hundred that there are at most take the
 * processor's vectors less time than sorting. Resemblance and containment: Broder, "On the resemblance and
 * containment of documents", SEQUENCES 1997, section 4, over bottom-k samples cut at the smaller of the two
 * largest hashes. */
#include "match/compare.h"

#include <string.h>

#include "article/calendar.h"
#include "base/square_root.h"
#include "dvoinik/cpu.h"

enum {
    ONE = 65536,
    NEAR = 5243 /* 0.08 of a text */,
    SUPPORT_HALF = 24,
    MIDDLE = 32768 /* of the places */,
    LEAST_SAMPLE = 12 /* shingles: of fewer, chance makes a share of 1 */,
    LEAST_COVERED = 12 /* features, likewise */,
    FEW = 8 /* features: so many may be one name and its place */,
    MOST_COVERED = 2 /* times the similarity */,
    LITTLE_WORDING = ONE / 20,
    FORM_WORDING = 19661 /* .3 */,
    TAKEN_UP = 9830 /* .15 */,
    FORM_OF_DAY = 22938 /* .35 */,
    ALL_WORDING = 62259 /* .95 */,
    NEARLY_ALL = 62915 /* .96 of the shingles: a form that is filled in anew shares fewer */,
    MOST = 52429 /* .8 of the features: copies share them where a word in ten of the wording is another */,
    NO_PEAK = 13107 /* .2: most reports of one event owe no more to one feature */,
    SOON_AFTER = 3 /* days: reports of one event follow within them, as a rule */,
    DAY = 24 * 3600,
    SOON = DAY / 2,
    NEXT_DAY = DAY / 6 * 5 /* what is published every day is not so by the minute */,
    HALF = ONE / 2,
    MOST_DAYS = 7
};

static bool is_number(uint32_t kind) {
    return kind == DVK_FEATURE_NUMBER || kind == DVK_FEATURE_DATE;
}

static size_t end_of_entries(uint32_t n_features) {
    return DVI_COMPARABLE_HEAD + n_features * sizeof(uint64_t);
}

size_t dvi_comparable_size(uint32_t n_features, uint32_t n_shingles) {
    size_t bytes = end_of_entries(n_features) + n_shingles * sizeof(uint32_t),
           unit = _Alignof(dvi_comparable);
    return (bytes + unit - 1) / unit * unit;
}

static void find_norms(dvi_comparable *out, const dvk_features *features) {
    uint64_t plain = 0, full = 0, focus = 0, lead = 0;
    out->numbers = out->title_words = out->title_days = out->lead_days = out->days = out->title_dates = 0;
    for (uint32_t i = 0; i < features->n_features; i++) {
        const dvk_feature *f = &features->list[i];
        uint64_t square = (uint64_t)f->weight * f->weight, own = f->kind != DVK_FEATURE_CONCEPT ? square : 0;
        full += square;
        plain += own;
        focus += (own >> DVI_FOCUS_SHIFT) * (own >> DVI_FOCUS_SHIFT);
        lead += f->zone & DVI_LEAD_ZONES ? square : 0;
        out->numbers += is_number(f->kind) ? f->weight : 0;
        bool day = f->kind == DVK_FEATURE_DATE && f->weight >= dvi_least_day(f->zone);
        out->title_words += (f->zone & DVI_TITLE_ZONE) != 0 && !is_number(f->kind);
        out->title_days += (f->zone & DVI_TITLE_ZONE) != 0 && day;
        out->title_dates += (f->zone & DVI_TITLE_ZONE) != 0 && f->kind == DVK_FEATURE_DATE ? f->key : 0;
        out->lead_days += (f->zone & DVI_LEAD_ZONES) != 0 && day;
        out->days += day;
    }
    out->norm = dvi_square_root(plain);
    out->full_norm = dvi_square_root(full);
    out->focus_norm = dvi_square_root(focus);
    out->lead_norm = dvi_square_root(lead);
    dvi_title_init(&out->title, features);
}

/* All but the shingles themselves. */
static void lay_out(dvi_comparable *out, const dvk_features *features) {
    out->n_features = features->n_features;
    out->n_shingles = features->n_shingles < DVK_MAX_SHINGLES ? features->n_shingles : DVK_MAX_SHINGLES;
    out->shingle_total = features->shingle_total;
    out->n_tokens = features->n_tokens;
    out->language = features->language;
    out->dateline = features->dateline;
    out->time = features->time;
    find_norms(out, features);
    dvi_key_map_init(&out->map, features);
}

static void copy_shingles(dvi_comparable *out, size_t at, const dvk_features *features) {
    out->shingles_at = (uint32_t)at;
    if (out->n_shingles != 0)
        memcpy((char *)out + at, features->shingles, out->n_shingles * sizeof *features->shingles);
}

void dvi_comparable_init(dvi_comparable *out, const dvk_features *features) {
    lay_out(out, features);
    copy_shingles(out, offsetof(dvi_comparable, shingles), features);
}

dvi_comparable *dvi_comparable_place(void *memory, const dvk_features *features) {
    dvi_comparable *out = memory;
    memset(memory, 0, offsetof(dvi_comparable, map)); /* what is between its members goes into files too */
    lay_out(out, features);
    copy_shingles(out, end_of_entries(out->map.n), features);
    size_t end = out->shingles_at + out->n_shingles * sizeof(uint32_t);
    memset((char *)memory + end, 0, dvi_comparable_size(features->n_features, features->n_shingles) - end);
    return out;
}

bool dvi_comparable_is_whole(const void *memory, size_t size) {
    const dvi_comparable *c = memory;
    if (size < DVI_COMPARABLE_HEAD || c->n_features > DVK_MAX_FEATURES || c->n_shingles > DVK_MAX_SHINGLES)
        return false;
    if (c->map.n != c->n_features || size != dvi_comparable_size(c->n_features, c->n_shingles)) return false;
    return c->shingles_at == end_of_entries(c->map.n) && dvi_key_map_is_whole(&c->map);
}

void dvi_comparable_features(const dvi_comparable *c, void *room, dvk_features *out) {
    dvk_feature *list = room;
    uint32_t *shingles = (uint32_t *)(void *)(list + c->map.n);
    dvi_key_map_features(&c->map, list);
    if (c->n_shingles != 0) memcpy(shingles, dvi_comparable_shingles(c), c->n_shingles * sizeof *shingles);
    *out = (dvk_features){.list = list,
                          .shingles = shingles,
                          .n_features = c->map.n,
                          .n_shingles = c->n_shingles,
                          .shingle_total = c->shingle_total,
                          .n_tokens = c->n_tokens,
                          .language = c->language,
                          .dateline = c->dateline,
                          .time = c->time};
}

dvi_match_kernels dvi_choose_match_kernels(uint32_t cpu) {
    return (dvi_match_kernels){dvi_choose_find_shared(cpu), dvi_choose_sum_shared(cpu),
                               dvi_choose_count_inversions(cpu)};
}

static void find_places(const dvi_shared_keys *shared, dvi_places *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < shared->n; i++) {
        uint32_t a = dvi_entry_place(shared->of_a[i]), b = dvi_entry_place(shared->of_b[i]);
        out->in_a[n] = (int16_t)((int32_t)a - MIDDLE);
        out->in_b[n] = (int16_t)((int32_t)b - MIDDLE);
        n += (a != 0) & (b != 0);
    }
    out->n = n;
    /* What fills the last vector is behind nothing. */
    for (uint32_t i = n; i < n + DVI_PLACE_LANES; i++)
        out->in_a[i] = out->in_b[i] = INT16_MIN;
}

/* Kendall's tau in 1/65536; equal places count as in order. */
static int32_t order_of(dvi_count_inversions *count, const dvi_places *p) {
    uint64_t n = p->n;
    if (n < 2) return 0;
    uint64_t inversions = count(p), all = n * (n - 1) / 2;
    return (int32_t)(ONE - (int64_t)(inversions * 2 * ONE / all));
}

/* What share of n features is at nearly the same place, where one text is laid over the beginning of another,
 * of which it is `part`, in 1/65536: ONE lays all over all. */
static uint32_t near_share(const int16_t *laid, const int16_t *over, uint32_t n, uint32_t part) {
    uint32_t near = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t place = (uint32_t)(laid[i] + MIDDLE) * part / ONE;
        int32_t gap = (int32_t)place - (over[i] + MIDDLE);
        near += gap < NEAR && gap > -NEAR;
    }
    return n == 0 ? 0 : (uint32_t)((uint64_t)near * ONE / n);
}

/* How much more it is by the beginning than by all. Copies in one language are told by their wording, and of
 * languages that were not made out nobody knows whether they are two. */
static uint32_t gained_by_beginning(const dvi_comparable *a, const dvi_comparable *b, const dvi_places *p,
                                    uint32_t near) {
    if (a->language == b->language || a->language == 0 || b->language == 0) return 0;
    const bool a_is_shorter = a->n_tokens < b->n_tokens;
    const uint64_t shorter = a_is_shorter ? a->n_tokens : b->n_tokens,
                   longer = a_is_shorter ? b->n_tokens : a->n_tokens;
    if (shorter * 4 >= longer * 3) return 0;
    const uint32_t part = (uint32_t)(shorter * ONE / longer);
    const uint32_t so =
        a_is_shorter ? near_share(p->in_a, p->in_b, p->n, part) : near_share(p->in_b, p->in_a, p->n, part);
    return so > near ? so - near : 0;
}

static int32_t cosine(uint64_t dot, uint32_t norm_a, uint32_t norm_b) {
    uint64_t norms = (uint64_t)norm_a * norm_b;
    if (norms == 0) return 0;
    uint64_t ratio = (dot << 16) / norms;
    return ratio > ONE ? ONE : (int32_t)ratio;
}

/* How many of n rising numbers are at most `limit`. */
static uint32_t count_up_to(const uint32_t *list, uint32_t n, uint32_t limit) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list[middle] <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef uint32_t four __attribute__((vector_size(16)));

/* Counts, for each of four, whether it stands among four others. By address: without SSE a vector has no
 * place in a call. */
static inline void count_standing(const four *of, const four *among, four *counts) {
    four x = *of, y = *among;
    four found = (four)(x == y) | (four)(x == __builtin_shufflevector(y, y, 1, 2, 3, 0)) |
                 (four)(x == __builtin_shufflevector(y, y, 2, 3, 0, 1)) |
                 (four)(x == __builtin_shufflevector(y, y, 3, 0, 1, 2));
    *counts += found & 1;
}

/* How many numbers two rising lists share: four of each are compared at a time, and those that end first are
 * done with. */
static uint32_t count_shared(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b) {
    uint32_t i = 0, j = 0, both = 0;
    four found = {0};
    while (i + 4 <= n_a && j + 4 <= n_b) {
        four x, y;
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + j, sizeof y);
        uint32_t last_x = a[i + 3], last_y = b[j + 3];
        count_standing(&x, &y, &found);
        i += (uint32_t)(last_x <= last_y) * 4;
        j += (uint32_t)(last_y <= last_x) * 4;
    }
    while (i < n_a && j < n_b) {
        uint32_t x = a[i], y = b[j];
        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    return both + found[0] + found[1] + found[2] + found[3];
}

static bool is_sample(const dvi_comparable *f) {
    return f->n_shingles != 0 && f->n_shingles < f->shingle_total;
}

static void resemblance_of(const dvi_comparable *a, const dvi_comparable *b, int32_t *resemblance,
                           int32_t *containment) {
    const uint32_t *in_a = dvi_comparable_shingles(a), *in_b = dvi_comparable_shingles(b);
    uint32_t limit = UINT32_MAX;
    if (is_sample(a)) limit = in_a[a->n_shingles - 1];
    if (is_sample(b) && in_b[b->n_shingles - 1] < limit) limit = in_b[b->n_shingles - 1];
    uint32_t of_a = count_up_to(in_a, a->n_shingles, limit), of_b = count_up_to(in_b, b->n_shingles, limit);
    uint32_t both = count_shared(in_a, of_a, in_b, of_b), least = of_a < of_b ? of_a : of_b;
    *resemblance = *containment = 0;
    if (both == 0) return;
    *resemblance = (int32_t)((uint64_t)both * ONE / (of_a + of_b - both));
    if (limit != UINT32_MAX && least < LEAST_SAMPLE) least = LEAST_SAMPLE;
    *containment = (int32_t)((uint64_t)both * ONE / least);
}

static int32_t agreement_of_numbers(const dvi_comparable *a, const dvi_comparable *b, uint64_t shared) {
    uint32_t least = a->numbers < b->numbers ? a->numbers : b->numbers;
    if (least == 0) return 0;
    /* Half of the numbers shared says nothing; one number says less than many: 1024 is about two of them. */
    int64_t agreement = (int64_t)(shared * 2 * ONE / least) - ONE;
    return (int32_t)(agreement * least / (least + 1024));
}

/* Whether a quarter of the numbers that either could share is not shared. */
static bool have_other_numbers(const dvi_comparable *a, const dvi_comparable *b, uint64_t shared) {
    uint64_t least = a->numbers < b->numbers ? a->numbers : b->numbers;
    return shared * 4 < least * 3;
}

/* The same where both leads name days of their own, which do not count. */
static bool have_other_numbers_too(const dvi_comparable *a, const dvi_comparable *b,
                                   const dvi_shared_sums *s) {
    const uint64_t days = (a->lead_days < b->lead_days ? a->lead_days : b->lead_days) - s->lead_days,
                   least = a->numbers < b->numbers ? a->numbers : b->numbers;
    return least >= (days + 1) * DVI_DAY_OF_LEAD && s->numbers * 4 < (least - days * DVI_DAY_OF_LEAD) * 3;
}

/* Days between the days that datelines name, of any year; 0 where one names none. */
static uint32_t days_between_datelines(const dvi_comparable *a, const dvi_comparable *b) {
    enum { YEAR = 366 };
    if (a->dateline == 0 || b->dateline == 0) return 0;
    uint32_t days = a->dateline < b->dateline ? b->dateline - a->dateline : a->dateline - b->dateline;
    return days < YEAR - days ? days : YEAR - days;
}

static bool are_a_day_apart(const dvi_comparable *a, const dvi_comparable *b) {
    return a->time != DVK_NO_TIME && b->time != DVK_NO_TIME &&
           dvi_seconds_between(a->time, b->time) >= NEXT_DAY;
}

/* Whether each names a day that the other does not, whatever day both name: losses are counted from 24
 * February on every day. */
static bool have_own_days(uint64_t of_a, uint64_t of_b, uint64_t shared) {
    return of_a > shared && of_b > shared;
}

/* Whether these may be one form of two days: the titles name days that are not in both; or they are the
 * same but for a weekday or a month, or the same, and the leads name days that the other does not have, or
 * the datelines do, or they were published on two days with other numbers or without any; or, under any
 * titles, the leads name such days with other numbers. Weather, rates and horoscopes share most numbers by
 * chance, but never the day. */
static dvi_other_days other_days_of(const dvi_comparable *a, const dvi_comparable *b,
                                    const dvi_shared_sums *s) {
    if (a->title_days != 0 && b->title_days != 0)
        return have_own_days(a->title_days, b->title_days, s->title_days) ? DVI_OTHER_DAYS_OF_TITLES
                                                                          : DVI_NO_OTHER_DAYS;
    bool same_title =
        s->title_words != 0 && s->title_words == a->title_words && s->title_words == b->title_words;
    bool lead_days = have_own_days(a->lead_days, b->lead_days, s->lead_days),
         datelines = days_between_datelines(a, b) != 0 && s->lead_days == 0;
    bool title_dates = a->title_dates != 0 && b->title_dates != 0 && a->title_dates != b->title_dates;
    if (same_title && (lead_days || datelines || title_dates)) return DVI_OTHER_DAYS_OF_LEADS;
    if (lead_days && have_other_numbers_too(a, b, s)) return DVI_OTHER_DAYS_OF_DATES;
    if (!same_title || !are_a_day_apart(a, b)) return DVI_NO_OTHER_DAYS;
    if (have_other_numbers(a, b, s->numbers)) return DVI_OTHER_DAYS_OF_DATES;
    return a->numbers == 0 && b->numbers == 0 ? DVI_OTHER_DATES_ALONE : DVI_NO_OTHER_DAYS;
}

/* Two reports of one event that name days have one in common, as a rule, or their datelines are of days near
 * each other. */
static int32_t no_common_day(const dvi_comparable *a, const dvi_comparable *b, const dvi_shared_sums *s) {
    if (s->days != 0) return 0;
    if (days_between_datelines(a, b) > SOON_AFTER) return ONE;
    if (a->days == 0 || b->days == 0) return 0;
    return a->lead_days != 0 && b->lead_days != 0 ? ONE : ONE / 2;
}

uint64_t dvi_trust_in_numbers(uint64_t dot, uint64_t of_numbers, uint64_t norms) {
    uint64_t words = dot - of_numbers, all_words = norms > of_numbers ? norms - of_numbers : 0;
    uint64_t enough = all_words < of_numbers ? all_words : of_numbers;
    return words >= enough ? ONE : words * ONE / enough;
}

/* `all`, in which numbers count as far as they are trusted. */
static uint64_t tempered(uint64_t all, uint64_t of_numbers, uint64_t trust) {
    return all - of_numbers * (ONE - trust) / ONE;
}

/* How far cosines count, in 1/65536: what is one word of a title, or a name, makes a large one, though it
 * tells who or where and not what happened. Of two short titles as much is enough as the longer has. */
static uint64_t trust_in_few(uint64_t shared, const dvi_comparable *a, const dvi_comparable *b) {
    uint64_t longer = a->n_features < b->n_features ? b->n_features : a->n_features;
    uint64_t enough = longer < FEW ? longer : FEW;
    return shared >= enough ? ONE : shared * ONE / enough;
}

/* How far the number of shared features counts, and with it their order: a page's foot, or names of countries
 * from A to Z, are many and in order, but weigh little. */
static uint64_t trust_in_count(uint64_t coverage, uint64_t similarity) {
    uint64_t most = MOST_COVERED * similarity;
    return coverage <= most ? ONE : most * ONE / coverage;
}

static int32_t peak_of(uint64_t largest, uint64_t dot) {
    int32_t share = dot == 0 ? 0 : (int32_t)(largest * ONE / dot);
    return share > NO_PEAK ? share - NO_PEAK : 0;
}

static int32_t share_of(uint64_t measure, uint64_t trust) {
    return (int32_t)(measure * trust / ONE);
}

dvi_other_days dvi_compare_keys(const dvi_match_kernels *kernels, const dvi_comparable *a,
                                const dvi_comparable *b, dvi_shared_keys *shared, int32_t out[DVI_MEASURES]) {
    dvi_shared_sums s;
    kernels->find(&a->map, &b->map, shared);
    kernels->sum(shared, &s);
    uint32_t shorter = a->n_tokens < b->n_tokens ? a->n_tokens : b->n_tokens;
    uint32_t longer = a->n_tokens < b->n_tokens ? b->n_tokens : a->n_tokens;
    uint32_t fewer = a->n_features < b->n_features ? a->n_features : b->n_features;
    if (fewer != 0 && fewer < LEAST_COVERED) fewer = LEAST_COVERED;
    const uint64_t trust =
        dvi_trust_in_numbers(s.full_dot, s.number_dot, (uint64_t)a->full_norm * b->full_norm);
    const uint64_t found = tempered(shared->n, s.n_numbers, trust), in_few = trust_in_few(found, a, b);
    const uint64_t full =
        (uint64_t)cosine(tempered(s.full_dot, s.number_dot, trust), a->full_norm, b->full_norm);
    const uint64_t coverage = fewer == 0 ? 0 : found * ONE / fewer, in_count = trust_in_count(coverage, full);
    const uint64_t placed = tempered(s.placed, s.placed_numbers, trust) * in_count;
    out[DVI_SIMILARITY] =
        share_of((uint64_t)cosine(tempered(s.dot, s.number_dot, trust), a->norm, b->norm), in_few);
    out[DVI_FULL_SIMILARITY] = share_of(full, in_few);
    out[DVI_PEAK] = peak_of(s.largest, s.full_dot);
    out[DVI_SUPPORT] = (int32_t)(placed * ONE / (placed + SUPPORT_HALF * ONE));
    out[DVI_LENGTHS] = longer == 0 ? 0 : (int32_t)((uint64_t)shorter * ONE / longer);
    out[DVI_COVERAGE] = share_of(coverage, in_count);
    out[DVI_NUMBERS] = agreement_of_numbers(a, b, s.numbers);
    out[DVI_FOCUS] = share_of((uint64_t)cosine(s.focus_dot, a->focus_norm, b->focus_norm), in_few);
    out[DVI_LEAD] = share_of((uint64_t)cosine(s.lead_dot, a->lead_norm, b->lead_norm), in_few);
    out[DVI_NO_COMMON_DAY] = no_common_day(a, b, &s);
    out[DVI_SAME_LANGUAGE] = a->language == b->language && a->language != 0 ? ONE : 0;
    return other_days_of(a, b, &s);
}

void dvi_compare_places(const dvi_match_kernels *kernels, const dvi_comparable *a, const dvi_comparable *b,
                        const dvi_shared_keys *shared, int32_t out[DVI_MEASURES]) {
    dvi_places p;
    int64_t support = out[DVI_SUPPORT];
    find_places(shared, &p);
    out[DVI_ORDER] = (int32_t)(order_of(kernels->inversions, &p) * support / ONE);
    const uint32_t near = near_share(p.in_a, p.in_b, p.n, ONE);
    out[DVI_NEARNESS] = (int32_t)(near * support / ONE);
    out[DVI_BEGINNING] = (int32_t)(gained_by_beginning(a, b, &p, near) * support / ONE);
    out[DVI_PASSAGE] = dvi_passage(shared, &a->title, &b->title);
}

static bool are_of_one_day(const dvi_comparable *a, const dvi_comparable *b) {
    return a->time != DVK_NO_TIME && b->time != DVK_NO_TIME && dvi_seconds_between(a->time, b->time) <= SOON;
}

/* Of the wording that two articles of one day share, what a form may have made alike: news that goes on takes
 * up some of it with other figures. */
static int64_t wording_of_form(int32_t containment) {
    if (containment <= TAKEN_UP) return 0;
    return containment >= FORM_OF_DAY
               ? containment
               : ((int64_t)containment - TAKEN_UP) * FORM_OF_DAY / (FORM_OF_DAY - TAKEN_UP);
}

/* How far they are one form filled in twice: by other numbers, as far as the wording of one is contained in
 * the other; of other days by twice that, or by twice what is at the same place, for a form may be
 * translated. Where only their dates tell, a translation is none, nor is a copy that was edited. */
static int32_t form_of_two(const int32_t measures[DVI_MEASURES], dvi_other_days other_days, bool one_day) {
    const int32_t containment = measures[DVI_CONTAINMENT], nearness = measures[DVI_NEARNESS];
    const int64_t disagreement = measures[DVI_NUMBERS] < 0 ? -(int64_t)measures[DVI_NUMBERS] : 0;
    const int32_t alike = containment < nearness ? nearness : containment,
                  in_one_language = measures[DVI_SAME_LANGUAGE] != 0 ? alike : containment;
    const bool dates_alone = other_days == DVI_OTHER_DATES_ALONE,
               of_dates = dates_alone || other_days == DVI_OTHER_DAYS_OF_DATES;
    bool dated_anew = other_days != DVI_OTHER_DAYS_OF_TITLES && containment >= NEARLY_ALL;
    bool edited = dates_alone && containment >= HALF && measures[DVI_SIMILARITY] >= MOST;
    bool one_matter = of_dates && in_one_language < HALF;
    if (other_days == DVI_NO_OTHER_DAYS || dated_anew || edited || one_matter)
        return (int32_t)(disagreement * (one_day ? wording_of_form(containment) : containment) / ONE);
    return 2 * alike;
}

/* How far wording counts in what is concluded from titles: not where next to none is shared. */
static int64_t share_of_wording(int32_t containment) {
    if (containment <= LITTLE_WORDING) return 0;
    return containment >= 2 * LITTLE_WORDING ? ONE
                                             : (int64_t)(containment - LITTLE_WORDING) * ONE / LITTLE_WORDING;
}

/* How far one text is not all of the other: who prints it under a title of his own has copied it. */
static int64_t share_of_others(int32_t containment) {
    if (containment >= ALL_WORDING) return 0;
    return containment <= MOST ? ONE : (int64_t)(ALL_WORDING - containment) * ONE / (ALL_WORDING - MOST);
}

/* How much of the containment counts where the titles are those of a form: that of a form is large. */
static int64_t share_of_form(int32_t containment) {
    if (containment <= FORM_WORDING) return 0;
    return containment >= FORM_WORDING * 3 / 2 ? containment : 3 * ((int64_t)containment - FORM_WORDING);
}

/* What titles say of texts that share wording. */
static void judge_by_titles(const dvi_comparable *a, const dvi_comparable *b, const dvi_shared_keys *shared,
                            int32_t out[DVI_MEASURES]) {
    const int32_t containment = out[DVI_CONTAINMENT];
    const int64_t wording = share_of_wording(containment);
    out[DVI_OTHER_SUBJECTS] = 0;
    if (wording == 0) return;
    const int32_t beside = (int32_t)(dvi_beside_titles(shared, &a->title, &b->title) * wording / ONE);
    if (out[DVI_PASSAGE] < beside) out[DVI_PASSAGE] = beside;
    if (a->language != b->language) return;
    const dvi_other_titles titles = dvi_compare_titles(shared, &a->title, &b->title);
    const int64_t others = share_of_others(containment);
    const int32_t form = (int32_t)(2 * others * titles.filled / ONE * share_of_form(containment) / ONE);
    out[DVI_OTHER_SUBJECTS] = (int32_t)(others * titles.subject / ONE * wording / ONE);
    if (out[DVI_TEMPLATE] < form) out[DVI_TEMPLATE] = form;
}

void dvi_compare_shingles(const dvi_comparable *a, const dvi_comparable *b, const dvi_shared_keys *shared,
                          dvi_other_days other_days, int32_t out[DVI_MEASURES]) {
    resemblance_of(a, b, &out[DVI_RESEMBLANCE], &out[DVI_CONTAINMENT]);
    out[DVI_TEMPLATE] = form_of_two(out, other_days, are_of_one_day(a, b));
    judge_by_titles(a, b, shared, out);
}

int32_t dvi_days_between(const dvi_comparable *a, const dvi_comparable *b) {
    if (a->time == DVK_NO_TIME || b->time == DVK_NO_TIME) return 0;
    uint64_t gap = dvi_seconds_between(a->time, b->time);
    uint64_t late = gap > SOON ? gap - SOON : 0;
    return (int32_t)((late < MOST_DAYS * DAY ? late : MOST_DAYS * DAY) * ONE / DAY);
}

void dvi_compare(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]) {
    dvi_shared_keys shared;
    dvi_match_kernels kernels = dvi_choose_match_kernels(DVK_CPU_ALL);
    dvi_other_days other_days = dvi_compare_keys(&kernels, a, b, &shared, out);
    dvi_compare_places(&kernels, a, b, &shared, out);
    dvi_compare_shingles(a, b, &shared, other_days, out);
    out[DVI_DAYS] = dvi_days_between(a, b);
}
