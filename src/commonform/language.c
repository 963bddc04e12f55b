/* Language identification: naive Bayes over letter groups and words.
 *
 * Idea: the script of most letters, a Cyrillic one counting for two, chooses a table. Every group of one to
 * four letters, every word and beginning of a word adds its row of the table to the classes' sums:
 * log(p(feature | class) / p(feature)), so that features the table lacks say nothing. Groups overlap, so the
 * sums overstate what is known; they are damped before they are read as log probabilities. A class with
 * little gain a letter over the mixture is not the text's language: it is then of none of the table.
 *
 * The text is read in blocks of about 500 letters, spread over it. When a glance at two of them leaves no
 * doubt, or the first two agree without doubt, the rest is not looked at; else up to eight are, and the
 * language that most of the letters are in is answered. Source: W. Cavnar and J. Trenkle, N-gram-based text
 * categorization, 1994; M. Lui and T. Baldwin, langid.py, 2012. Deviation: see make_language_grams.c and the
 * reading by blocks. All arithmetic is in integers. */
#include "language.h"

#include <stdbool.h>

#include "base/span.h"
#include "dvoinik/commonform.h"
#include "tables/language_table.h"
#include "tables/language_word.h"

enum {
    ROWS_AT_ONCE = 5,
    KEYS_AT_ONCE = 640, /* a multiple of ROWS_AT_ONCE */
    MAX_BLOCKS = 8,
    BLOCK_LETTERS = 500,
    SAMPLE_LETTERS = 80, /* of each of two blocks, where they leave no doubt */
    GLANCE_LETTERS = 48, /* of the first block, */
    MIDDLE_LETTERS = 32, /* and of the middle one, for a glance */
    BLOCK_BYTES = 1200,  /* a text is cut into blocks no shorter than this */
    HALVES_BYTES = 400,  /* a single block is sampled in both halves from this length on */
    OTHER_SCRIPT = 4, /* times the letters of Latin and Cyrillic are of other scripts: no more is looked at */
    ONE_SCRIPT = 20,  /* times the letters of other scripts are of the one: a glance is enough */
    MIDDLE_LOSS =
        20, /* quarter nats that the middle may say less for the class of the beginning than for its own */
    LEAST_LETTERS = 10, /* shorter texts cannot be told */
    LEAST_GAIN = -50,   /* in hundredths of a quarter nat a letter: below it the answer is und */
    GUESS_GAIN = -150,  /* below it there is not even a guess */
    DAMPING = 6,        /* sums are divided by it */
    LEAST_SURE = 45875, /* .70: below it the answer is und */
    STOP_SURE = 65209,  /* .995: no more blocks are looked at */
    GLANCE_SURE = 65530 /* .9999: a glance is enough */
};

typedef struct tally {
    int32_t sums[DVI_SCRIPTS][DVI_GRAM_CLASSES];
    uint32_t letters[DVI_SCRIPTS];
    uint64_t other;
} tally;

typedef struct verdict {
    uint32_t script, class, letters;
    uint32_t sure;       /* probability of the class, in 1/65536 */
    uint32_t group_sure; /* of the class and those that are taken for it */
    bool known;          /* it is a language, in the script of most letters, with the gain of one */
    bool guess;          /* the same with less gain */
} verdict;

/* --- adding up --- */

/* Row 0, which says nothing, for a key the table lacks. */
static uint32_t row_of(const dvi_gram_table *table, uint32_t key) {
    uint32_t mixed = dvi_gram_mix(key), hash = dvi_gram_hash(mixed, table->moves[dvi_gram_bucket(mixed)]);
    uint32_t slot = table->slots[hash >> (32 - table->bits)];
    uint32_t other = (slot >> 16 ^ hash) & 0xFFFF;
    return slot & (other - 1) >> 16; /* by arithmetic: it cannot be foreseen */
}

/* Adds n rows, a multiple of ROWS_AT_ONCE, into lanes of sixteen bits: classes 0, 2, 4, 6 of each word into
 * lanes[0], the others into lanes[1]. A few rows fit into bytes. `words` is a constant where it is called, so
 * that the sums stay in registers. */
