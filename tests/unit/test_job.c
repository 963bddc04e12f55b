/* The whole job over files: the same answer for any number of threads and any order of the input, both places
 * of a repeated id, statistics that add up, evidence in the articles' own words, and a clean end whatever
 * fails. */
#include "reading.h"

#include "base/memory.h"
#include "dvoinik/pipeline.h"
#include "failing_memory.h"

enum { ONE = 65536, MOST = 512, LINE = 65536 };

static char lines[MOST][LINE]; /* the samples, without line ends */
static size_t n_lines;

/* ---- input ---- */

static void load_samples(void) {
    char path[512];
    const char *samples = getenv("DVOINIK_SAMPLES");
    if (n_lines != 0) return;
    assert_non_null(samples);
    snprintf(path, sizeof path, "%s/news.jsonl", samples);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (n_lines < MOST && fgets(lines[n_lines], LINE, file) != NULL) {
        lines[n_lines][strcspn(lines[n_lines], "\n")] = '\0';
        n_lines++;
    }
    fclose(file);
    assert_in_range(n_lines, 12, MOST);
}

/* Writes n samples as a file, those that `order` names or the first ones. */
static void write_samples(const char *name, size_t n, const size_t *order) {
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    for (size_t i = 0; i < n; i++)
        fprintf(file, "%s\n", lines[order == NULL ? i : order[i]]);
    assert_int_equal(fclose(file), 0);
}

#define UKRAINIAN                                                                                                                                                                              \
    "Президент України Тарас Коваленко 12 липня прибув до Відня, де зустрівся з канцлером Австрії Йозефом " \
    "Мюллером. "                                                                                                                                                                       \
    "Вони говорили про 4700 поранених, яких лікують в австрійських клініках, і про 830 млн євро допомоги."
#define RUSSIAN                                                                                                                                                                              \
    "Президент Украины Тарас Коваленко 12 июля прибыл в Вену, где встретился с канцлером Австрии Йозефом " \
    "Мюллером. "                                                                                                                                                                     \
    "Они говорили о 4700 раненых, которых лечат в австрийских клиниках, и о 830 млн евро помощи."
#define FOOTBALL                                                                                                                                                                             \
    "«Динамо» обіграло «Шахтар» з рахунком 3:1 у суперкубку. Хет-трик зробив Андрій Ярмоленко, а глядачів " \
    "на стадіоні "                                                                                                                                                                 \
    "у Львові було тридцять тисяч. Тренер Ребров задоволений грою нападників."
#define WEATHER                                                                                                                                                                                  \
    "Синоптики прогнозують у Карпатах снігопад, сильний вітер і хуртовину. Рятувальники просять туристів " \
    "не виходити в "                                                                                                                                                                  \
    "гори. На Закарпатті зачинено перевали, вантажівкам рух заборонено."

/* Twelve articles of four stories: copies, a translation, one without a title, one without words. */
static const char twelve[] =
    "{\"id\":\"a1\",\"url\":\"http://a/"
    "1\",\"source\":\"A\",\"date\":\"2025-07-12T10:00:00Z\",\"title\":\"Коваленко у "
    "Відні\",\"text\":\"" UKRAINIAN "\"}\n"
    "{\"id\":\"a2\",\"date\":\"2025-07-12T11:00:00Z\",\"title\":\"Коваленко у Відні\",\"text\":\"" UKRAINIAN
    "\"}\n"
    "{\"id\":\"a3\",\"date\":\"2025-07-12T12:00:00Z\",\"title\":\"Коваленко в Вене\",\"text\":\"" RUSSIAN
    "\"}\n"
    "{\"id\":\"b1\",\"date\":\"2025-07-12T10:00:00Z\",\"title\":\"Суперкубок\",\"text\":\"" FOOTBALL "\"}\n"
    "{\"id\":\"b2\",\"date\":\"2025-07-12T13:00:00Z\",\"title\":\"Суперкубок\",\"text\":\"" FOOTBALL "\"}\n"
    "{\"id\":\"c1\",\"text\":\"" WEATHER "\"}\n"
    "{\"id\":\"c2\",\"text\":\"" WEATHER "\"}\n"
    "{\"id\":\"d1\",\"title\":\"★\",\"text\":\"…\"}\n"
    "{\"id\":\"e1\",\"title\":\"Кіт заліз на дерево\"}\n"
    "{\"id\":\"f1\",\"title\":\"Ціна на пшеницю впала\",\"text\":\"Біржа у Чикаго закрилася зниженням "
    "котирувань зернових.\"}\n"
    "{\"id\":\"g1\",\"title\":\"Ramp\",\"text\":\"The council of Dunmore approved a new wheelchair ramp for "
    "the library.\"}\n"
    "{\"id\":\"h1\",\"title\":\"Нови мост\",\"text\":\"У Новом Саду отворен је мост преко Дунава дуг 800 "
    "метара.\"}\n";

/* ---- jobs ---- */

static dvk_reader *open_reader(const char *const *inputs, size_t n, bool skip_bad, taken *got) {
    dvk_reader *reader;
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.skip_bad = skip_bad;
    if (got != NULL) {
        memset(got, 0, sizeof *got);
        options.on_bad = note;
        options.user = got;
    }
    assert_int_equal(dvk_reader_create(&reader, inputs, n, &options), DVK_OK);
    return reader;
}

static dvk_job *open_job(uint32_t threads, bool keep_texts) {
    dvk_job *job;
    dvk_job_options options;
    dvk_job_options_init(&options);
    options.threads = threads;
    options.keep_texts = keep_texts;
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    return job;
}

static dvk_status read_input(dvk_job *job, const char *input, dvk_error *error) {
    dvk_reader *reader = open_reader(&input, 1, false, NULL);
    dvk_status status = dvk_job_read(job, reader, error);
    dvk_reader_destroy(reader);
    return status;
}

static dvk_job *finished_job(const char *input, uint32_t threads, bool keep_texts) {
    dvk_job *job = open_job(threads, keep_texts);
    assert_int_equal(read_input(job, input, NULL), DVK_OK);
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    return job;
}

static dvk_result result(const dvk_job *job, size_t i) {
    dvk_results all;
    dvk_result one;
    dvk_job_results(job, &all);
    assert_true(i < all.n);
    all.article(all.source, i, &one);
    return one;
}

/* The article with this id. */
static size_t place_of(const dvk_job *job, dvk_span id) {
    for (size_t i = 0; i < dvk_job_count(job); i++) {
        dvk_result one = result(job, i);
        if (one.id.len == id.len && memcmp(one.id.data, id.data, id.len) == 0) return i;
    }
    fail_msg("no %.*s", (int)id.len, id.data);
    return 0;
}

