/* Makes language_grams.tsv. For maintainers, by hand; the build reads the result.
 *
 * Idea: naive Bayes over groups of one to four letters, words and beginnings of words. Each feature of a
 * script gets, for every class, the logarithm of how much likelier it is there than in the mixture of all:
 * log((c / p + m) / (n + m)), where c of n counts are of the feature, p is its share of the mixture and m of
 * them are lent by the mixture (a Dirichlet prior), more for longer features. A feature nobody has seen then
 * says nothing. Kept are those that tell most on average, and some that tell most among Croatian, Bosnian and
 * Serbian in Latin letters. Source: W. Cavnar and J. Trenkle, N-gram-based text categorization, 1994, for the
 * groups; M. Lui and T. Baldwin, Cross-domain feature selection for language identification, 2011, for
 * keeping what tells languages apart; the mixture as zero is ours.
 *
 * usage: make_language_grams [--held-out] BACKGROUND_FOLDER OTHER_LANGUAGES.tsv OUT.tsv
 * --held-out leaves the fourth part of the parallel sentences out, for measuring. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/utf8.h"
#include "language_code.h"
#include "language_table.h"
#include "language_word.h"
#include "tables.h"
#include "tsv.h"

enum { MAP_BITS = 22, MAX_FEATURES = 3000000, FEATURE_BYTES = 40, ORDERS = 5, BLOCK_LINES = 50 };

typedef struct feature {
    char text[FEATURE_BYTES];
    uint32_t key;
    uint8_t order; /* 1 to 4, 5 for words and beginnings */
    float share[DVI_GRAM_CLASSES];
    float value;
} feature;

typedef struct table {
    const char *name;
    const char *classes[DVI_GRAM_CLASSES];
    int n_classes, n_known;
    size_t keep, keep_close; /* how many features, how many more for the close languages */
    feature *features;
    uint32_t n_features;
    uint32_t *map;
} table;

typedef struct state {
    uint8_t letters[DVI_LANGUAGE_CODES];
    char spelling[DVI_SCRIPTS][128][4];
    const char *folder;
    bool held_out;
    table tables[DVI_SCRIPTS];
} state;

/* One source of counts for one class. */
typedef struct counts {
    state *s;
    int script, class;
    double scale; /* 0: only `letters` is counted */
    double letters;
} counts;

static void fail(const char *name, const char *message) {
    tsv_fail(name, 0, message);
}

static void *need(void *memory) {
    if (memory == NULL) fail("make_language_grams", "out of memory");
    return memory;
}

/* --- counting --- */

static feature *feature_of(table *t, uint32_t key) {
    uint32_t mask = (1U << MAP_BITS) - 1, slot = key * UINT32_C(0x9E3779B1) >> (32 - MAP_BITS);
    while (t->map[slot] != 0 && t->features[t->map[slot] - 1].key != key)
        slot = (slot + 1) & mask;
    if (t->map[slot] != 0) return &t->features[t->map[slot] - 1];
    if (t->n_features == MAX_FEATURES) fail(t->name, "has too many features");
    feature *f = &t->features[t->n_features++];
    f->key = key;
    t->map[slot] = t->n_features;
    return f;
}

static void spell(const state *s, int script, const uint8_t *codes, size_t n, char *out) {
    char *end = out + FEATURE_BYTES - 5;
    for (size_t i = 0; i < n && out < end; i++)
        out = stpcpy(out, s->spelling[script][codes[i]]);
}

static void add_feature(counts *c, const uint8_t *codes, size_t n, double weight) {
    table *t = &c->s->tables[c->script];
    feature *f = feature_of(t, language_key_of(codes, n));
    if (f->text[0] == '\0') spell(c->s, c->script, codes, n, f->text);
    f->order = (uint8_t)(n > 4 ? 5 : n);
    f->share[c->class] += (float)weight;
}