static inline void add_rows(const dvi_gram_table *table, const uint32_t *rows, size_t n, const uint32_t words,
                            uint64_t lanes[2][DVI_GRAM_WORDS]) {
    const uint64_t low = UINT64_C(0x00FF00FF00FF00FF);
    for (size_t i = 0; i < n; i += ROWS_AT_ONCE) {
        uint64_t bytes[DVI_GRAM_WORDS] = {0};
        for (size_t j = 0; j < ROWS_AT_ONCE; j++) {
            const uint64_t *row = table->scores + (size_t)rows[i + j] * words;
            for (uint32_t k = 0; k < words; k++)
                bytes[k] += row[k];
        }
        for (uint32_t k = 0; k < words; k++) {
            lanes[0][k] += bytes[k] & low;
            lanes[1][k] += bytes[k] >> 8 & low;
        }
    }
}

_Static_assert(ROWS_AT_ONCE *(DVI_GRAM_ZERO + DVI_GRAM_HIGHEST) <= UINT8_MAX,
               "rows that are added at once fit into bytes");
_Static_assert(KEYS_AT_ONCE % ROWS_AT_ONCE == 0, "the last rows of a batch are as many as are added at once");
_Static_assert(2 * KEYS_AT_ONCE * (DVI_GRAM_ZERO + DVI_GRAM_HIGHEST) <= UINT16_MAX,
               "the rows of a batch fit into a lane");

/* What of one script has been read and not added up. */
typedef struct batch {
    size_t n_near, n;
    uint32_t near[KEYS_AT_ONCE]; /* rows of one letter or two, */
    uint32_t keys[KEYS_AT_ONCE]; /* and keys of more */
} batch;

/* Rows, as many as are added at once: those that are missing say nothing. */
static size_t fill_up(uint32_t *rows, size_t n) {
    while (n % ROWS_AT_ONCE != 0)
        rows[n++] = 0;
    return n;
}

static inline void add_batch(const dvi_gram_table *table, const batch *b, const uint32_t words,
                             uint64_t lanes[2][DVI_GRAM_WORDS]) {
    add_rows(table, b->near, b->n_near, words, lanes);
    add_rows(table, b->keys, b->n, words, lanes);
}

static void add_keys(int32_t *sums, const dvi_gram_table *table, batch *b) {
    uint64_t lanes[2][DVI_GRAM_WORDS] = {{0}};
    for (size_t i = 0; i < b->n;
         i++) /* all rows before the first is read, so that none is waited for alone */
        b->keys[i] = row_of(table, b->keys[i]);
    b->n = fill_up(b->keys, b->n);
    b->n_near = fill_up(b->near, b->n_near);
    if (table->words == 2)
        add_batch(table, b, 2, lanes);
    else
        add_batch(table, b, DVI_GRAM_WORDS, lanes);
    int32_t zero = (int32_t)(b->n_near + b->n) * DVI_GRAM_ZERO;
    for (uint32_t i = 0; i < table->words * 8; i++)
        sums[i] += (int32_t)(lanes[i % 2][i / 8] >> 16 * (i % 8 / 2) & 0xFFFF) - zero;
    b->n_near = b->n = 0;
}

static void add_word(int32_t *sums, const dvi_language_word *word, batch *b) {
    const dvi_gram_table *table = &dvi_gram_tables[word->script];
    if ((b->n > b->n_near ? b->n : b->n_near) + DVI_LANGUAGE_KEYS > KEYS_AT_ONCE) add_keys(sums, table, b);
    b->n_near += dvi_language_near_rows(word, table->near, b->near + b->n_near);
    b->n += dvi_language_keys(word, table->has_words, b->keys + b->n);
}

static void add_tally(tally *to, const tally *from) {
    for (int s = 0; s < DVI_SCRIPTS; s++) {
        for (int i = 0; i < DVI_GRAM_CLASSES; i++)
            to->sums[s][i] += from->sums[s][i];
        to->letters[s] += from->letters[s];
    }
    to->other += from->other;
}