static dvk_assignment assigned(const dvk_job *job, const char *id) {
    return result(job, place_of(job, (dvk_span){id, strlen(id)})).assigned;
}

static void expect_span(dvk_span got, const char *expected) {
    assert_int_equal(got.len, strlen(expected));
    if (got.len != 0) assert_memory_equal(got.data, expected, got.len);
}

/* ---- what comes out ---- */

static void copies_translations_and_strangers(void **unused) {
    (void)unused;
    write_text("twelve.jsonl", twelve);
    dvk_job *job = finished_job("twelve.jsonl", 1, false);
    assert_int_equal(dvk_job_count(job), 12);
    assert_int_equal(assigned(job, "a1").duplicate, assigned(job, "a2").duplicate);
    assert_int_equal(assigned(job, "a1").event, assigned(job, "a3").event);
    assert_int_equal(assigned(job, "b1").duplicate, assigned(job, "b2").duplicate);
    assert_int_equal(assigned(job, "c1").duplicate, assigned(job, "c2").duplicate);
    static const char *const strangers[] = {"a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1"};
    for (size_t i = 0; i < 8; i++)
        for (size_t k = i + 1; k < 8; k++)
            assert_int_not_equal(assigned(job, strangers[i]).event, assigned(job, strangers[k]).event);
    assert_int_equal(assigned(job, "h1").score, ONE);
    assert_int_equal(assigned(job, "h1").representative, 1);
    dvk_job_destroy(job);
}

/* From 0 to most - 1, without a period. */
static int some_number(int day, int town, int of, int most) {
    return (int)((uint32_t)(day * 36 + town * 6 + of) * 2654435761u >> 16) % most;
}

/* Weather in six towns on a day of July; with the day in the title or in the text alone. */
static void write_forecast(FILE *file, int day, bool in_title, const char *id) {
    static const char *const towns[] = {"Києві", "Львові", "Одесі", "Харкові", "Дніпрі", "Полтаві"};
    fprintf(file, "{\"id\":\"%s\",\"title\":\"Погода в Україні", id);
    if (in_title) fprintf(file, " на %d липня", day);
    fprintf(file, "\",\"text\":\"Синоптики розповіли, якою буде погода %d липня.", day);
    for (int i = 0; i < 6; i++)
        fprintf(file, " У %s вдень до %d градусів, вночі %d, вітер %d метрів за секунду.", towns[i],
                22 + some_number(day, i, 0, 6), 14 + some_number(day, i, 1, 5),
                2 + some_number(day, i, 2, 6));
    fputs(" Про це повідомив гідрометцентр.\"}\n", file);
}

/* Most of their numbers are the same by chance. A copy of one of them is found all the same. */
static void forms_that_come_every_day_stay_apart(void **unused) {
    enum { DAYS = 7 };
    (void)unused;
    for (int in_title = 0; in_title < 2; in_title++) {
        FILE *file = fopen("days.jsonl", "w");
        assert_non_null(file);
        for (int day = 0; day < DAYS; day++)
            write_forecast(file, 10 + day, in_title, (const char[]){(char)('a' + day), '\0'});
        write_forecast(file, 12, in_title, "copy");
        assert_int_equal(fclose(file), 0);
        dvk_job *job = finished_job("days.jsonl", 1, false);
        for (size_t i = 0; i < DAYS; i++)
            for (size_t k = 0; k < i; k++) {
                assert_int_not_equal(result(job, i).assigned.duplicate, result(job, k).assigned.duplicate);
                assert_int_not_equal(result(job, i).assigned.event, result(job, k).assigned.event);
            }
        assert_int_equal(assigned(job, "copy").duplicate, assigned(job, "c").duplicate);
        dvk_job_destroy(job);
    }
}

static void results_tell_what_the_input_did(void **unused) {
    (void)unused;
    write_text("twelve.jsonl", twelve);
    dvk_job *job = finished_job("twelve.jsonl", 2, false);
    dvk_result a = result(job, 0), c = result(job, 5);
    expect_span(a.id, "a1");
    expect_span(a.url, "http://a/1");
    expect_span(a.source, "A");
    expect_span(a.title, "Коваленко у Відні");
    assert_true(a.time == 1752314400);
    assert_string_equal(dvk_language_code(a.language), "uk");
    assert_int_equal(a.n_tokens, dvk_job_features(job, 0)->n_tokens);
    expect_span(c.url, "");
    assert_true(c.time == DVK_NO_TIME);
    assert_in_range(c.title.len, 100, 320); /* the beginning of the text, cut between two characters */
    assert_memory_equal(c.title.data, WEATHER, c.title.len);
    assert_true(((unsigned char)WEATHER[c.title.len] & 0xC0) != 0x80);
    assert_null(dvk_job_features(job, 12));
    dvk_job_destroy(job);
}

/* With texts or without, so that a table has what a page has. */
static void a_title_stays_whole(void **unused) {
    (void)unused;
    for (int keep_texts = 0; keep_texts < 2; keep_texts++) {
        write_text("title.jsonl", "{\"id\":\"x\",\"title\":\"" WEATHER WEATHER "\",\"text\":\"Пізніше.\"}\n");
        dvk_job *job = finished_job("title.jsonl", 1, keep_texts != 0);
        expect_span(result(job, 0).title, WEATHER WEATHER);
        dvk_job_destroy(job);
    }
}

/* Wherever the cut falls, it falls between two characters. */
static void a_headline_is_cut_at_a_character(void **unused) {
    (void)unused;
    for (size_t shift = 0; shift < 4; shift++) {
        char text[4000];
        snprintf(text, sizeof text, "{\"id\":\"x\",\"text\":\"%.*s%s\"}\n", (int)shift, "abc",
                 WEATHER WEATHER);
        write_text("long.jsonl", text);
        dvk_job *job = finished_job("long.jsonl", 1, false);
        dvk_span title = result(job, 0).title;
        const char *body = strstr(text, "\"text\":\"") + 8;
        assert_in_range(title.len, 300, 320);
        assert_memory_equal(title.data, body, title.len);
        assert_true(((unsigned char)body[title.len] & 0xC0) != 0x80);
        dvk_job_destroy(job);
    }
}

