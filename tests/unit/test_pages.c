/* Every option of every verb stands in its help, in the manual page and in the completions of each shell, and
 * nothing stands there that the verb does not have. The folder of the pages is $DVOINIK_PAGES. */
#include "reading.h"

#include <ctype.h>

#include "cli/verbs.h"

static char *read_page(const char *place, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", place, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("%s cannot be opened", path);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    size_t len = fread(text, 1, (1 << 20) - 1, file);
    assert_in_range(len, 100, (1 << 20) - 2);
    fclose(file);
    return text;
}

static char *read_made(const char *name) {
    const char *place = getenv("DVOINIK_PAGES");
    if (place == NULL) fail_msg("DVOINIK_PAGES is not set");
    return read_page(place, name);
}

/* What stands from a line `begin` up to the next that begins with `end`, in place of the section before. */
static const char *section(const char *page, const char *begin, const char *end) {
    static char text[1 << 16];
    char line[128], stop[128];
    snprintf(line, sizeof line, "%s\n", begin);
    snprintf(stop, sizeof stop, "\n%s", end);
    const char *from = strstr(page, line);
    if (from == NULL) fail_msg("there is no '%s'", begin);
    const char *to = strstr(from, stop);
    size_t len = to != NULL ? (size_t)(to - from) : strlen(from);
    assert_in_range(len, 1, sizeof text - 1);
    memcpy(text, from, len);
    text[len] = '\0';
    return text;
}

/* How often `word` stands there with nothing of a longer option behind it. */
static size_t count(const char *text, const char *word) {
    size_t n = 0, len = strlen(word);
    for (const char *at = text; (at = strstr(at, word)) != NULL; at += len)
        n += !isalnum((unsigned char)at[len]) && at[len] != '-' && at[len] != '_';
    return n;
}

static bool has(const verb *about, size_t option) {
    return (option_specs[option].verbs & about->bit) != 0;
}

/* Another option of the verb has that name. */
static bool has_namesake(const verb *about, size_t option) {
    for (size_t i = 0; i < n_option_specs; i++)
        if (has(about, i) && strcmp(option_specs[i].name, option_specs[option].name) == 0) return true;
    return false;
}

typedef const char *(*part_of)(const char *page, const verb *about);

/* `form` makes of a name what stands in the part of a verb that has the option; with `mentions` it may stand
 * in a help text as well. */
static void check_page(const char *page, part_of part, const char *form, bool mentions, const char *what) {
    size_t seen = 0;
    for (size_t v = 0; v < n_verbs; v++) {
        for (size_t i = 0; i < n_option_specs; i++) {
            char word[64];
            snprintf(word, sizeof word, form, option_specs[i].name);
            bool there = count(part(page, &verbs[v]), word) > 0;
            if (has(&verbs[v], i) && !there)
                fail_msg("%s: %s has no --%s", what, verbs[v].name, option_specs[i].name);
            if (there && !mentions && !has(&verbs[v], i) && !has_namesake(&verbs[v], i))
                fail_msg("%s: %s has --%s, the program has not", what, verbs[v].name, option_specs[i].name);
            seen += there;
        }
    }
    assert_in_range(seen, 100, 1000);
}

static void the_help_has_all(void **unused) {
    (void)unused;
    for (size_t v = 0; v < n_verbs; v++) {
        assert_int_equal(help_show(&verbs[v], "help.txt"), 0);
        char *page = read_page(".", "help.txt");
        for (size_t i = 0; i < n_option_specs; i++) {
            char word[64];
            snprintf(word, sizeof word, " --%s", option_specs[i].name);
            if (has(&verbs[v], i) && count(page, word) == 0)
                fail_msg("the help of %s has no%s", verbs[v].name, word);
            if (has(&verbs[v], i) && option_specs[i].letter != '\0') {
                snprintf(word, sizeof word, " -%c, --%s", option_specs[i].letter, option_specs[i].name);
                assert_true(count(page, word) > 0);
            }
        }
        free(page);
    }
}

/* Options that many verbs have stand once, in sections of their own. */
static void the_manual_has_all(void **unused) {
    (void)unused;
    char *page = read_made("dvoinik.1");
    size_t seen = 0;
    for (size_t v = 0; v < n_verbs; v++) {
        char title[64];
        snprintf(title, sizeof title, ".SS %s", verbs[v].name);
        for (size_t i = 0; i < n_option_specs; i++) {
            if (!has(&verbs[v], i)) continue;
            unsigned of = option_specs[i].verbs;
            const char *where = of == FOR_ALL    ? ".SS All verbs"
                                : of == FOR_JOBS ? ".SS All verbs that compare articles"
                                                 : title;
            char name[64], word[80];
            size_t at = 0;
            for (const char *c = option_specs[i].name; *c != '\0'; c++)
                at += (size_t)snprintf(name + at, sizeof name - at, "%s%c", *c == '-' ? "\\" : "", *c);
            snprintf(word, sizeof word, "\\-\\-%s\\fR", name);
            if (strstr(section(page, where, ".S"), word) == NULL)
                fail_msg("the manual has no --%s under %s", option_specs[i].name, where);
            seen++;
        }
    }
    assert_in_range(seen, 100, 1000);
    free(page);
}

static const char *part_of_shell(const char *page, const verb *about) {
    char begin[64];
    snprintf(begin, sizeof begin, "# verb %s", about->name);
    return section(page, begin, "# verb ");
}

static const char *part_of_indented(const char *page, const verb *about) {
    char begin[64];
    snprintf(begin, sizeof begin, "    # verb %s", about->name);
    return section(page, begin, "    # verb ");
}

static void the_completions_have_all(void **unused) {
    (void)unused;
    static const struct {
        const char *file, *form;
        part_of part;
        bool mentions;
    } shells[] = {{"dvoinik.bash", "--%s", part_of_indented, false},
                  {"_dvoinik", "--%s", part_of_indented, true},
                  {"dvoinik.fish", "-l %s", part_of_shell, false}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        char *page = read_made(shells[i].file);
        check_page(page, shells[i].part, shells[i].form, shells[i].mentions, shells[i].file);
        free(page);
    }
}

static void choices_are_offered(void **unused) {
    (void)unused;
    static const char *const files[] = {"dvoinik.bash", "_dvoinik", "dvoinik.fish"};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        char *page = read_made(files[f]);
        for (size_t i = 0; i < n_option_specs; i++) {
            char words[256] = "";
            for (size_t k = 0; option_specs[i].choices != NULL && option_specs[i].choices[k] != NULL; k++) {
                size_t at = strlen(words);
                snprintf(words + at, sizeof words - at, "%s%s", k > 0 ? " " : "", option_specs[i].choices[k]);
            }
            if (strstr(page, words) == NULL)
                fail_msg("%s does not offer %s for --%s", files[f], words, option_specs[i].name);
        }
        free(page);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_help_has_all),
        cmocka_unit_test(the_manual_has_all),
        cmocka_unit_test(the_completions_have_all),
        cmocka_unit_test(choices_are_offered),
    };
    return cmocka_run_group_tests_name("pages", tests, make_folder, remove_folder);
}