/* The same features as dvi_language_keys, with their codes at hand. */
static void add_word(counts *c, const dvi_language_word *w, double weight) {
    if ((int)w->script != c->script) return;
    c->letters += weight * w->n;
    if (c->scale == 0) return;
    weight *= c->scale;
    size_t len = w->n + 2;
    for (size_t i = 1; i < len; i++) {
        if (i + 1 < len) add_feature(c, w->codes + i, 1, weight);
        for (size_t n = 2; n <= 4 && n <= i + 1; n++)
            add_feature(c, w->codes + i + 1 - n, n, weight);
        if (i >= 4 && (i <= 6 || i + 1 == len)) add_feature(c, w->codes, i + 1, weight);
    }
}

static void add_text(counts *c, const char *text, size_t len, double weight) {
    dvi_language_reader reader = {.letters = c->s->letters, .text = {text, len}, .stop = len};
    dvi_language_word word;
    if (dvi_utf8_check(reader.text) != len) fail("background", "is not UTF-8");
    while (dvi_language_next_word(&reader, &word))
        add_word(c, &word, weight);
}

/* --- sources --- */

static char *read_zst(const state *s, const char *name, size_t *len) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    FILE *file = tsv_open(path, "rb");
    size_t cap = 1U << 24, got = 0;
    char *packed = need(malloc(cap));
    got = fread(packed, 1, cap, file);
    fclose(file);
    ZSTD_DStream *stream = need(ZSTD_createDStream());
    ZSTD_inBuffer in = {packed, got, 0};
    ZSTD_outBuffer out = {need(malloc(1U << 28)), (1U << 28) - 1, 0};
    while (in.pos < in.size && out.pos < out.size)
        if (ZSTD_isError(ZSTD_decompressStream(stream, &out, &in))) fail(path, "cannot be decompressed");
    ZSTD_freeDStream(stream);
    free(packed);
    ((char *)out.dst)[out.pos] = '\0';
    *len = out.pos;
    return out.dst;
}

typedef enum source_kind { SENTENCES, FREQUENCIES, NEWS } source_kind;
typedef enum spelling { AS_IS, TO_LATIN, TO_CYRILLIC } spelling;

/* Serbian is written in two alphabets, letter for letter. */
static const char *const serbian[][2] = {
    {"љ", "lj"}, {"њ", "nj"}, {"џ", "dž"}, {"а", "a"}, {"б", "b"}, {"в", "v"}, {"г", "g"},  {"д", "d"},
    {"ђ", "đ"},  {"е", "e"},  {"ж", "ž"},  {"з", "z"}, {"и", "i"}, {"ј", "j"}, {"к", "k"},  {"л", "l"},
    {"м", "m"},  {"н", "n"},  {"о", "o"},  {"п", "p"}, {"р", "r"}, {"с", "s"}, {"т", "t"},  {"ћ", "ć"},
    {"у", "u"},  {"ф", "f"},  {"х", "h"},  {"ц", "c"}, {"ч", "č"}, {"ш", "š"}, {"Љ", "lj"}, {"Њ", "nj"},
    {"Џ", "dž"}, {"А", "a"},  {"Б", "b"},  {"В", "v"}, {"Г", "g"}, {"Д", "d"}, {"Ђ", "đ"},  {"Е", "e"},
    {"Ж", "ž"},  {"З", "z"},  {"И", "i"},  {"Ј", "j"}, {"К", "k"}, {"Л", "l"}, {"М", "m"},  {"Н", "n"},
    {"О", "o"},  {"П", "p"},  {"Р", "r"},  {"С", "s"}, {"Т", "t"}, {"Ћ", "ć"}, {"У", "u"},  {"Ф", "f"},
    {"Х", "h"},  {"Ц", "c"},  {"Ч", "č"},  {"Ш", "š"}};