static void expect_same_job(const dvk_job *a, const dvk_job *b) {
    const dvk_pair *pairs_a, *pairs_b;
    dvk_job_stats stats_a, stats_b;
    assert_int_equal(dvk_job_count(a), dvk_job_count(b));
    for (size_t i = 0; i < dvk_job_count(a); i++) {
        dvk_result x = result(a, i), y = result(b, i);
        assert_int_equal(x.id.len, y.id.len);
        assert_memory_equal(x.id.data, y.id.data, x.id.len);
        assert_int_equal(x.assigned.duplicate, y.assigned.duplicate);
        assert_int_equal(x.assigned.event, y.assigned.event);
        assert_int_equal(x.assigned.score, y.assigned.score);
        assert_int_equal(x.assigned.representative, y.assigned.representative);
    }
    size_t n = dvk_job_pairs(a, &pairs_a);
    assert_int_equal(n, dvk_job_pairs(b, &pairs_b));
    if (n != 0) assert_memory_equal(pairs_a, pairs_b, n * sizeof *pairs_a);
    dvk_job_statistics(a, &stats_a);
    dvk_job_statistics(b, &stats_b);
    stats_a.seconds_read = stats_a.seconds_features = stats_a.seconds_candidates = stats_a.seconds_scores =
        stats_a.seconds_clusters = 0;
    stats_b.seconds_read = stats_b.seconds_features = stats_b.seconds_candidates = stats_b.seconds_scores =
        stats_b.seconds_clusters = 0;
    assert_memory_equal(&stats_a, &stats_b, sizeof stats_a);
}

static void the_number_of_threads_does_not_show(void **unused) {
    (void)unused;
    static const uint32_t threads[] = {2, 7, 0};
    load_samples();
    write_samples("samples.jsonl", n_lines, NULL);
    dvk_job *one = finished_job("samples.jsonl", 1, false);
    for (size_t i = 0; i < 3; i++) {
        dvk_job *many = finished_job("samples.jsonl", threads[i], false);
        expect_same_job(one, many);
        dvk_job_destroy(many);
    }
    dvk_job_destroy(one);
}

/* Group numbers differ with the order; who is with whom does not, nor scores, nor pairs. */
static void expect_same_partition(const dvk_job *a, const dvk_job *b) {
    static size_t there[MOST];
    size_t n = dvk_job_count(a);
    assert_int_equal(n, dvk_job_count(b));
    for (size_t i = 0; i < n; i++)
        there[i] = place_of(b, result(a, i).id);
    for (size_t i = 0; i < n; i++) {
        dvk_assignment x = result(a, i).assigned, y = result(b, there[i]).assigned;
        assert_int_equal(x.score, y.score);
        assert_int_equal(x.representative, y.representative);
        for (size_t k = 0; k < i; k++) {
            dvk_assignment other_x = result(a, k).assigned, other_y = result(b, there[k]).assigned;
            assert_int_equal(x.duplicate == other_x.duplicate, y.duplicate == other_y.duplicate);
            assert_int_equal(x.event == other_x.event, y.event == other_y.event);
        }
    }
    const dvk_pair *pairs_a, *pairs_b;
    uint64_t sum_a = 0, sum_b = 0;
    size_t n_pairs = dvk_job_pairs(a, &pairs_a);
    assert_int_equal(n_pairs, dvk_job_pairs(b, &pairs_b));
    for (size_t i = 0; i < n_pairs; i++) {
        sum_a += pairs_a[i].duplicate + pairs_a[i].event;
        sum_b += pairs_b[i].duplicate + pairs_b[i].event;
    }
    assert_true(sum_a == sum_b);
}

static void the_order_of_the_input_does_not_show(void **unused) {
    (void)unused;
    static size_t order[MOST];
    load_samples();
    size_t n = n_lines < 150 ? n_lines : 150;
    write_samples("samples.jsonl", n, NULL);
    dvk_job *one = finished_job("samples.jsonl", 2, false);
    for (size_t round = 1; round <= 3; round++) {
        for (size_t i = 0; i < n; i++)
            order[i] = i;
        for (size_t i = n; round < 3 && i > 1; i--) {
            size_t k = (i * 7919 + round * 104729) % i, swap = order[i - 1];
            order[i - 1] = order[k];
            order[k] = swap;
        }
        for (size_t i = 0; round == 3 && i < n; i++)
            order[i] = n - 1 - i;
        write_samples("moved.jsonl", n, order);
        dvk_job *moved = finished_job("moved.jsonl", 2, false);
        expect_same_partition(one, moved);
        dvk_job_destroy(moved);
    }
    dvk_job_destroy(one);
}

/* The first n samples, and the others. */
static void write_in_two(size_t n) {
    static size_t rest[MOST];
    load_samples();
    for (size_t i = 0; i < n_lines; i++)
        rest[i] = i + n;
    write_samples("first.jsonl", n, NULL);
    write_samples("rest.jsonl", n_lines - n, rest);
}

static void input_in_portions_is_as_good_as_in_one(void **unused) {
    (void)unused;
    write_in_two(10);
    write_samples("samples.jsonl", n_lines, NULL);
    dvk_job *one = finished_job("samples.jsonl", 2, false), *two = open_job(2, false);
    assert_int_equal(read_input(two, "first.jsonl", NULL), DVK_OK);
    assert_int_equal(read_input(two, "rest.jsonl", NULL), DVK_OK);
    assert_int_equal(dvk_job_run(two, NULL), DVK_OK);
    expect_same_job(one, two);
    dvk_job_destroy(one);
    dvk_job_destroy(two);
}

/* What was lent before stays what it was. */
static void features_can_be_asked_for_between_portions(void **unused) {
    (void)unused;
    write_in_two(1);
    dvk_job *job = open_job(2, false);
    assert_int_equal(read_input(job, "first.jsonl", NULL), DVK_OK);
    const dvk_features *first = dvk_job_features(job, 0);
    assert_int_equal(read_input(job, "rest.jsonl", NULL), DVK_OK);
    assert_ptr_equal(dvk_job_features(job, 0), first);
    for (size_t i = 1; i < n_lines; i++)
        assert_in_range(dvk_job_features(job, i)->n_features, 1, DVK_MAX_FEATURES);
    assert_null(dvk_job_features(job, n_lines));
    dvk_job_destroy(job);
}

/* A repeated id ends the reading in the middle of what was read at a time. */
static void what_came_before_a_failure_is_as_good_as_without(void **unused) {
    (void)unused;
    static size_t order[MOST];
    load_samples();
    for (size_t i = 0; i < n_lines; i++)
        order[i] = i;
    write_samples("good.jsonl", 10, order);
    order[10] = 5;
    write_samples("first.jsonl", 12, order);
    for (size_t i = 0; i < n_lines; i++)
        order[i] = i + 10;
    write_samples("rest.jsonl", n_lines - 10, order);
    dvk_job *one = open_job(2, false), *two = open_job(2, false);
    assert_int_equal(read_input(one, "good.jsonl", NULL), DVK_OK);
    assert_int_equal(read_input(two, "first.jsonl", NULL), DVK_E_DUPLICATE);
    assert_int_equal(read_input(one, "rest.jsonl", NULL), DVK_OK);
    assert_int_equal(read_input(two, "rest.jsonl", NULL), DVK_OK);
    assert_int_equal(dvk_job_run(one, NULL), DVK_OK);
    assert_int_equal(dvk_job_run(two, NULL), DVK_OK);
    expect_same_job(one, two);
    dvk_job_destroy(one);
    dvk_job_destroy(two);
}