/* Reads words that begin in [from, to) until there are `most` letters. */
static void read_block(dvk_span text, size_t from, size_t to, uint32_t most, tally *out) {
    dvi_language_reader reader = {.letters = dvi_language_letters, .text = text, .at = from, .stop = to};
    dvi_language_word word;
    batch batches[DVI_SCRIPTS];
    for (int s = 0; s < DVI_SCRIPTS; s++)
        batches[s].n_near = batches[s].n = 0;
    while (out->letters[0] + out->letters[1] + reader.other_letters < most &&
           dvi_language_next_word(&reader, &word)) {
        add_word(out->sums[word.script], &word, &batches[word.script]);
        out->letters[word.script] += word.n;
    }
    for (int s = 0; s < DVI_SCRIPTS; s++)
        if (batches[s].n != 0) add_keys(out->sums[s], &dvi_gram_tables[s], &batches[s]);
    out->other += reader.other_letters;
}

/* --- judging --- */

/* exp(-nats / 64) in 1/65536. */
static inline uint32_t decay(uint32_t nats) {
    static const uint32_t wholes[] = {65536, 24109, 8869, 3262, 1200, 441,
                                      162,   59,    21,   7,    2,    0}; /* exp(-i) */
    static const uint32_t eighths[8] = {65536, 57835, 51039, 45042,
                                        39749, 35079, 30957, 27319}; /* exp(-i / 8) */
    uint32_t last = sizeof wholes / sizeof *wholes - 1, whole = nats / 64 < last ? nats / 64 : last;
    uint32_t value = (uint32_t)((uint64_t)wholes[whole] * eighths[nats % 64 / 8] >> 16);
    return value - value * (nats % 8) / 64;
}

/* The first of the classes with the highest sum. */
static uint32_t class_of(const int32_t *sums, uint32_t n) {
    uint32_t class = 0;
    int32_t highest = sums[0];
    for (uint32_t i = 1; i < n; i++) {
        class = sums[i] > highest ? i : class;
        highest = sums[i] > highest ? sums[i] : highest;
    }
    return class;
}

/* The script that is judged: of the letters most are of it, but names in Latin letters stand in Cyrillic text
 * and hardly ever the other way round, so that a Cyrillic letter counts for two. */
static uint32_t script_of(const tally *t) {
    uint32_t cyrillic = t->letters[DVI_SCRIPT_CYRILLIC], latin = t->letters[DVI_SCRIPT_LATIN];
    return (uint64_t)cyrillic * 2 > latin ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN;
}

/* Whether the letters of the script are more than those of all others, as script_of counts them. */
static bool prevails(const tally *t, uint32_t script) {
    uint64_t latin = t->letters[DVI_SCRIPT_LATIN], cyrillic = t->letters[DVI_SCRIPT_CYRILLIC];
    return script == DVI_SCRIPT_CYRILLIC ? cyrillic > latin / 2 + t->other : latin > cyrillic + t->other;
}

/* The sums, less what makes a group of several classes as likely as one class before anything is read: the
 * likeliest of several is likelier by chance than one alone. */
static void weigh_groups(const dvi_gram_table *table, const int32_t *sums, int32_t *weighed) {
    static const int32_t logarithms[1 + DVI_GRAM_GROUP] = {0, 0, 277,
                                                           439}; /* in hundredths of quarter nats */
    for (uint32_t i = 0; i < table->n_classes; i++)
        weighed[i] = sums[i] - logarithms[table->group_sizes[i]] * DAMPING / 100;
}

/* Reads what the sums say of one text. */
static verdict judge(const tally *t) {
    uint32_t script = script_of(t);
    const dvi_gram_table *table = &dvi_gram_tables[script];
    int32_t sums[DVI_GRAM_CLASSES];
    weigh_groups(table, t->sums[script], sums);
    verdict v = {.script = script, .letters = t->letters[script], .class = class_of(sums, table->n_classes)};
    uint64_t all = 0, group = 0;
    for (uint32_t i = 0; i < table->n_classes; i++) {
        uint32_t p = decay((uint32_t)(sums[v.class] - sums[i]) * (64 / 4) / DAMPING);
        all += p;
        group += table->groups[i] == table->groups[v.class] ? p : 0;
    }
    v.sure = (uint32_t)(((uint64_t)1 << 32) / all);
    v.group_sure = (uint32_t)((group << 16) / all);
    int64_t gain = (int64_t)t->sums[script][v.class] * 100, letters = v.letters;
    v.guess = table->languages[v.class] != 0 && prevails(t, script) && gain >= letters * GUESS_GAIN;
    v.known = v.guess && gain >= letters * LEAST_GAIN;
    return v;
}