/* `out` holds twice the text. */
static size_t respell(const char *text, size_t len, spelling how, char *out) {
    int from = how == TO_LATIN ? 0 : 1;
    size_t n = 0;
    for (size_t at = 0; at < len;) {
        size_t took = 0;
        for (size_t i = 0; i < sizeof serbian / sizeof serbian[0] && took == 0; i++) {
            size_t size = strlen(serbian[i][from]);
            if (at + size > len || memcmp(text + at, serbian[i][from], size) != 0) continue;
            const char *other = serbian[i][1 - from];
            memcpy(out + n, other, strlen(other));
            n += strlen(other);
            took = size;
        }
        if (took == 0) {
            out[n++] = text[at];
            took = 1;
        }
        at += took;
    }
    return n;
}

static void add_spelt(counts *c, const char *text, size_t len, spelling how, double weight) {
    if (how == AS_IS) {
        add_text(c, text, len, weight);
        return;
    }
    char *other = need(malloc(2 * len + 1));
    add_text(c, other, respell(text, len, how, other), weight);
    free(other);
}

/* The value of "text" in a record of news.jsonl, unescaped in place; its length. */
static size_t news_text(char *line, char **text) {
    char *in = strstr(line, "\"text\": \"");
    if (in == NULL) return 0;
    in += strlen("\"text\": \"");
    char *out = in;
    *text = in;
    for (; *in != '\0' && *in != '"'; in++) {
        if (*in == '\\' && in[1] != '\0') {
            in++;
            *out++ = ' ';
        } else
            *out++ = *in;
    }
    return (size_t)(out - *text);
}

static void add_line(counts *c, char *line, int number, source_kind kind, const char *language,
                     spelling how) {
    if (kind == SENTENCES) {
        bool held = c->s->held_out && number / BLOCK_LINES % 4 == 3;
        if (!held) add_spelt(c, line, strlen(line), how, 1);
    } else if (kind == FREQUENCIES) {
        char *tab = strchr(line, '\t');
        if (tab == NULL || atoi(tab + 1) >= 0) return;
        add_spelt(c, line, (size_t)(tab - line), how, 1e8 * pow(10, atoi(tab + 1) / 100.0));
    } else {
        char wanted[32], *text = NULL;
        snprintf(wanted, sizeof wanted, "{\"lang\": \"%s\"", language);
        if (strncmp(line, wanted, strlen(wanted)) != 0) return;
        size_t len = news_text(line, &text);
        if (len != 0) add_spelt(c, text, len, how, 1);
    }
}

static void scan(counts *c, char *data, source_kind kind, const char *language, spelling how) {
    int number = 0;
    for (char *line = data; *line != '\0'; number++) {
        char *end = strchr(line, '\n');
        if (end != NULL) *end = '\0';
        add_line(c, line, number, kind, language, how);
        if (end == NULL) break;
        *end = '\n';
        line = end + 1;
    }
}

static int class_of(const table *t, const char *name) {
    for (int i = 0; i < t->n_classes; i++)
        if (strcmp(t->classes[i], name) == 0) return i;
    return -1;
}

/* Adds a source to a class so that all its letters together weigh `weight`. */
static void add_source(state *s, const char *class, const char *name, source_kind kind, const char *language,
                       spelling how, double weight) {
    int script = class_of(&s->tables[DVI_SCRIPT_LATIN], class) >= 0 ? DVI_SCRIPT_LATIN : DVI_SCRIPT_CYRILLIC;
    counts c = {.s = s, .script = script, .class = class_of(&s->tables[script], class)};
    if (c.class < 0) fail(class, "is no class");
    for (int pass = 0; pass < 2; pass++) {
        size_t len = 0;
        char *data = read_zst(s, name, &len);
        c.scale = pass == 0 ? 0 : weight / c.letters;
        scan(&c, data, kind, language, how);
        free(data);
        if (c.letters == 0) fail(name, "has nothing for the language");
    }
    fprintf(stderr, "%s\t%s\n", class, name);
}

