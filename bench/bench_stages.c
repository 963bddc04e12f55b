/* Times each stage alone, through the public headers: MB of UTF-8 a second, ns an article, and the ratio to
 * two floors of the same run. The floor is reading the whole file into memory of its own, as a program does
 * that is to work on it, and simdjson's check of its UTF-8. The hard floor does the same in a window of a
 * megabyte, which stays in the cache of the core.
 *
 * usage: bench_stages FEED.jsonl [ROUNDS [ARTICLES]]   ROUNDS: 5; ARTICLES: the first so many, all
 *
 * Table, tab-separated: stage, what its bytes are (the file, titles and texts, texts alone), MB, MB/s cold,
 * MB/s warm, the slowest and the fastest warm round, ns an article warm, warm : floor, warm : hard floor.
 * Cold is the first round, with an extractor that has met no word; tables of the model are cold for the stage
 * that comes to them first, and the file is in the system's cache for all. Warm is the median of ROUNDS more.
 * CPU time of the one thread, the system's part included. Stages that only a job has are told by its own
 * clock, once: no CPU time, so they are not set against the floors. */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dvoinik/dvoinik.h"
#include "timing.h"
#include "validate_shim.h"

enum { WINDOW = 1 << 20, PAIRS = 400000, MOST_ROUNDS = 99 };

typedef struct bench {
    const char *path;
    dvk_article *articles;
    dvk_features *features;
    size_t n, cap, limit;
    size_t file_bytes; /* of the file up to the last article that was asked for */
    size_t body_bytes, text_bytes;
    const dvk_model *model;
    dvk_extractor *extractor; /* a fresh one for each cold round */
    char *copy;
    dvk_text *form;
    dvk_job *job;
    const dvk_pair *pairs;
    size_t n_pairs;
    int64_t *times;
    dvk_assignment *assigned;
} bench;

typedef void stage(bench *b);

typedef enum unit { FILE_BYTES, TEXT_BYTES, BODY_BYTES, JOB_BYTES, PAIR_COUNT } unit;

static const char *const unit_names[] = {"file", "text", "body", "text", "pairs"};

static uint64_t sink; /* keeps the work from being dropped */

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "bench_stages: %s\n", what);
    exit(3);
}

static void need(dvk_status status) {
    if (status < 0) fail(dvk_status_text(status));
}

/* Reading the file, in pieces that end with a line, and `look` at each. */
static void each_piece(const bench *b, void (*look)(const char *text, size_t n)) {
    static char window[WINDOW];
    size_t kept = 0, left = b->file_bytes;
    int file = open(b->path, O_RDONLY);
    if (file < 0) fail("the file cannot be opened");
    while (left > 0) {
        ssize_t got = read(file, window + kept, left < WINDOW - kept ? left : WINDOW - kept);
        if (got <= 0) fail("the file cannot be read");
        size_t n = kept + (size_t)got, end = n;
        left -= (size_t)got;
        while (left > 0 && end > 0 && window[end - 1] != '\n')
            end--;
        if (end == 0) fail("a line is longer than the window");
        look(window, end);
        kept = n - end;
        memmove(window, window + end, kept);
    }
    close(file);
}

static void validate_piece(const char *text, size_t n) {
    if (!bench_validate_utf8(text, n)) fail("the file is not UTF-8");
}