/* More than is read at a time, on more threads than there is work for. */
static void many_articles_keep_their_order(void **unused) {
    (void)unused;
    enum { N = 5000 };
    FILE *file = fopen("many.jsonl", "w");
    assert_non_null(file);
    for (unsigned i = 0; i < N; i++)
        fprintf(file, "{\"id\":\"n%u\",\"title\":\"Стаття %u\",\"text\":\"Слово%u інше%u третє%u\"}\n", i, i,
                i * 7, i * 11, i);
    assert_int_equal(fclose(file), 0);
    dvk_job *job = open_job(9, false);
    assert_int_equal(read_input(job, "many.jsonl", NULL), DVK_OK);
    assert_int_equal(dvk_job_count(job), N);
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    for (unsigned i = 0; i < N; i++) {
        char id[16];
        snprintf(id, sizeof id, "n%u", i);
        expect_span(result(job, i).id, id);
    }
    dvk_job_destroy(job);
}

/* ---- statistics and pairs ---- */

static void statistics_add_up(void **unused) {
    (void)unused;
    load_samples();
    write_samples("samples.jsonl", n_lines, NULL);
    dvk_job *job = finished_job("samples.jsonl", 2, false);
    const dvk_pair *pairs;
    dvk_job_stats s;
    dvk_cluster_params params;
    size_t n = dvk_job_count(job), n_pairs = dvk_job_pairs(job, &pairs), events = 0, copies = 0;
    dvk_cluster_params_init(&params);
    dvk_job_statistics(job, &s);
    assert_int_equal(s.articles, n_lines);
    assert_int_equal(s.articles, n);
    assert_true(s.candidates <= s.candidates_bands + s.candidates_anchors);
    assert_true(s.candidates >= s.candidates_bands && s.candidates >= s.candidates_anchors);
    assert_int_equal(s.verified, s.candidates);
    assert_true(s.candidates_median <= s.candidates_largest && s.candidates_largest < n);
    assert_true(s.candidates * 2 <= n * s.candidates_largest);
    assert_true(s.pairs_duplicate <= s.pairs_event && s.pairs_event <= s.candidates && s.pairs_duplicate > 0);
    for (size_t i = 0; i < n_pairs; i++) {
        assert_true(pairs[i].a < pairs[i].b && pairs[i].b < n);
        assert_true(pairs[i].duplicate <= pairs[i].event && pairs[i].event <= ONE);
        if (i > 0)
            assert_true(pairs[i - 1].a < pairs[i].a ||
                        (pairs[i - 1].a == pairs[i].a && pairs[i - 1].b < pairs[i].b));
        events += pairs[i].event >= params.event_threshold;
        copies += pairs[i].duplicate >= params.duplicate_threshold;
    }
    assert_int_equal(s.pairs_event, events);
    assert_int_equal(s.pairs_duplicate, copies);
    assert_true(s.seconds_read >= 0 && s.seconds_features > 0);
    dvk_job_destroy(job);
}

static void groups_are_numbered_and_counted(void **unused) {
    (void)unused;
    static uint32_t event_of_group[MOST], representatives[MOST];
    load_samples();
    write_samples("samples.jsonl", n_lines, NULL);
    dvk_job *job = finished_job("samples.jsonl", 2, false);
    dvk_job_stats s;
    uint32_t groups = 0, events = 0;
    memset(representatives, 0, sizeof representatives);
    for (size_t i = 0; i < dvk_job_count(job); i++) {
        dvk_assignment one = result(job, i).assigned;
        assert_true(one.duplicate <= groups && one.event <= events); /* in order of first article */
        if (one.duplicate == groups) event_of_group[groups++] = one.event;
        if (one.event == events) events++;
        assert_int_equal(event_of_group[one.duplicate], one.event); /* a group lies inside one event */
        representatives[one.event] += one.representative;
        assert_in_range(one.score, 0, ONE);
    }
    for (uint32_t e = 0; e < events; e++)
        assert_int_equal(representatives[e], 1);
    dvk_job_statistics(job, &s);
    assert_int_equal(s.groups, groups);
    assert_int_equal(s.events, events);
    assert_true(events < groups && groups < s.articles);
    dvk_job_destroy(job);
}

static void bytes_and_wordless_articles_are_counted(void **unused) {
    (void)unused;
    write_text("two.jsonl",
               "{\"id\":\"1\",\"title\":\"★\",\"text\":\"…\"}\n{\"id\":\"2\",\"title\":\"Слово\"}\n");
    dvk_job *job = finished_job("two.jsonl", 1, false);
    dvk_job_stats s;
    dvk_job_statistics(job, &s);
    assert_int_equal(s.articles, 2);
    assert_int_equal(s.without_features, 1);
    assert_int_equal(s.bytes, strlen("★…Слово"));
    assert_int_equal(s.groups, 2);
    dvk_job_destroy(job);
}

/* ---- evidence ---- */

static bool lies_in(dvk_span word, const char *text) {
    char copy[512];
    assert_in_range(word.len, 1, sizeof copy - 1);
    memcpy(copy, word.data, word.len);
    copy[word.len] = '\0';
    return strstr(text, copy) != NULL;
}

static bool shows(const dvk_shared *shared, size_t n, const char *word_a, const char *word_b) {
    for (size_t i = 0; i < n; i++)
        if (shared[i].word_a.len == strlen(word_a) &&
            memcmp(shared[i].word_a.data, word_a, strlen(word_a)) == 0 &&
            shared[i].word_b.len == strlen(word_b) &&
            memcmp(shared[i].word_b.data, word_b, strlen(word_b)) == 0)
            return true;
    return false;
}

