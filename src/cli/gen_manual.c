/* Writes the manual page from the tables of verbs and options, in the man macros. Run while building. */
#include <stdio.h>
#include <string.h>

#include "verbs.h"

/* Text in which nothing is taken for a request or an escape; a hyphen is one that can be copied. */
static void put_text(FILE *page, const char *text) {
    if (*text == '.' || *text == '\'') fputs("\\&", page);
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            fputs("\\e", page);
        else if (*text == '-')
            fputs("\\-", page);
        else if (*text == '`')
            fputs("\\(ga", page);
        else
            fputc(*text, page);
    }
}

static void put_line(FILE *page, const char *text) {
    put_text(page, text);
    fputc('\n', page);
}

static void put_option(FILE *page, const option_spec *spec) {
    fputs(".TP\n", page);
    if (spec->letter != '\0') fprintf(page, "\\fB\\-%c\\fR, ", spec->letter);
    fputs("\\fB\\-\\-", page);
    put_text(page, spec->name);
    fputs("\\fR", page);
    if (spec->argument != NULL) fprintf(page, " \\fI%s\\fR", spec->argument);
    fputc('\n', page);
    put_line(page, spec->help);
}

/* The verb's own options; those that many have stand in sections of their own. */
static void put_own_options(FILE *page, unsigned bit) {
    for (size_t i = 0; i < n_option_specs; i++) {
        unsigned of = option_specs[i].verbs;
        if ((of & bit) != 0 && of != FOR_JOBS && of != FOR_ALL) put_option(page, &option_specs[i]);
    }
}

static void put_shared_options(FILE *page, unsigned of) {
    for (size_t i = 0; i < n_option_specs; i++)
        if (option_specs[i].verbs == of) put_option(page, &option_specs[i]);
}

static void put_synopsis(FILE *page) {
    fputs(".SH SYNOPSIS\n", page);
    for (size_t i = 0; i < n_verbs; i++) {
        fprintf(page, "%s.B dvoinik %s\n", i > 0 ? ".br\n" : "", verbs[i].name);
        put_line(page, verbs[i].arguments);
    }
}

static void put_verbs(FILE *page) {
    fputs(".SH VERBS\n", page);
    for (size_t i = 0; i < n_verbs; i++) {
        fprintf(page, ".SS %s\n", verbs[i].name);
        put_line(page, verbs[i].description);
        put_own_options(page, verbs[i].bit);
    }
}

static void put_options(FILE *page) {
    fputs(".SH OPTIONS\n.SS All verbs that compare articles\n", page);
    const char *before = "";
    for (size_t i = 0; i < n_verbs; i++) {
        if ((verbs[i].bit & FOR_JOBS) == 0) continue;
        fprintf(page, "%s\\fB%s\\fR", before, verbs[i].name);
        before = ", ";
    }
    fputs(":\n", page);
    put_shared_options(page, FOR_JOBS);
    fputs(".SS All verbs\n", page);
    put_shared_options(page, FOR_ALL);
}

static void put_exit_statuses(FILE *page) {
    fputs(".SH EXIT STATUS\n", page);
    for (size_t i = 0; i < n_exit_meanings; i++) {
        fprintf(page, ".TP\n.B %d\n", exit_meanings[i].status);
        put_line(page, exit_meanings[i].meaning);
    }
}

static void put_environment(FILE *page) {
    fputs(".SH ENVIRONMENT\n"
          ".TP\n.B NO_COLOR\nWhen it is set, text has no colours unless \\fB\\-\\-color\\fR asks for them.\n"
          ".TP\n.B COLUMNS\nThe width of a line where there is no terminal to ask.\n"
          ".TP\n.B TMPDIR\nWhere what is more than \\fB\\-\\-memory\\fR goes unless \\fB\\-\\-spool\\fR says "
          "otherwise, \\fBdvoinik dedup\\fR puts standard input meanwhile, and \\fBdvoinik watch\\fR keeps "
          "articles that go into no index; /tmp without it.\n",
          page);
}

static void put_examples(FILE *page) {
    fputs(".SH EXAMPLES\n.nf\n", page);
    for (size_t i = 0; i < n_verbs; i++)
        for (const char *at = verbs[i].examples; *at != '\0';) {
            char line[256];
            size_t len = strcspn(at, "\n");
            snprintf(line, sizeof line, "%.*s", (int)len, at);
            put_line(page, line);
            at += len + (at[len] != '\0');
        }
    fputs(".fi\n", page);
}

static void put_page(FILE *page, const char *version) {
    fprintf(page,
            ".\\\" Made from the program's tables of verbs and options.\n"
            ".TH DVOINIK 1 \"\" \"dvoinik %s\" \"User Commands\"\n"
            ".SH NAME\ndvoinik \\- find copies, translations and reports of one event in news\n",
            version);
    put_synopsis(page);
    fputs(".SH DESCRIPTION\n", page);
    put_line(page, program_description);
    put_verbs(page);
    put_options(page);
    put_exit_statuses(page);
    put_environment(page);
    put_examples(page);
}

int main(int n, char **words) {
    if (n != 3) {
        fputs("usage: gen_manual VERSION FILE\n", stderr);
        return 2;
    }
    FILE *page = fopen(words[2], "w");
    if (page == NULL) {
        perror(words[2]);
        return 1;
    }
    put_page(page, words[1]);
    int failed = ferror(page);
    if (fclose(page) != 0 || failed) {
        perror(words[2]);
        return 1;
    }
    return 0;
}