/* The memory comes from the system each time: malloc would give small files that of the last round again. */
static void read_whole_and_validate(bench *b) {
    char *text = mmap(NULL, b->file_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int file = open(b->path, O_RDONLY);
    if (file < 0 || text == MAP_FAILED) fail("the file cannot be opened, or there is no memory");
    for (size_t n = 0; n < b->file_bytes;) {
        ssize_t got = read(file, text + n, b->file_bytes - n);
        if (got <= 0) fail("the file cannot be read");
        n += (size_t)got;
    }
    validate_piece(text, b->file_bytes);
    close(file);
    munmap(text, b->file_bytes);
}

static void touch_piece(const char *text, size_t n) {
    sink += (unsigned char)text[n / 2];
}

static void read_only(bench *b) {
    each_piece(b, touch_piece);
}

static void read_and_validate(bench *b) {
    each_piece(b, validate_piece);
}

/* memcpy of what was read, an article at a time. */
static void copy_texts(bench *b) {
    for (size_t i = 0; i < b->n; i++) {
        const dvk_article *a = &b->articles[i];
        memcpy(b->copy, a->title.data, a->title.len);
        memcpy(b->copy + a->title.len, a->text.data, a->text.len);
        sink += (unsigned char)b->copy[0];
    }
}

static dvk_reader *open_reader(const bench *b) {
    dvk_reader *reader;
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.format = DVK_INPUT_JSONL;
    need(dvk_reader_create(&reader, &b->path, 1, &options));
    return reader;
}

static void read_articles(bench *b) {
    dvk_reader *reader = open_reader(b);
    dvk_article article;
    for (size_t i = 0; i < b->n && dvk_reader_next(reader, &article, NULL) == DVK_OK; i++)
        sink += article.text.len;
    dvk_reader_destroy(reader);
}

static void identify(bench *b) {
    for (size_t i = 0; i < b->n; i++)
        sink += dvk_language_identify(b->model, b->articles[i].text, NULL);
}

/* The common form as text, which the job itself never writes: beside ICU's transliterator. */
static void common_form(bench *b) {
    dvk_text_destroy(b->form);
    need(dvk_text_create(&b->form));
    for (size_t i = 0; i < b->n; i++)
        need(dvk_commonform(b->model, b->articles[i].text, 0, b->form));
}

static void extract(bench *b) {
    for (size_t i = 0; i < b->n; i++)
        need(dvk_features_extract(b->extractor, &b->articles[i], &b->features[i]));
}

static void sign_one(const dvk_features *features) {
    static dvk_sign_params params;
    static uint32_t keys[DVK_MAX_FEATURES];
    static uint16_t weights[DVK_MAX_FEATURES];
    uint32_t minhash[DVK_MAX_PERMUTATIONS];
    uint64_t simhash[DVK_SIMHASH_WORDS];
    if (params.permutations == 0) dvk_sign_params_init(&params);
    need(dvk_minhash(features->shingles, features->n_shingles, params.seed, minhash, params.permutations));
    for (size_t i = 0; i < features->n_features; i++) {
        keys[i] = features->list[i].key;
        weights[i] = features->list[i].weight;
    }
    dvk_simhash(keys, weights, features->n_features, params.seed, simhash);
    sink += minhash[0] ^ simhash[0];
}

static void sign(bench *b) {
    for (size_t i = 0; i < b->n; i++)
        sign_one(&b->features[i]);
}

/* From bytes on disk to both signatures of each article, as one thread of a job does it. */
static void signature_path(bench *b) {
    dvk_reader *reader = open_reader(b);
    dvk_article article;
    for (size_t i = 0; i < b->n && dvk_reader_next(reader, &article, NULL) == DVK_OK; i++) {
        need(dvk_features_extract(b->extractor, &article, &b->features[0]));
        sign_one(&b->features[0]);
    }
    dvk_reader_destroy(reader);
}

/* Pairs of the job in its own order, as often as makes PAIRS. */
static void score(bench *b) {
    dvk_match match;
    for (size_t i = 0; i < PAIRS; i++) {
        const dvk_pair *pair = &b->pairs[i % b->n_pairs];
        need(dvk_score(b->model, dvk_job_features(b->job, pair->a), dvk_job_features(b->job, pair->b),
                       &match));
        sink += match.event;
    }
}

static void cluster(bench *b) {
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    need(dvk_cluster(b->pairs, b->n_pairs, b->times, b->n, &params, b->assigned));
}

static dvk_status count_bytes(void *user, const char *data, size_t n) {
    *(uint64_t *)user += n + (unsigned char)data[0];
    return DVK_OK;
}

static void report(bench *b) {
    dvk_results results;
    dvk_report_options options;
    dvk_report_options_init(&options);
    options.format = DVK_REPORT_JSONL;
    dvk_job_results(b->job, &results);
    need(dvk_report(&results, &options, count_bytes, &sink));
}

static const struct {
    const char *name;
    stage *run;
    unit unit;
} stages[] = {
    {"floor: read + validate UTF-8", read_whole_and_validate, FILE_BYTES},
    {"hard floor: the same in a window", read_and_validate, FILE_BYTES},
    {"floor: read", read_only, FILE_BYTES},
    {"floor: memcpy of texts", copy_texts, TEXT_BYTES},
    {"read JSONL", read_articles, FILE_BYTES},
    {"language", identify, BODY_BYTES},
    {"common form as text", common_form, BODY_BYTES},
    {"features", extract, TEXT_BYTES},
    {"MinHash + SimHash", sign, TEXT_BYTES},
    {"signature path, from the file", signature_path, FILE_BYTES},
    {"score, a pair", score, PAIR_COUNT},
    {"cluster", cluster, TEXT_BYTES},
    {"report", report, JOB_BYTES},
};
enum { STAGES = sizeof stages / sizeof stages[0] };

static dvk_span keep(dvk_span text) {
    char *copy = malloc(text.len + 1);
    if (copy == NULL) fail("out of memory");
    if (text.len != 0) memcpy(copy, text.data, text.len);
    return (dvk_span){copy, text.len};
}

static void keep_article(bench *b, const dvk_article *article) {
    if (b->n == b->cap) {
        b->cap = b->cap == 0 ? 1024 : 2 * b->cap;
        b->articles = realloc(b->articles, b->cap * sizeof *b->articles);
        if (b->articles == NULL) fail("out of memory");
    }
    b->articles[b->n++] = (dvk_article){.id = keep(article->id),
                                        .title = keep(article->title),
                                        .text = keep(article->text),
                                        .source = keep(article->source),
                                        .time = article->time};
    b->text_bytes += article->title.len + article->text.len;
    b->body_bytes += article->text.len;
    b->file_bytes = (size_t)article->byte + article->record.len + 1;
}

static void load(bench *b) {
    dvk_reader *reader = open_reader(b);
    dvk_article article;
    dvk_status status = DVK_OK;
    size_t longest = 0;
    while (b->n < b->limit && (status = dvk_reader_next(reader, &article, NULL)) == DVK_OK) {
        keep_article(b, &article);
        size_t bytes = article.title.len + article.text.len;
        if (bytes > longest) longest = bytes;
    }
    need(status);
    dvk_reader_destroy(reader);
    struct stat file;
    if (stat(b->path, &file) != 0) fail("the file cannot be looked at");
    if (b->file_bytes > (size_t)file.st_size)
        b->file_bytes = (size_t)file.st_size; /* no newline at its end */
    b->features = calloc(b->n + 1, sizeof *b->features);
    b->times = calloc(b->n + 1, sizeof *b->times);
    b->assigned = calloc(b->n + 1, sizeof *b->assigned);
    b->copy = malloc(longest + 1);
    if (b->n == 0 || b->features == NULL || b->times == NULL || b->assigned == NULL || b->copy == NULL)
        fail("no articles, or no memory");
    for (size_t i = 0; i < b->n; i++)
        b->times[i] = b->articles[i].time;
}

/* The pairs to score and cluster come from a job over the whole file. */
static void run_job(bench *b) {
    dvk_job_options options;
    dvk_reader *reader = open_reader(b);
    dvk_job_options_init(&options);
    options.threads = 1;
    need(dvk_job_create(&b->job, &options));
    need(dvk_job_read(b->job, reader, NULL));
    need(dvk_job_run(b->job, NULL));
    dvk_reader_destroy(reader);
    b->n_pairs = dvk_job_pairs(b->job, &b->pairs);
}

static double nanoseconds(bench *b, stage *run) {
    double start = timing_cpu();
    run(b);
    return timing_cpu() - start;
}

static double first_round(bench *b, stage *run) {
    dvk_extractor_destroy(b->extractor);
    need(dvk_extractor_create(&b->extractor, b->model));
    return nanoseconds(b, run);
}

static timing warm_rounds(bench *b, stage *run, int rounds) {
    double times[MOST_ROUNDS];
    for (int i = 0; i < rounds; i++)
        times[i] = nanoseconds(b, run);
    return timing_of(times, (size_t)rounds);
}

static double floors[2]; /* MB/s of the first two stages */

/* MB/s of so many bytes in so many nanoseconds. */
static double speed(double bytes, double time) {
    return bytes * 1e3 / time;
}

static void print_row(const char *name, const char *counted, double bytes, double cold, timing warm,
                      size_t n) {
    double by_median = speed(bytes, warm.median);
    printf("%s\t%s\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.0f\t%.4f\t%.4f\n", name, counted, bytes / 1e6,
           speed(bytes, cold), by_median, speed(bytes, warm.most), speed(bytes, warm.least),
           warm.median / (double)n, by_median / floors[0], by_median / floors[1]);
    fflush(stdout);
}

static void print_by_clock(const char *name, const dvk_job_stats *stats, double seconds) {
    printf("%s\ttext\t%.1f\t%.1f\t-\t-\t-\t%.0f\t-\t-\n", name, (double)stats->bytes / 1e6,
           speed((double)stats->bytes, seconds * 1e9), seconds * 1e9 / (double)stats->articles);
}

/* The stages that have no public function of their own, by the job's clock on the wall. */
static void print_job(const bench *b) {
    dvk_job_stats stats;
    dvk_job_statistics(b->job, &stats);
    print_by_clock("job by the clock: candidates", &stats, stats.seconds_candidates);
    print_by_clock("job by the clock: scores", &stats, stats.seconds_scores);
}

static void find_floors(bench *b, int rounds) {
    for (int i = 0; i < 2; i++)
        floors[i] = speed((double)b->file_bytes, warm_rounds(b, stages[i].run, rounds).median);
}

/* The report is of the whole job, also where only a part of the file is measured. */
static double bytes_of(const bench *b, unit counted, size_t *articles) {
    dvk_job_stats stats;
    *articles = b->n;
    if (counted == FILE_BYTES) return (double)b->file_bytes;
    if (counted == TEXT_BYTES) return (double)b->text_bytes;
    if (counted == BODY_BYTES) return (double)b->body_bytes;
    dvk_job_statistics(b->job, &stats);
    *articles = (size_t)stats.articles;
    return (double)stats.bytes;
}

static void measure(bench *b, size_t which, int rounds) {
    double cold = first_round(b, stages[which].run);
    timing warm = warm_rounds(b, stages[which].run, rounds);
    size_t articles;
    if (stages[which].unit == PAIR_COUNT) {
        printf("%s\tpairs\t-\t-\t-\t-\t-\t%.0f\t-\t-\n", stages[which].name, warm.median / PAIRS);
        return;
    }
    double bytes = bytes_of(b, stages[which].unit, &articles);
    print_row(stages[which].name, unit_names[stages[which].unit], bytes, cold, warm, articles);
}

static void finish(bench *b) {
    for (size_t i = 0; i < b->n; i++) {
        const dvk_article *a = &b->articles[i];
        const dvk_span kept[] = {a->id, a->title, a->text, a->source};
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
            free((void *)(uintptr_t)kept[k].data);
    }
    for (size_t i = 0; i <= b->n; i++)
        dvk_features_finish(&b->features[i]);
    free(b->articles);
    free(b->features);
    free(b->times);
    free(b->assigned);
    free(b->copy);
    dvk_text_destroy(b->form);
    dvk_extractor_destroy(b->extractor);
    dvk_job_destroy(b->job);
}

int main(int argc, char **argv) {
    int rounds = argc > 2 ? atoi(argv[2]) : 5;
    bench b = {.path = argc > 1 ? argv[1] : NULL,
               .limit = argc > 3 ? (size_t)atol(argv[3]) : SIZE_MAX,
               .model = dvk_model_builtin()};
    if (b.path == NULL || rounds < 1 || rounds > MOST_ROUNDS)
        fail("usage: bench_stages FEED.jsonl [ROUNDS [ARTICLES]]");
    load(&b);
    printf("stage\tbytes\tMB\tcold MB/s\twarm MB/s\tslowest\tfastest\tns/article\t: floor\t: hard floor\n");
    find_floors(&b, rounds);
    for (size_t i = 0; i < STAGES; i++) {
        if (stages[i].run == score) {
            run_job(&b);
            print_job(&b);
        }
        if (stages[i].run == cluster && dvk_job_count(b.job) != b.n)
            continue; /* a part of the file was asked for */
        if (stages[i].run == score && b.n_pairs == 0) continue;
        measure(&b, i, rounds);
    }
    if (b.n_pairs == 0) fail("the feed has no pairs, so that no score was measured");
    finish(&b);
    return sink == 0; /* never */
}