static void add_background(state *s) {
    static const struct {
        const char *class, *name, *language;
        source_kind kind;
        spelling how;
        double weight;
    } sources[] = {
        {"hr", "freq/sh.tsv.zst", "", FREQUENCIES, AS_IS, .4},
        {"bs", "freq/sh.tsv.zst", "", FREQUENCIES, AS_IS, .4},
        {"sr-Latn", "freq/sh.tsv.zst", "", FREQUENCIES, AS_IS, .4},
        {"hr", "freq/hr-subtitles.tsv.zst", "", FREQUENCIES, AS_IS, .15},
        {"bs", "freq/bs-subtitles.tsv.zst", "", FREQUENCIES, AS_IS, .15},
        {"sr-Latn", "freq/sr-subtitles.tsv.zst", "", FREQUENCIES, AS_IS, .15},
        {"sr", "freq/sr-subtitles.tsv.zst", "", FREQUENCIES, TO_CYRILLIC, .5},
        {"sr-Latn", "sentences/sr.txt.zst", "", SENTENCES, TO_LATIN, 1},
        {"bg", "freq/bg-subtitles.tsv.zst", "", FREQUENCIES, AS_IS, .2},
        {"ru", "freq/ru-subtitles.tsv.zst", "", FREQUENCIES, AS_IS, .2},
        {"kk", "freq/kk-subtitles.tsv.zst", "", FREQUENCIES, AS_IS, .2},
        {"en", "freq/en.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"cs", "freq/cs.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"mk", "freq/mk.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"pl", "freq/pl.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"uk", "freq/uk.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"ru", "freq/ru.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"bg", "freq/bg.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"sk", "freq/sk.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"sl", "freq/sl.tsv.zst", "", FREQUENCIES, AS_IS, 1},
        {"pl", "news.jsonl.zst", "pl", NEWS, AS_IS, 1},
        {"cs", "news.jsonl.zst", "cs", NEWS, AS_IS, 1},
        {"ru", "news.jsonl.zst", "ru", NEWS, AS_IS, 1},
        {"uk", "news.jsonl.zst", "uk", NEWS, AS_IS, 1},
        {"sl", "news.jsonl.zst", "sl", NEWS, AS_IS, 1},
        {"bg", "news.jsonl.zst", "bg", NEWS, AS_IS, 1},
        {"be", "news.jsonl.zst", "be", NEWS, AS_IS, 1},
    };
    static const char *const parallel[] = {"ru", "uk", "bg", "be", "mk", "sr", "kk", "ky", "tt", "ba",
                                           "tg", "mn", "hr", "bs", "sl", "pl", "cs", "sk", "en"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        add_source(s, sources[i].class, sources[i].name, sources[i].kind, sources[i].language, sources[i].how,
                   sources[i].weight);
    for (size_t i = 0; i < sizeof parallel / sizeof parallel[0]; i++) {
        char name[64];
        snprintf(name, sizeof name, "sentences/%s.txt.zst", parallel[i]);
        add_source(s, parallel[i], name, SENTENCES, "", AS_IS, 1);
    }
}

static void add_others(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "script") == 0) continue;
        int script = strcmp(row.cell[0], "Cyrl") == 0 ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN;
        counts c = {.s = s, .script = script, .class = class_of(&s->tables[script], row.cell[1])};
        if (c.class < 0) tsv_fail(name, row.number, "class is unknown");
        c.scale = 1;
        add_text(&c, row.cell[3], strlen(row.cell[3]), 1);
    }
    fclose(file);
}

/* --- scoring and choosing --- */

/* What part of the counts is lent by the mixture, by order; more where there is little text. */
static double lent(const table *t, int class, int order) {
    static const double known[ORDERS + 1] = {0, .002, .006, .015, .03, .06};
    static const double other[ORDERS + 1] = {0, .02, .06, .15, .3, .5};
    bool little = class >= t->n_known || strcmp(t->classes[class], "uz") == 0;
    return (little ? other : known)[order];
}