static void evidence_is_in_the_words_of_both_texts(void **unused) {
    (void)unused;
    write_text("twelve.jsonl", twelve);
    dvk_job *job = finished_job("twelve.jsonl", 1, true);
    dvk_results all;
    dvk_shared shared[100];
    dvk_job_results(job, &all);
    size_t n = all.shared(all.source, 0, 2, shared, 100);
    assert_in_range(n, 10, 64);
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(lies_in(shared[i].word_a, "Коваленко у Відні\n" UKRAINIAN));
        assert_true(lies_in(shared[i].word_b, "Коваленко в Вене\n" RUSSIAN));
        assert_true(i == 0 || shared[i].share <= shared[i - 1].share);
        assert_in_range(shared[i].kind, 0, DVK_FEATURE_GRAM);
        sum += shared[i].share;
    }
    assert_in_range(sum, 1, ONE);
    assert_true(shows(shared, n, "12 липня", "12 июля"));
    assert_true(shows(shared, n, "4700", "4700"));
    assert_true(shows(shared, n, "830 млн", "830 млн"));
    assert_true(shows(shared, n, "Мюллером", "Мюллером"));
    dvk_shared back[100];
    assert_int_equal(all.shared(all.source, 2, 0, back, 100),
                     n); /* the other way round the sides change places */
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(back[i].share, shared[i].share);
        assert_ptr_equal(back[i].word_a.data, shared[i].word_b.data);
    }
    assert_int_equal(all.shared(all.source, 0, 2, shared, 3), 3);
    assert_int_equal(all.shared(all.source, 0, 2, shared, 0), 0);
    assert_int_equal(all.shared(all.source, 0, 7, shared, 100), 0); /* an article without words */
    assert_int_equal(all.shared(all.source, 0, 12, shared, 100), 0);
    dvk_job_destroy(job);
}

static void without_texts_the_titles_give_evidence(void **unused) {
    (void)unused;
    write_text("twelve.jsonl", twelve);
    dvk_job *job = finished_job("twelve.jsonl", 1, false);
    dvk_results all;
    dvk_shared shared[10];
    dvk_job_results(job, &all);
    size_t n = all.shared(all.source, 0, 2, shared, 10);
    assert_in_range(n, 1, 4);
    assert_true(shows(shared, n, "Коваленко", "Коваленко"));
    dvk_job_destroy(job);
}

/* ---- what goes wrong ---- */

static void a_repeated_id_is_named_with_both_places(void **unused) {
    (void)unused;
    static const char *const inputs[] = {"one.jsonl", "two.jsonl"};
    write_text("one.jsonl", "{\"id\":\"x\",\"title\":\"Перший\"}\n{\"id\":\"same\",\"title\":\"Другий\"}\n");
    write_text("two.jsonl", "\n{\"id\":\"y\",\"title\":\"Третій\"}\n{\"id\":\"same\",\"title\":\"Четвертий\"}"
                            "\n{\"id\":\"z\",\"title\":\"П\"}\n");
    dvk_job *job = open_job(2, false);
    dvk_reader *reader = open_reader(inputs, 2, false, NULL);
    dvk_error error;
    memset(&error, 0, sizeof error);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_E_DUPLICATE);
    assert_int_equal(error.status, DVK_E_DUPLICATE);
    assert_string_equal(error.file, "two.jsonl");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.byte, 1 + strlen("{\"id\":\"y\",\"title\":\"Третій\"}\n"));
    assert_non_null(strstr(error.message, "\"same\""));
    assert_non_null(strstr(error.message, "one.jsonl, line 2"));
    dvk_reader_destroy(reader);
    dvk_job_destroy(job);
    job = open_job(2, false); /* nobody wants to know why */
    reader = open_reader(inputs, 2, false, NULL);
    assert_int_equal(dvk_job_read(job, reader, NULL), DVK_E_DUPLICATE);
    dvk_reader_destroy(reader);
    dvk_job_destroy(job);
}

static void repeated_ids_can_be_skipped_and_are_counted(void **unused) {
    (void)unused;
    static const char *const input = "doubles.jsonl";
    taken got;
    dvk_read_stats stats;
    write_text(input, "{\"id\":\"a\",\"title\":\"Перший\"}\n{\"id\":\"a\",\"title\":\"Другий\"}\nnonsense\n"
                      "{\"id\":\"b\",\"title\":\"Третій\"}\n{\"id\":\"a\",\"title\":\"Четвертий\"}\n");
    dvk_job *job = open_job(2, false);
    dvk_reader *reader = open_reader(&input, 1, true, &got);
    assert_int_equal(dvk_job_read(job, reader, NULL), DVK_OK);
    dvk_reader_stats(reader, &stats);
    assert_int_equal(stats.skipped, 3);
    assert_int_equal(got.failures, 3);
    size_t doubles = 0;
    for (size_t i = 0; i < 3; i++)
        doubles += got.errors[i].status == DVK_E_DUPLICATE;
    assert_int_equal(doubles, 2);
    assert_int_equal(dvk_job_count(job), 2);
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    expect_span(result(job, 0).title, "Перший");
    expect_span(result(job, 1).title, "Третій");
    dvk_reader_destroy(reader);
    dvk_job_destroy(job);
}

static void expect_no_more_of(dvk_reader *reader) {
    dvk_article article;
    dvk_error error = {.status = DVK_OK};
    assert_int_equal(dvk_reader_next(reader, &article, &error), DVK_E_ARGUMENT);
    assert_int_equal(error.status, DVK_E_ARGUMENT);
    assert_non_null(strstr(error.message, "with another reader"));
}

/* Two articles behind the double were read with it. */
static void behind_what_was_not_taken_a_reader_gives_no_more(void **unused) {
    (void)unused;
    static const char *const input = "behind.jsonl";
    dvk_error error = {.status = DVK_OK};
    write_text(input, "{\"id\":\"a\",\"title\":\"Перший\"}\n{\"id\":\"a\",\"title\":\"Другий\"}\n"
                      "{\"id\":\"b\",\"title\":\"Третій\"}\n{\"id\":\"c\",\"title\":\"Четвертий\"}\n");
    for (int skip = 0; skip < 2; skip++) {
        dvk_job *job = open_job(2, false);
        dvk_reader *reader = open_reader(&input, 1, skip != 0, NULL);
        dvk_status read = dvk_job_read(job, reader, &error), again = dvk_job_read(job, reader, &error);
        assert_int_equal(read, skip != 0 ? DVK_OK : DVK_E_DUPLICATE);
        assert_int_equal(again, skip != 0 ? DVK_OK : DVK_E_ARGUMENT);
        assert_int_equal(dvk_job_count(job), skip != 0 ? 3 : 1);
        if (skip == 0) expect_no_more_of(reader);
        dvk_reader_destroy(reader);
        dvk_job_destroy(job);
    }
}

/* A record that is told of is not lost: what follows it can be read. */
static void behind_a_bad_record_a_reader_goes_on(void **unused) {
    (void)unused;
    static const char *const input = "goes_on.jsonl";
    dvk_error error = {.status = DVK_OK};
    write_text(input, "{\"id\":\"a\",\"title\":\"Перший\"}\nnonsense\n{\"id\":\"b\",\"title\":\"Третій\"}\n");
    dvk_job *job = open_job(2, false);
    dvk_reader *reader = open_reader(&input, 1, false, NULL);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_E_INPUT);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_OK);
    assert_int_equal(dvk_job_count(job), 2);
    dvk_reader_destroy(reader);
    dvk_job_destroy(job);
}