/* --- blocks --- */

/* What a block is said to be in: a group of a script's classes; all that is not known is one. */
static uint32_t vote_of(const verdict *v) {
    return v->known ? 1 + v->script * DVI_GRAM_CLASSES + dvi_gram_tables[v->script].groups[v->class] : 0;
}

/* Where block i of n begins: at a character. */
static size_t block_start(dvk_span text, size_t i, size_t n) {
    size_t at = i == n ? text.len : text.len / n * i;
    while (at < text.len && ((unsigned char)text.data[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* Reads block i of n of the body; the other parts go with the first. */
static void read_part_block(const dvk_span *parts, size_t n_parts, size_t body, size_t i, size_t n,
                            uint32_t most, tally *out) {
    *out = (tally){.other = 0};
    read_block(parts[body], block_start(parts[body], i, n), block_start(parts[body], i + 1, n), most, out);
    for (size_t p = 0; p < n_parts && i == 0; p++) {
        tally more = {.other = 0};
        if (p == body) continue;
        read_block(parts[p], 0, parts[p].len, most, &more);
        add_tally(out, &more);
    }
}

/* All blocks that say what most letters say, together; *majority is whether those are more than half. */
static tally gather(const tally *blocks, size_t n, bool *majority) {
    uint64_t votes[1 + DVI_SCRIPTS * DVI_GRAM_CLASSES] = {0}, sum = 0;
    uint32_t vote[MAX_BLOCKS], winner = 0;
    if (n == 1) {
        *majority = true;
        return blocks[0];
    }
    for (size_t i = 0; i < n; i++) {
        verdict v = judge(&blocks[i]);
        uint64_t letters = blocks[i].letters[0] + blocks[i].letters[1] + blocks[i].other;
        vote[i] = vote_of(&v);
        votes[vote[i]] += letters;
        sum += letters;
    }
    for (uint32_t k = 1; k < sizeof votes / sizeof votes[0]; k++)
        if (votes[k] > votes[winner]) winner = k;
    tally out = {.other = 0};
    for (size_t i = 0; i < n; i++)
        if (vote[i] == winner) add_tally(&out, &blocks[i]);
    *majority = votes[winner] * 2 > sum;
    return out;
}

/* Whether reading on is not worth it: the blocks say one thing, and together without doubt. */
static bool settled(const tally *blocks, size_t n, const verdict *first) {
    if (n == 1) return first->sure >= STOP_SURE;
    tally sum = blocks[0];
    for (size_t i = 1; i < n; i++) {
        verdict v = judge(&blocks[i]);
        if (vote_of(&v) != vote_of(first)) return false;
        add_tally(&sum, &blocks[i]);
    }
    return judge(&sum).sure >= STOP_SURE;
}

/* Whether samples say without doubt what the text is in, or that it is in nothing that could be answered. */
static bool without_doubt(const tally *blocks, size_t n) {
    uint64_t others = 0, letters = 0;
    for (size_t i = 0; i < n; i++) {
        others += blocks[i].other;
        letters += blocks[i].letters[DVI_SCRIPT_LATIN] + blocks[i].letters[DVI_SCRIPT_CYRILLIC];
    }
    if (others > OTHER_SCRIPT * letters) return true;
    verdict v = judge(&blocks[0]);
    return (v.known || dvi_gram_tables[v.script].languages[v.class] == 0) && settled(blocks, n, &v);
}

/* The longest part; *n is how many blocks it is read in. */
static size_t body_of(const dvk_span *parts, size_t n_parts, size_t *n) {
    size_t body = 0;
    for (size_t i = 1; i < n_parts; i++)
        if (parts[i].len > parts[body].len) body = i;
    *n = n_parts == 0 ? 0 : parts[body].len / BLOCK_BYTES;
    if (*n > MAX_BLOCKS) *n = MAX_BLOCKS;
    if (*n == 0 && n_parts > 0) *n = 1;
    return body;
}

/* Reads a few letters of the first and the middle block, together into one tally. Whether they are enough:
 * the first leave no doubt of a class, the others, too few to tell it, say nothing against it. */
static bool glance(const dvk_span *parts, size_t n_parts, size_t body, size_t n_blocks, tally *both) {
    tally first, middle;
    read_part_block(parts, n_parts, body, 0, n_blocks, GLANCE_LETTERS, &first);
    read_part_block(parts, n_parts, body, n_blocks / 2, n_blocks, MIDDLE_LETTERS, &middle);
    *both = first;
    add_tally(both, &middle);
    uint64_t letters = both->letters[DVI_SCRIPT_LATIN] + both->letters[DVI_SCRIPT_CYRILLIC];
    if (both->other > OTHER_SCRIPT * letters) return true;
    verdict v = judge(&first), m = judge(&middle);
    const int32_t *sums = middle.sums[v.script];
    bool answered = v.known || dvi_gram_tables[v.script].languages[v.class] == 0;
    bool one_script = (letters + both->other - both->letters[v.script]) * ONE_SCRIPT <= letters + both->other;
    return answered && v.sure >= GLANCE_SURE && one_script && m.script == v.script &&
           sums[m.class] - sums[v.class] <= MIDDLE_LOSS;
}

/* Reads the beginnings of the first and the middle block, or of the halves of the only one: a text may begin
 * with a line of names that are at home in its neighbour's language. Whether they settle it. */
static bool read_samples(const dvk_span *parts, size_t n_parts, tally *blocks, size_t *n) {
    size_t n_blocks, body = body_of(parts, n_parts, &n_blocks);
    *n = 1;
    if (n_blocks > 1 && glance(parts, n_parts, body, n_blocks, &blocks[0])) return true;
    *n = n_blocks > 1 || (n_blocks == 1 && parts[body].len >= HALVES_BYTES) ? 2 : n_blocks;
    const size_t of = n_blocks > 1 ? n_blocks : *n; /* one block has halves */
    for (size_t k = 0; k < *n; k++)
        read_part_block(parts, n_parts, body, k * (of / 2), of, SAMPLE_LETTERS, &blocks[k]);
    return *n != 0 && without_doubt(blocks, *n);
}

/* Reads blocks until they settle it: the first, the middle one, then the rest in order. Returns how many. */
static size_t read_blocks(const dvk_span *parts, size_t n_parts, tally *blocks) {
    size_t n, n_blocks, body = body_of(parts, n_parts, &n_blocks);
    if (read_samples(parts, n_parts, blocks, &n)) return n;
    verdict first = {.sure = 0};
    for (n = 0; n < n_blocks && (n < 2 || !settled(blocks, n, &first)); n++) {
        size_t i = n < 2 ? n * (n_blocks / 2) : n <= n_blocks / 2 ? n - 1 : n;
        read_part_block(parts, n_parts, body, i, n_blocks, BLOCK_LETTERS, &blocks[n]);
        if (n == 0) first = judge(&blocks[0]);
    }
    return n;
}

uint32_t dvi_language_identify(const dvk_model *model, const dvk_span *parts, size_t n_parts,
                               uint32_t *confidence, uint32_t *best) {
    (void)model; /* every model has the tables that ship */
    tally blocks[MAX_BLOCKS];
    size_t n = read_blocks(parts, n_parts, blocks);
    bool majority = false;
    tally sum = gather(blocks, n, &majority);
    verdict v = judge(&sum);
    uint32_t likeliest = v.guess ? dvi_gram_tables[v.script].languages[v.class] : 0;
    bool told = v.known && majority && v.letters >= LEAST_LETTERS && v.group_sure >= LEAST_SURE;
    if (confidence != NULL) *confidence = v.guess ? v.sure : 0;
    if (best != NULL) *best = likeliest;
    return told ? likeliest : 0;
}

uint32_t dvk_language_identify(const dvk_model *model, dvk_span text, uint32_t *confidence) {
    if (confidence != NULL) *confidence = 0;
    if (model == NULL || !dvi_is_span(text)) return 0;
    return dvi_language_identify(model, &text, 1, confidence, NULL);
}