static void normalise(table *t) {
    double sums[DVI_GRAM_CLASSES][ORDERS + 1] = {{0}};
    for (uint32_t i = 0; i < t->n_features; i++)
        for (int c = 0; c < t->n_classes; c++)
            sums[c][t->features[i].order] += (double)t->features[i].share[c];
    for (uint32_t i = 0; i < t->n_features; i++)
        for (int c = 0; c < t->n_classes; c++)
            t->features[i].share[c] =
                (float)((double)t->features[i].share[c] / sums[c][t->features[i].order]);
}

static double prior(const table *t, int class) {
    double known = 1, other = .4;
    return (class < t->n_known ? known : other) / (known * t->n_known + other * (t->n_classes - t->n_known));
}

static double mixture(const table *t, const feature *f) {
    double sum = 0;
    for (int c = 0; c < t->n_classes; c++)
        sum += prior(t, c) * (double)f->share[c];
    return sum;
}

static int score(const table *t, const feature *f, int class, double p) {
    double m = lent(t, class, f->order), nats = log(((double)f->share[class] / p + m) / (1 + m));
    int quarters = (int)lrint(nats * 4);
    return quarters < -26 ? -26 : quarters > 25 ? 25 : quarters;
}

/* How much a feature tells of a random place of text. */
static double value_of(const table *t, const feature *f) {
    double p = mixture(t, f), sum = 0;
    for (int c = 0; c < t->n_classes; c++)
        sum += prior(t, c) * (double)f->share[c] * score(t, f, c, p);
    return f->order == 5 ? sum / 8 : sum; /* a word comes once for six letters */
}

/* How much it tells among the first three classes. */
static double close_value_of(const feature *f) {
    double p = ((double)f->share[0] + (double)f->share[1] + (double)f->share[2]) / 3, sum = 0;
    if (p == 0) return 0;
    for (int c = 0; c < 3; c++)
        sum += (double)f->share[c] * log(((double)f->share[c] / p + .1) / 1.1);
    return f->order == 5 ? sum / 8 : sum;
}

static int by_value(const void *a, const void *b) {
    const feature *x = a, *y = b;
    if (x->value != y->value) return x->value > y->value ? -1 : 1;
    return strcmp(x->text, y->text);
}

static int by_text(const void *a, const void *b) {
    return strcmp(((const feature *)a)->text, ((const feature *)b)->text);
}

/* Puts the chosen features first; how many. */
static size_t choose(table *t) {
    for (uint32_t i = 0; i < t->n_features; i++) {
        feature *f = &t->features[i];
        f->value = (float)(f->order == 1 ? 1e3 : value_of(t, f));
        if (f->order == 5 && t->keep_close == 0) f->value = 0;
    }
    qsort(t->features, t->n_features, sizeof(feature), by_value);
    size_t n = t->keep < t->n_features ? t->keep : t->n_features;
    if (t->keep_close > 0) {
        for (size_t i = n; i < t->n_features; i++)
            t->features[i].value = (float)close_value_of(&t->features[i]);
        qsort(t->features + n, t->n_features - n, sizeof(feature), by_value);
        n += t->keep_close;
    }
    qsort(t->features, n, sizeof(feature), by_text);
    return n;
}

static void print_table(FILE *out, table *t) {
    normalise(t);
    size_t n = choose(t);
    fprintf(out, "@%s\t", t->name);
    for (int c = 0; c < t->n_classes; c++)
        fprintf(out, "%s%s", c ? " " : "", t->classes[c]);
    fprintf(out, "\n");
    for (size_t i = 0; i < n; i++) {
        const feature *f = &t->features[i];
        double p = mixture(t, f);
        fprintf(out, "%s\t", f->text);
        for (int c = 0; c < t->n_classes; c++) {
            int q = score(t, f, c, p);
            fputc(q >= 0 ? 'a' + q : 'Z' + 1 + q, out);
        }
        fputc('\n', out);
    }
    fprintf(stderr, "%s: %zu of %u features\n", t->name, n, t->n_features);
}