static void a_bad_record_stops_the_reading_where_it_stands(void **unused) {
    (void)unused;
    dvk_error error;
    write_text("bad.jsonl", "{\"id\":\"a\",\"title\":\"Перший\"}\n{\"id\":\"b\",\n");
    dvk_job *job = open_job(2, false);
    assert_int_equal(read_input(job, "bad.jsonl", &error), DVK_E_INPUT);
    assert_string_equal(error.file, "bad.jsonl");
    assert_int_equal(error.line, 2);
    dvk_job_destroy(job);
    job = open_job(2, false);
    assert_int_equal(read_input(job, "nowhere.jsonl", &error), DVK_E_IO);
    assert_string_equal(error.file, "nowhere.jsonl");
    dvk_job_destroy(job);
}

static void nothing_to_read_is_no_failure(void **unused) {
    (void)unused;
    dvk_results all;
    write_text("empty.jsonl", "");
    dvk_job *job = finished_job("empty.jsonl", 3, true);
    dvk_job_results(job, &all);
    assert_int_equal(all.n, 0);
    assert_int_equal(all.n_pairs, 0);
    dvk_job_destroy(job);
    dvk_job_destroy(NULL);
}

static void without_options_a_job_has_the_defaults(void **unused) {
    (void)unused;
    dvk_job *job = NULL;
    write_text("twelve.jsonl", twelve);
    assert_int_equal(dvk_job_create(&job, NULL), DVK_OK);
    assert_int_equal(read_input(job, "twelve.jsonl", NULL), DVK_OK);
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    assert_int_equal(dvk_job_count(job), 12);
    dvk_job_destroy(job);
}

static void what_the_caller_may_not_do(void **unused) {
    (void)unused;
    dvk_job *job;
    dvk_results all;
    dvk_job_options options;
    dvk_job_options_init(&options);
    options.threads = 257;
    assert_int_equal(dvk_job_create(&job, &options), DVK_E_ARGUMENT);
    assert_null(job);
    dvk_job_options_init(&options);
    options.sign.bands = 0;
    assert_int_equal(dvk_job_create(&job, &options), DVK_E_ARGUMENT);
    dvk_job_options_init(&options);
    options.cluster.window = -1;
    assert_int_equal(dvk_job_create(&job, &options), DVK_E_ARGUMENT);
    dvk_job_options_init(&options);
    options.cluster.event_threshold = 65537;
    assert_int_equal(dvk_job_create(&job, &options), DVK_E_ARGUMENT);
    dvk_job_options_init(&options);
    options.cluster.duplicate_threshold = 65537;
    assert_int_equal(dvk_job_create(&job, &options), DVK_E_ARGUMENT);
    assert_int_equal(dvk_job_create(NULL, &options), DVK_E_ARGUMENT);
    assert_int_equal(dvk_job_run(NULL, NULL), DVK_E_ARGUMENT);
    write_text("twelve.jsonl", twelve);
    job = open_job(2, false);
    assert_int_equal(read_input(job, "twelve.jsonl", NULL), DVK_OK);
    dvk_job_results(job, &all);
    assert_int_equal(all.n, 0); /* not yet */
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    assert_int_equal(dvk_job_run(job, NULL), DVK_E_ARGUMENT);
    assert_int_equal(read_input(job, "twelve.jsonl", NULL), DVK_E_ARGUMENT);
    assert_int_equal(dvk_job_count(job), 12);
    dvk_job_destroy(job);
}

static void no_article_has_an_empty_result(void **unused) {
    (void)unused;
    dvk_results all;
    dvk_result got;
    dvk_shared shared;
    write_text("twelve.jsonl", twelve);
    dvk_job *job = finished_job("twelve.jsonl", 2, false);
    dvk_job_results(job, &all);
    const size_t none[] = {12, 13, SIZE_MAX};
    for (size_t i = 0; i < 3; i++) {
        memset(&got, 7, sizeof got);
        all.article(all.source, none[i], &got);
        assert_int_equal(got.id.len + got.title.len + got.text.len + got.n_characters, 0);
        assert_int_equal(got.assigned.score, 0);
        assert_int_equal(got.time, DVK_NO_TIME);
        assert_int_equal(all.shared(all.source, 0, none[i], &shared, 1), 0);
    }
    assert_int_equal(all.status(all.source), DVK_OK);
    dvk_job_destroy(job);
}

/* ---- cancelling ---- */

typedef struct patience {
    size_t left, asked;
    char stages[256];
} patience;

static bool be_patient(void *user, const char *stage, uint64_t done, uint64_t total) {
    patience *p = user;
    (void)done;
    (void)total;
    if (strstr(p->stages, stage) == NULL && strlen(p->stages) + strlen(stage) + 2 < sizeof p->stages)
        strcat(strcat(p->stages, stage), " ");
    p->asked++;
    return p->left-- > 0;
}

static dvk_status run_impatiently(size_t left, patience *p) {
    dvk_job *job;
    dvk_job_options options;
    dvk_error error = {0};
    dvk_job_options_init(&options);
    *p = (patience){.left = left};
    options.threads = 2;
    options.on_progress = be_patient;
    options.user = p;
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    dvk_status status = read_input(job, "twelve.jsonl", &error);
    if (status == DVK_OK) status = dvk_job_run(job, &error);
    if (status != DVK_OK) {
        assert_int_equal(error.status, status);
        assert_string_not_equal(error.message, "");
    }
    dvk_job_destroy(job);
    return status;
}

/* Before all is taken the reader may give no more; once it is, there is nothing to be given, or a record that
 * nobody was told of. */
static void a_cancelled_reading_is_not_read_on(void **unused) {
    (void)unused;
    enum { MANY = 2000 };
    static const char *const inputs[] = {"many.jsonl", "broken.jsonl"};
    char *many = malloc(MANY * 64 + 64);
    size_t len = 0;
    assert_non_null(many);
    for (int i = 0; i < MANY; i++)
        len += (size_t)sprintf(many + len, "{\"id\":\"%d\",\"title\":\"Міст відкрито %d\"}\n", i, i);
    write_text("many.jsonl", many);
    write_text("broken.jsonl", "{\"id\":\"x\",\"title\":\"Перший\"}\nnonsense\n");
    free(many);
    for (size_t i = 0; i < 2; i++) {
        patience p = {.left = 0};
        dvk_job *job;
        dvk_job_options options;
        dvk_job_options_init(&options);
        options.on_progress = be_patient;
        options.user = &p;
        assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
        dvk_reader *reader = open_reader(&inputs[i], 1, false, NULL);
        assert_int_equal(dvk_job_read(job, reader, NULL), DVK_E_CANCELLED);
        p.left = SIZE_MAX;
        assert_int_equal(dvk_job_read(job, reader, NULL), DVK_E_ARGUMENT);
        expect_no_more_of(reader);
        dvk_reader_destroy(reader);
        dvk_job_destroy(job);
    }
}

