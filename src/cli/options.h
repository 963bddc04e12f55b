/* Options as data: one table for all verbs, from which they are parsed and the help is made. */
#ifndef DVOINIK_CLI_OPTIONS_H
#define DVOINIK_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/read.h"

/* The verbs that an option belongs to. */
enum {
    FOR_CLUSTER = 1,
    FOR_PAIRS = 2,
    FOR_EXPLAIN = 4,
    FOR_EVAL = 8,
    FOR_TRANSLIT = 16,
    FOR_HELP = 32,
    FOR_DEDUP = 64,
    FOR_INDEX = 128,
    FOR_WATCH = 256,
    FOR_JOBS = FOR_CLUSTER | FOR_DEDUP | FOR_PAIRS | FOR_EXPLAIN | FOR_EVAL,
    FOR_STORE = FOR_INDEX | FOR_WATCH,
    FOR_READING = FOR_JOBS | FOR_STORE,
    FOR_ALL = FOR_READING | FOR_TRANSLIT | FOR_HELP
};

typedef enum option_kind {
    OPTION_FLAG,        /* bool */
    OPTION_TEXT,        /* const char * */
    OPTION_LIST,        /* word_list: it may be given again */
    OPTION_NUMBER,      /* uint32_t within bounds */
    OPTION_SEED,        /* uint64_t, decimal or 0x… */
    OPTION_PROBABILITY, /* uint32_t in 1/65536 */
    OPTION_DURATION,    /* int64_t, seconds */
    OPTION_CHOICE,      /* int, place in a list of words */
    OPTION_FIELD        /* field_names, FIELD=NAME; may be given again */
} option_kind;

enum { FORMAT_TEXT, FORMAT_JSONL, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML };
enum { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum { LEVEL_DUPLICATE, LEVEL_EVENT, LEVEL_ALL };
enum { LIST_TEXT, LIST_JSONL, LIST_CSV };
enum { SHOW_ARTICLE, SHOW_DUPLICATE, SHOW_EVENT };
enum { KEEP_FIRST, KEEP_LONGEST, KEEP_NEWEST };

/* Words lent by the command line. */
typedef struct word_list {
    const char **words;
    size_t n;
} word_list;

enum { MOST_FIELD_NAMES = 64 };

typedef struct field_names {
    dvk_field_name list[MOST_FIELD_NAMES];
    size_t n;
} field_names;

/* What a command line says. */
typedef struct settings {
    bool help, version, quiet, verbose, skip_bad, words, annotate, bom, fit;
    int format, input_format, colour, level, keep, dedup_level, list_format, show_level;
    const char *output, *map, *gold, *langs, *assigned, *lang, *scheme, *index, *before, *spool;
    word_list prefer;
    uint32_t threads, cpu_mask, bands, rows, max_candidates, max_record, max_tokens, max_nesting, max_ratio,
        max_total, max_page;
    uint32_t min_size, headlines, width, evidence, memory;
    uint32_t duplicate_threshold, event_threshold;
    uint64_t seed;
    int64_t window, older_than, wait;
    uint64_t given; /* a bit for each option of the table that was given */
    field_names fields;
    const char **inputs; /* lent by the command line */
    size_t n_inputs;
} settings;

typedef struct option_spec {
    const char *name;
    char letter; /* '\0' for none */
    option_kind kind;
    unsigned verbs;
    size_t offset;        /* in settings */
    const char *argument; /* its name in the help; NULL for a flag */
    uint32_t least, most; /* of OPTION_NUMBER; of OPTION_DURATION the least but "none", in seconds */
    const char *const *choices;
    const char *help;
} option_spec;

extern const option_spec option_specs[];
extern const size_t n_option_specs;

/* Whether an option was given, by its name. */
bool option_given(const settings *values, const char *name);

/* The library's defaults. */
void settings_init(settings *values);
/* Frees the lists of words; the rest is lent. */
void settings_finish(settings *values);

/* Reads the words behind the verb with the bit `of`. On failure `message` holds one sentence. `values` is
 * initialised, and to be finished in either case. */
bool options_parse(unsigned of, int n, char *const *words, settings *values, char *message, size_t cap);

bool parse_duration(const char *text, int64_t *seconds);
bool parse_probability(const char *text, uint32_t *share);
bool parse_field(const char *text, field_names *fields);

#endif