static void print_head(FILE *out) {
    fputs("# Language identification: features of one script and what each says for a class. Made by "
          "make_language_grams.c.\n"
          "# '_' is the edge of a word, '?' a letter none of the languages has. Scores, a letter a class: "
          "log(p(feature | class) / p(feature)) in\n"
          "# quarter nats, a is 0, b to z are 1 to 25, Z down to A are -1 to -26. Classes whose name is not "
          "in languages.tsv are never answered.\n"
          "# Source: figures computed from FLORES-200 devtest (CC BY-SA 4.0), wordfreq 3 (data CC BY-SA "
          "4.0), FrequencyWords 2018 (CC BY-SA 4.0),\n"
          "# news of SlavicNER, NEREL and factRuEval-2016, UD Belarusian-HSE (CC BY-SA 4.0) and 24 Russian "
          "channels (counts only), and\n"
          "# other_languages.tsv. Licence: CC BY-SA 4.0.\n",
          out);
}

/* --- start --- */

static void fill_spelling(state *s) {
    for (uint32_t c = DVI_LETTER_LIMIT; c-- > 'A';) {
        uint8_t code = s->letters[c];
        if ((code & 0x7F) < DVI_CODE_FIRST || (c != 'a' && dvi_lower[c] != c)) continue;
        char *out =
            s->spelling[code & DVI_CODE_CYRILLIC ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN][code & 0x7F];
        out[dvi_utf8_put(c, out)] = '\0';
    }
    for (int i = 0; i < DVI_SCRIPTS; i++) {
        strcpy(s->spelling[i][DVI_CODE_EDGE], "_");
        strcpy(s->spelling[i][DVI_CODE_APOSTROPHE], "'");
        strcpy(s->spelling[i][DVI_CODE_STRANGE], "?");
    }
}

static void begin_table(table *t) {
    while (t->n_classes < DVI_GRAM_CLASSES && t->classes[t->n_classes] != NULL)
        t->n_classes++;
    t->features = need(calloc(MAX_FEATURES, sizeof(feature)));
    t->map = need(calloc((size_t)1 << MAP_BITS, sizeof(uint32_t)));
}

int main(int argc, char **argv) {
    bool held_out = argc > 1 && strcmp(argv[1], "--held-out") == 0;
    if (argc != (held_out ? 5 : 4)) {
        fprintf(stderr,
                "usage: make_language_grams [--held-out] BACKGROUND_FOLDER OTHER_LANGUAGES.tsv OUT.tsv\n");
        return 2;
    }
    argv += held_out;
    static state s = {
        .tables = {{.name = "Latn",
                    .classes = {"hr",     "bs",     "sr-Latn", "sl",     "pl",      "cs", "sk",    "en",
                                "de",     "nl",     "fr",      "es",     "pt",      "it", "ro",    "hu",
                                "nordic", "finnic", "baltic",  "turkic", "uz-Latn", "sq", "malay", "other"},
                    .n_known = 8,
                    .keep = 7500,
                    .keep_close = 3300},
                   {.name = "Cyrl",
                    .classes = {"ru", "uk", "bg", "be", "mk", "sr", "kk", "ky", "tt", "ba", "tg", "mn", "uz",
                                "chuvash", "ossetic", "sakha"},
                    .n_known = 13,
                    .keep = 8000}}};
    s.held_out = held_out;
    s.folder = argv[1];
    language_letters_fill(s.letters);
    fill_spelling(&s);
    for (int i = 0; i < DVI_SCRIPTS; i++)
        begin_table(&s.tables[i]);
    add_background(&s);
    add_others(&s, argv[2]);
    FILE *out = tsv_open(argv[3], "w");
    print_head(out);
    for (int i = 0; i < DVI_SCRIPTS; i++)
        print_table(out, &s.tables[i]);
    tsv_close(out, argv[3]);
    return 0;
}
