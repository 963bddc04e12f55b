/* dvoinik help: made from the tables of verbs and options. */
#include <stdio.h>
#include <string.h>

#include "messages.h"
#include "output.h"
#include "verbs.h"

enum { WIDTH = 80, HELP_COLUMN = 28, SUMMARY_COLUMN = 13 };

/* Words of `text` from column `at`, broken before WIDTH, later lines from column `indent`. */
static void put_wrapped(output *out, const char *text, size_t at, size_t indent) {
    bool fresh = true;
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        if (!fresh && at + 1 + len > WIDTH) {
            output_format(out, "\n%*s", (int)indent, "");
            at = indent;
            fresh = true;
        }
        output_format(out, "%s%.*s", fresh ? "" : " ", (int)len, text);
        at += len + !fresh;
        fresh = false;
        text += len + strspn(text + len, " ");
    }
    output_text(out, "\n");
}

static void put_option(output *out, const option_spec *spec) {
    char left[64];
    char letter[8] = "   ";
    if (spec->letter != '\0') snprintf(letter, sizeof letter, "-%c,", spec->letter);
    int n = snprintf(left, sizeof left, "  %s --%s%s%s", letter, spec->name,
                     spec->argument != NULL ? " " : "", spec->argument != NULL ? spec->argument : "");
    size_t len = n > 0 ? (size_t)n : 0;
    if (len + 2 > HELP_COLUMN) {
        output_format(out, "%s\n%*s", left, HELP_COLUMN, "");
    } else {
        output_format(out, "%-*s", HELP_COLUMN, left);
    }
    put_wrapped(out, spec->help, HELP_COLUMN, HELP_COLUMN);
}

static void put_verb(output *out, const verb *about) {
    output_format(out, "Usage: dvoinik %s %s\n\n", about->name, about->arguments);
    put_wrapped(out, about->description, 0, 0);
    output_text(out, "\nOptions:\n");
    for (size_t i = 0; i < n_option_specs; i++)
        if ((option_specs[i].verbs & about->bit) != 0) put_option(out, &option_specs[i]);
    output_format(out, "\nExample%s:\n%s", strchr(about->examples, '\n')[1] != '\0' ? "s" : "",
                  about->examples);
}

static void put_exit_statuses(output *out) {
    output_text(out, "Exit status:\n");
    for (size_t i = 0; i < n_exit_meanings; i++)
        output_format(out, "  %3d  %s\n", exit_meanings[i].status, exit_meanings[i].meaning);
}

static void put_program(output *out) {
    put_wrapped(out, program_description, 0, 0);
    output_text(out, "\nUsage: dvoinik VERB [OPTIONS] ...\n\nVerbs:\n");
    for (size_t i = 0; i < n_verbs; i++) {
        output_format(out, "  %-*s", SUMMARY_COLUMN - 2, verbs[i].name);
        put_wrapped(out, verbs[i].summary, SUMMARY_COLUMN, SUMMARY_COLUMN);
    }
    output_text(out, "\nOptions of all verbs:\n");
    for (size_t i = 0; i < n_option_specs; i++)
        if (option_specs[i].verbs == FOR_ALL) put_option(out, &option_specs[i]);
    output_text(out, "\nExample:\n  dvoinik cluster news.jsonl\n\n");
    put_exit_statuses(out);
    output_text(out, "\n`dvoinik VERB --help` shows the options of a verb.\n");
}

int help_show(const verb *about, const char *path) {
    output out;
    int status = output_open(&out, path);
    if (status != EXIT_DONE) return status;
    if (about != NULL)
        put_verb(&out, about);
    else
        put_program(&out);
    return output_close(&out);
}

int verb_help(const settings *values) {
    const verb *about = NULL;
    if (values->n_inputs > 0) {
        about = verb_find(values->inputs[0]);
        const char *nearest = verb_nearest(values->inputs[0]);
        if (about == NULL && nearest != NULL) {
            message_error("there is no verb '%.*s'; did you mean '%s'?", message_cut(values->inputs[0], 80),
                          values->inputs[0], nearest);
            return EXIT_USAGE;
        }
        if (about == NULL) {
            message_error("there is no verb '%.*s'; see dvoinik --help", message_cut(values->inputs[0], 80),
                          values->inputs[0]);
            return EXIT_USAGE;
        }
    }
    return help_show(about, values->output);
}
