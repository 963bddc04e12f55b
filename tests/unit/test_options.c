/* Options: what is accepted, what is refused and how, and that each one changes something. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/index_actions.h"
#include "cli/nearest.h"
#include "cli/options.h"
#include "cli/run_job.h"
#include "cli/verbs.h"

static char message[256];

static bool parse(unsigned for_verb, settings *values, int n, const char **words) {
    message[0] = '\0';
    settings_init(values);
    bool good = options_parse(for_verb, n, (char *const *)words, values, message, sizeof message);
    return good;
}

#define PARSE(values, ...)                                                                                   \
    parse(FOR_CLUSTER, values, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)),                \
          (const char *[]){__VA_ARGS__})

static void refused(const char *word, const char *value, const char *wanted) {
    settings values;
    assert_false(parse(FOR_CLUSTER, &values, value != NULL ? 2 : 1, (const char *[]){word, value}));
    assert_string_equal(message, wanted);
    settings_finish(&values);
}

static void values_come_in_three_ways(void **state) {
    (void)state;
    settings values;
    assert_true(PARSE(&values, "--format=csv", "in", "--width", "100", "-o", "out", "-q"));
    assert_int_equal(values.format, FORMAT_CSV);
    assert_int_equal(values.width, 100);
    assert_string_equal(values.output, "out");
    assert_true(values.quiet);
    assert_int_equal(values.n_inputs, 1);
    assert_string_equal(values.inputs[0], "in");
    settings_finish(&values);
}

static void two_dashes_end_the_options(void **state) {
    (void)state;
    settings values;
    assert_true(PARSE(&values, "-", "--", "--quiet", "--"));
    assert_false(values.quiet);
    assert_int_equal(values.n_inputs, 3);
    assert_string_equal(values.inputs[0], "-");
    assert_string_equal(values.inputs[1], "--quiet");
    assert_string_equal(values.inputs[2], "--");
    settings_finish(&values);
}

static void the_last_one_counts(void **state) {
    (void)state;
    settings values;
    assert_true(PARSE(&values, "--threads", "1", "--threads=2", "-o", "-x"));
    assert_int_equal(values.threads, 2);
    assert_string_equal(values.output, "-x");
    settings_finish(&values);
}

static void letters_share_a_word(void **state) {
    (void)state;
    settings values;
    assert_true(PARSE(&values, "-j4", "-qv", "-oout.txt"));
    assert_int_equal(values.threads, 4);
    assert_true(values.quiet && values.verbose);
    assert_string_equal(values.output, "out.txt");
    settings_finish(&values);
    assert_true(PARSE(&values, "-qj", "2", "-vo-x"));
    assert_int_equal(values.threads, 2);
    assert_true(values.quiet && values.verbose);
    assert_string_equal(values.output, "-x");
    settings_finish(&values);
}

static void a_list_grows(void **state) {
    (void)state;
    settings values;
    assert_true(parse(FOR_DEDUP, &values, 4, (const char *[]){"--prefer", "a,b", "in", "--prefer=c"}));
    assert_int_equal(values.prefer.n, 2);
    assert_string_equal(values.prefer.words[0], "a,b");
    assert_string_equal(values.prefer.words[1], "c");
    settings_finish(&values);
}

static void what_is_wrong_is_said(void **state) {
    (void)state;
    refused("--fromat", NULL, "there is no option --fromat; did you mean --format?");
    refused("--thread=3", NULL, "there is no option --thread=3; did you mean --threads?");
    refused("--zzzzzzz", NULL, "there is no option --zzzzzzz; see --help");
    refused("--gold", NULL, "--gold has no meaning here; it belongs to eval");
    refused("--keep=last", NULL, "--keep has no meaning here; it belongs to dedup");
    refused("-words", NULL, "there is no option -words; see --help");
    refused("-z", NULL, "there is no option -z; see --help");
    refused("-qz", NULL, "there is no option -qz; see --help");
    refused("-threads", "4", "there is no option -threads; did you mean --threads?");
    refused("-format=json", NULL, "there is no option -format=json; did you mean --format?");
    refused("-j", NULL, "--threads needs a value: --threads N");
    refused("-qj", NULL, "--threads needs a value: --threads N");
    refused("-j=4", NULL, "--threads: '=4' is not possible here; give a number from 0 to 256");
    refused("--quiet=yes", NULL, "--quiet takes no value");
    refused("--output", NULL, "--output needs a value: --output FILE");
    refused("--format", "xml", "--format: 'xml' is not possible here; give text, jsonl, json, csv or html");
    refused("--threads", "257", "--threads: '257' is not possible here; give a number from 0 to 256");
    refused("--threads", "-1", "--threads: '-1' is not possible here; give a number from 0 to 256");
    refused("--threads", "99999999999999999999999",
            "--threads: '99999999999999999999999' is not possible here; give a "
            "number from 0 to 256");
    refused("--seed", "0xg", "--seed: '0xg' is not possible here; give a whole number below 2^64");
    refused("--seed", "18446744073709551616",
            "--seed: '18446744073709551616' is not possible here; give a whole number below 2^64");
    refused("--window", "0h",
            "--window: '0h' is not possible here; give a time such as 72h, 3d, 90m or none");
    refused("--window", "3", "--window: '3' is not possible here; give a time such as 72h, 3d, 90m or none");
    refused("--event-threshold", "1.1",
            "--event-threshold: '1.1' is not possible here; give a number from 0 to 1");
}

static void durations(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds; /* -1: refused */
    } cases[] = {{"72h", 259200},
                 {"3d", 259200},
                 {"90m", 5400},
                 {"5s", 5},
                 {"1w", 604800},
                 {"none", 0},
                 {"0", 0},
                 {"0h", 0},
                 {"", -1},
                 {"h", -1},
                 {"3", -1},
                 {"3dd", -1},
                 {"-3d", -1},
                 {"1.5h", -1},
                 {"3 d", -1},
                 {"9223372036854775807w", -1},
                 {"99999999999999999999d", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t seconds;
        bool good = parse_duration(cases[i].text, &seconds);
        assert_int_equal(good, cases[i].seconds >= 0);
        if (good) assert_int_equal(seconds, cases[i].seconds);
    }
}