static void a_job_can_be_cancelled_at_any_question(void **unused) {
    (void)unused;
    patience p;
    write_text("twelve.jsonl", twelve);
    assert_int_equal(run_impatiently(SIZE_MAX, &p), DVK_OK);
    size_t questions = p.asked;
    assert_in_range(questions, 3, 100);
    assert_non_null(strstr(p.stages, "read"));
    assert_non_null(strstr(p.stages, "score"));
    assert_non_null(strstr(p.stages, "cluster"));
    for (size_t left = 0; left < questions; left++) {
        assert_int_equal(run_impatiently(left, &p), DVK_E_CANCELLED);
        assert_int_equal(p.asked, left + 1); /* and is not asked again */
    }
    assert_int_equal(run_impatiently(questions, &p), DVK_OK);
}

/* What the first run had made stays the job's, and is freed once. */
typedef struct meddler {
    dvk_job *job;
    dvk_reader *reader;
    size_t refused, asked, pairs;
} meddler;

/* In the middle of the work, which is not to be begun once more. */
static bool meddle(void *user, const char *stage, uint64_t done, uint64_t total) {
    meddler *m = user;
    dvk_job_stats stats;
    dvk_results results;
    const dvk_pair *pairs;
    (void)stage, (void)done, (void)total;
    m->asked++;
    dvk_job_results(m->job, &results);
    m->pairs += dvk_job_pairs(m->job, &pairs) + results.n_pairs;
    m->refused += dvk_job_run(m->job, NULL) == DVK_E_ARGUMENT;
    m->refused += dvk_job_read(m->job, m->reader, NULL) == DVK_E_ARGUMENT;
    dvk_job_statistics(m->job, &stats);
    return dvk_job_count(m->job) != 0;
}

static void a_job_at_work_is_not_begun_anew(void **unused) {
    (void)unused;
    static const char *const inputs[] = {"twelve.jsonl"};
    meddler m = {.asked = 0};
    dvk_job_options options;
    dvk_job_options_init(&options);
    options.on_progress = meddle;
    options.user = &m;
    write_text("twelve.jsonl", twelve);
    m.reader = open_reader(inputs, 1, false, NULL);
    assert_int_equal(dvk_job_create(&m.job, &options), DVK_OK);
    assert_int_equal(dvk_job_read(m.job, m.reader, NULL), DVK_OK);
    assert_int_equal(dvk_job_run(m.job, NULL), DVK_OK);
    assert_in_range(m.asked, 3, 100);
    assert_int_equal(m.refused, 2 * m.asked);
    assert_int_equal(m.pairs, 0); /* they still move */
    assert_int_equal(dvk_job_count(m.job), 12);
    dvk_reader_destroy(m.reader);
    dvk_job_destroy(m.job);
}

static bool up_to_clusters(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)user, (void)done, (void)total;
    return strcmp(stage, "cluster") != 0;
}

/* Pairs of articles that the results do not have would lead nowhere. */
static void a_job_that_failed_has_no_pairs(void **unused) {
    (void)unused;
    dvk_job *job;
    dvk_job_options options;
    dvk_results results;
    dvk_error error = {0};
    const dvk_pair *pairs = &(const dvk_pair){0};
    write_text("twelve.jsonl", twelve);
    dvk_job_options_init(&options);
    options.on_progress = up_to_clusters;
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(read_input(job, "twelve.jsonl", &error), DVK_OK);
    assert_int_equal(dvk_job_run(job, NULL), DVK_E_CANCELLED);
    dvk_job_results(job, &results);
    assert_int_equal(results.n, 0);
    assert_int_equal(results.n_pairs, 0);
    assert_null(results.pairs);
    dvk_shared shared[8];
    for (size_t i = 1; i < 12; i++)
        assert_int_equal(results.shared(results.source, 0, i, shared, 8), 0);
    assert_int_equal(dvk_job_pairs(job, &pairs), 0);
    assert_null(pairs);
    dvk_job_destroy(job);
}

static void a_job_that_failed_is_not_run_again(void **unused) {
    (void)unused;
    dvk_job *job;
    dvk_job_options options;
    dvk_error error = {0};
    patience p = {.left = SIZE_MAX};
    write_text("twelve.jsonl", twelve);
    dvk_job_options_init(&options);
    options.on_progress = be_patient;
    options.user = &p;
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(read_input(job, "twelve.jsonl", &error), DVK_OK);
    p.left = 0;
    assert_int_equal(dvk_job_run(job, &error), DVK_E_CANCELLED);
    p.left = SIZE_MAX;
    assert_int_equal(dvk_job_run(job, &error), DVK_E_ARGUMENT);
    assert_int_equal(error.status, DVK_E_ARGUMENT);
    assert_non_null(strstr(error.message, "a job runs once"));
    assert_int_equal(read_input(job, "twelve.jsonl", &error), DVK_E_ARGUMENT);
    dvk_results results;
    dvk_job_results(job, &results);
    assert_int_equal(results.n, 0);
    dvk_job_destroy(job);
}

/* ---- memory ---- */

static void evidence_that_memory_does_not_suffice_for_is_missed(void **unused) {
    (void)unused;
    write_text("twelve.jsonl", twelve);
    dvk_job *job = finished_job("twelve.jsonl", 1, true);
    dvk_results all;
    dvk_shared shared[10];
    dvk_job_results(job, &all);
    assert_int_equal(all.status(all.source), DVK_OK);
    dvi_memory_fail(1, 1);
    size_t n = all.shared(all.source, 0, 2, shared, 10);
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(n, 0);
    assert_int_equal(all.status(all.source), DVK_E_MEMORY);
    assert_int_equal(all.shared(all.source, 0, 2, shared, 10), 10);
    assert_int_equal(all.status(all.source), DVK_E_MEMORY); /* what was written before stays short of it */
    dvk_job_destroy(job);
}

/* However many pairs are told of. */
static void assert_pairs_are_there(const dvk_job *job) {
    const dvk_pair *pairs;
    size_t n = dvk_job_pairs(job, &pairs);
    for (size_t i = 0; i < n; i++) {
        assert_non_null(pairs);
        assert_true(pairs[i].a < pairs[i].b);
    }
}