static void probabilities(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t share; /* UINT32_MAX: refused */
    } cases[] = {{"0", 0},
                 {"1", 65536},
                 {"1.0", 65536},
                 {".5", 32768},
                 {"0.5", 32768},
                 {"0.123456789123", 8091},
                 {"0.500000000000000000000000000000000000000001", 32768},
                 {"1.", 65536},
                 {"", UINT32_MAX},
                 {".", UINT32_MAX},
                 {"1.01", UINT32_MAX},
                 {"2", UINT32_MAX},
                 {"-1", UINT32_MAX},
                 {"0,5", UINT32_MAX},
                 {"50%", UINT32_MAX},
                 {"nan", UINT32_MAX},
                 {"1e-1", UINT32_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t share = UINT32_MAX;
        bool good = parse_probability(cases[i].text, &share);
        assert_int_equal(good, cases[i].share != UINT32_MAX);
        if (good) assert_int_equal(share, cases[i].share);
    }
}

static const char *last_choice(const option_spec *spec) {
    size_t n = 0;
    while (spec->choices[n + 1] != NULL)
        n++;
    return spec->choices[n];
}

static void fields(void **state) {
    (void)state;
    static const char *const wrong[] = {"", "text", "text=", "=x", "texts=x", "tex=x", "Text=x"};
    field_names names = {.n = 0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(parse_field(wrong[i], &names));
    assert_true(parse_field("text=a=b", &names) && parse_field("id=x y", &names));
    assert_int_equal(names.n, 2);
    assert_string_equal(names.list[0].field, "text");
    assert_string_equal(names.list[0].name, "a=b");
    assert_string_equal(names.list[1].name, "x y");
    while (names.n < MOST_FIELD_NAMES)
        assert_true(parse_field("date=d", &names));
    assert_false(parse_field("date=d", &names));
}

/* A value that is not the default. */
static const char *value_for(const option_spec *spec) {
    if (strcmp(spec->name, "spool") == 0) return "."; /* it has to be there */
    switch (spec->kind) {
    case OPTION_FLAG:
        return NULL;
    case OPTION_TEXT:
    case OPTION_LIST:
        return "word";
    case OPTION_NUMBER:
        return strcmp(spec->name, "cpu-mask") == 0 ? "0" : "29";
    case OPTION_SEED:
        return "0x7";
    case OPTION_PROBABILITY:
        return strcmp(spec->name, "event-threshold") == 0 ? "0.011" : "0.991";
    case OPTION_DURATION:
        return "7s";
    case OPTION_CHOICE:
        return last_choice(spec);
    case OPTION_FIELD:
        return "text=story";
    }
    return NULL;
}

static bool parse_one(const option_spec *spec, settings *values) {
    char name[64] = "--";
    strncat(name, spec->name, sizeof name - 3);
    const char *words[] = {name, value_for(spec)};
    return parse(spec->verbs, values, words[1] != NULL ? 2 : 1, words);
}

static void each_option_changes_a_setting(void **state) {
    (void)state;
    assert_true(n_option_specs > 20);
    for (size_t i = 0; i < n_option_specs; i++) {
        settings before, after;
        settings_init(&before);
        assert_true(parse_one(&option_specs[i], &after));
        free(after.inputs);
        after.inputs = NULL;
        if (memcmp(&before, &after, sizeof before) == 0)
            fail_msg("--%s changes nothing", option_specs[i].name);
        settings_finish(&after);
    }
}

/* Fails where one of n options, by names, says nothing to what is made of the settings. */
static void expect_all_reach(const char *const *names, size_t n, const char *what,
                             bool (*same)(const settings *plain, const settings *changed)) {
    size_t seen = 0;
    for (size_t i = 0; i < n_option_specs; i++) {
        for (size_t k = 0; k < n; k++) {
            if (strcmp(option_specs[i].name, names[k]) != 0) continue;
            settings plain, changed;
            settings_init(&plain);
            assert_true(parse_one(&option_specs[i], &changed));
            settings_finish(&changed);
            if (same(&plain, &changed)) fail_msg("--%s does not reach the %s", names[k], what);
            seen++;
        }
    }
    assert_int_equal(seen, n);
}

static bool same_job(const settings *plain, const settings *changed) {
    dvk_job_options before, after;
    memset(&before, 0, sizeof before);
    memset(&after, 0, sizeof after);
    assert_int_equal(job_settings(plain, &before), 0);
    assert_int_equal(job_settings(changed, &after), 0);
    return memcmp(&before.sign, &after.sign, sizeof before.sign) == 0 &&
           memcmp(&before.cluster, &after.cluster, sizeof before.cluster) == 0 &&
           before.threads == after.threads && before.cpu == after.cpu &&
           before.max_candidates == after.max_candidates && before.memory == after.memory &&
           before.spool == after.spool;
}

static bool same_index(const settings *plain, const settings *changed) {
    dvk_index_options before, after;
    memset(&before, 0, sizeof before);
    memset(&after, 0, sizeof after);
    assert_int_equal(index_settings(plain, DVK_INDEX_NEW, &before), 0);
    assert_int_equal(index_settings(changed, DVK_INDEX_NEW, &after), 0);
    return memcmp(&before.sign, &after.sign, sizeof before.sign) == 0 &&
           memcmp(&before.cluster, &after.cluster, sizeof before.cluster) == 0 &&
           before.threads == after.threads && before.cpu == after.cpu &&
           before.max_candidates == after.max_candidates && before.wait == after.wait;
}

/* Those of a job that are not about reading, showing or helping reach the library. */
static void each_option_of_a_job_reaches_it(void **state) {
    (void)state;
    static const char *const names[] = {"threads",         "cpu-mask", "window", "duplicate-threshold",
                                        "event-threshold", "seed",     "bands",  "rows",
                                        "max-candidates",  "memory",   "spool"};
    expect_all_reach(names, sizeof names / sizeof *names, "job", same_job);
}

/* What goes on with threads and extensions of the processor, in an index too. */
static void each_option_of_an_index_reaches_it(void **state) {
    (void)state;
    static const char *const names[] = {"threads",         "cpu-mask", "window", "duplicate-threshold",
                                        "event-threshold", "seed",     "bands",  "rows",
                                        "max-candidates",  "wait"};
    for (size_t i = 0; i < n_option_specs; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(option_specs[i].name, names[k]) == 0)
                assert_int_equal(option_specs[i].verbs & FOR_STORE, FOR_STORE);
    expect_all_reach(names, sizeof names / sizeof *names, "index", same_index);
}

static void names_letters_and_places_are_unique(void **state) {
    (void)state;
    for (size_t i = 0; i < n_option_specs; i++) {
        for (size_t k = 0; k < i; k++) {
            bool common = (option_specs[i].verbs & option_specs[k].verbs) != 0;
            /* One option that two verbs take other words for sets one thing. */
            if (common || strcmp(option_specs[i].name, option_specs[k].name) != 0)
                assert_true(option_specs[i].offset != option_specs[k].offset);
            if (!common) continue;
            assert_string_not_equal(option_specs[i].name, option_specs[k].name);
            assert_true(option_specs[i].letter == '\0' || option_specs[i].letter != option_specs[k].letter);
        }
    }
}

static void near_words_are_suggested(void **state) {
    (void)state;
    assert_int_equal(edit_distance("", "abc"), 3);
    assert_int_equal(edit_distance("kitten", "sitting"), 3);
    assert_int_equal(edit_distance("fromat", "format"), 1);
    assert_string_equal(verb_nearest("clustr"), "cluster");
    assert_string_equal(verb_nearest("trans"), "translit");
    assert_string_equal(verb_nearest("dedupe"), "dedup");
    assert_null(verb_nearest("unrelated"));
    assert_null(verb_nearest(""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_in_three_ways),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(the_last_one_counts),
        cmocka_unit_test(letters_share_a_word),
        cmocka_unit_test(a_list_grows),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(durations),
        cmocka_unit_test(probabilities),
        cmocka_unit_test(fields),
        cmocka_unit_test(each_option_changes_a_setting),
        cmocka_unit_test(each_option_of_a_job_reaches_it),
        cmocka_unit_test(each_option_of_an_index_reaches_it),
        cmocka_unit_test(names_letters_and_places_are_unique),
        cmocka_unit_test(near_words_are_suggested),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