/* The whole job with every allocation after the first `after` failing, or the next alone. Of a job that
 * succeeds, *reached tells whether one more allocation would have failed. */
static dvk_status run_without(const char *input, size_t after, int all, bool *reached) {
    dvk_job *job = NULL;
    dvk_reader *reader = NULL;
    dvk_job_options options;
    dvk_read_options reading;
    dvk_error error = {0};
    dvk_shared shared[10];
    dvk_results results;
    dvk_job_options_init(&options);
    dvk_read_options_init(&reading);
    options.threads = 1;
    options.keep_texts = true;
    dvi_memory_fail(after, all);
    dvk_status status = dvk_job_create(&job, &options);
    if (status == DVK_OK) status = dvk_reader_create(&reader, &input, 1, &reading);
    bool begun = status == DVK_OK;
    if (status == DVK_OK) status = dvk_job_read(job, reader, &error);
    if (status == DVK_OK) status = dvk_job_run(job, &error);
    if (begun && status != DVK_OK) assert_int_equal(error.status, status);
    if (begun) assert_pairs_are_there(job);
    if (status == DVK_OK) {
        dvk_job_results(job, &results);
        void *probe = dvi_alloc(1, 1);
        *reached = probe == NULL;
        dvi_free(probe);
        results.shared(results.source, 0, 2, shared, 10); /* gives nothing, or something */
    }
    dvi_memory_fail(SIZE_MAX, 0);
    dvk_reader_destroy(reader);
    dvk_job_destroy(job);
    return status;
}

static void end_cleanly_without_memory(const char *input) {
    size_t needed = 0;
    bool reached;
    dvk_status status = run_without(input, needed, 1, &reached);
    while (status != DVK_OK) {
        assert_int_equal(status, DVK_E_MEMORY);
        assert_in_range(++needed, 1, 5000);
        status = run_without(input, needed, 1, &reached);
    }
    assert_in_range(needed, 50, 5000);
    assert_int_equal(run_without(input, needed + 1, 1, &reached), DVK_OK);
    assert_false(reached); /* so the last failure was not passed over, there was none */
    for (size_t i = 0; i < needed; i++)
        assert_int_equal(run_without(input, i, 0, &reached), DVK_E_MEMORY);
}

/* Also where no copies have made room for the pairs that translations make. */
static void without_memory_a_job_ends_cleanly(void **unused) {
    (void)unused;
    write_text("twelve.jsonl", twelve);
    end_cleanly_without_memory("twelve.jsonl");
    load_samples();
    write_samples("translated.jsonl", 3, NULL);
    end_cleanly_without_memory("translated.jsonl");
}

/* The job of the first n of the twelve. */
static dvk_job *job_of_first(size_t n) {
    char first[sizeof twelve] = "";
    const char *end = twelve;
    for (size_t i = 0; i < n; i++)
        end = strchr(end, '\n') + 1;
    memcpy(first, twelve, (size_t)(end - twelve));
    write_text("first.jsonl", first);
    return finished_job("first.jsonl", 1, false);
}

/* Reads with one allocation failing, and runs all the same: right for what was read, or failing as well. */
static void run_after_reading_without(size_t after, bool *failed) {
    static const char *const input = "twelve.jsonl";
    dvk_job *job = open_job(1, false);
    dvk_reader *reader = open_reader(&input, 1, false, NULL);
    dvk_error error = {0};
    dvi_memory_fail(after, 0);
    dvk_job_read(job, reader, &error);
    *failed = dvi_memory_left() == SIZE_MAX;
    dvi_memory_fail(SIZE_MAX, 0);
    dvk_reader_destroy(reader);
    if (dvk_job_run(job, &error) == DVK_OK) {
        dvk_job *same = job_of_first(dvk_job_count(job));
        expect_same_job(job, same);
        dvk_job_destroy(same);
    } else {
        assert_int_equal(error.status, DVK_E_MEMORY);
    }
    dvk_job_destroy(job);
}

static void after_a_reading_without_memory_nothing_false_is_said(void **unused) {
    (void)unused;
    bool failed = true;
    write_text("twelve.jsonl", twelve);
    for (size_t i = 0; failed; i++)
        run_after_reading_without(i, &failed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_translations_and_strangers),
        cmocka_unit_test(forms_that_come_every_day_stay_apart),
        cmocka_unit_test(results_tell_what_the_input_did),
        cmocka_unit_test(a_title_stays_whole),
        cmocka_unit_test(a_headline_is_cut_at_a_character),
        cmocka_unit_test(the_number_of_threads_does_not_show),
        cmocka_unit_test(the_order_of_the_input_does_not_show),
        cmocka_unit_test(input_in_portions_is_as_good_as_in_one),
        cmocka_unit_test(features_can_be_asked_for_between_portions),
        cmocka_unit_test(what_came_before_a_failure_is_as_good_as_without),
        cmocka_unit_test(many_articles_keep_their_order),
        cmocka_unit_test(statistics_add_up),
        cmocka_unit_test(groups_are_numbered_and_counted),
        cmocka_unit_test(bytes_and_wordless_articles_are_counted),
        cmocka_unit_test(evidence_is_in_the_words_of_both_texts),
        cmocka_unit_test(without_texts_the_titles_give_evidence),
        cmocka_unit_test(a_repeated_id_is_named_with_both_places),
        cmocka_unit_test(repeated_ids_can_be_skipped_and_are_counted),
        cmocka_unit_test(behind_what_was_not_taken_a_reader_gives_no_more),
        cmocka_unit_test(behind_a_bad_record_a_reader_goes_on),
        cmocka_unit_test(a_bad_record_stops_the_reading_where_it_stands),
        cmocka_unit_test(nothing_to_read_is_no_failure),
        cmocka_unit_test(without_options_a_job_has_the_defaults),
        cmocka_unit_test(what_the_caller_may_not_do),
        cmocka_unit_test(no_article_has_an_empty_result),
        cmocka_unit_test(a_cancelled_reading_is_not_read_on),
        cmocka_unit_test(a_job_can_be_cancelled_at_any_question),
        cmocka_unit_test(a_job_at_work_is_not_begun_anew),
        cmocka_unit_test(a_job_that_failed_has_no_pairs),
        cmocka_unit_test(a_job_that_failed_is_not_run_again),
        cmocka_unit_test(evidence_that_memory_does_not_suffice_for_is_missed),
        cmocka_unit_test(after_a_reading_without_memory_nothing_false_is_said),
        cmocka_unit_test(without_memory_a_job_ends_cleanly),
    };
    return cmocka_run_group_tests_name("job", tests, make_folder, remove_folder);
}
