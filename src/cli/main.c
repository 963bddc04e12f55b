/* dvoinik: the command line. Finds the verb, reads its options, and lets it run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dvoinik/version.h"
#include "input_guard.h"
#include "interrupt.h"
#include "messages.h"
#include "nearest.h"
#include "output.h"
#include "verbs.h"

/* A standard stream that is closed must not become the number of the next file that is opened. It stays one
 * that cannot be used: nothing is read from it, and nothing is lost in it unsaid. */
static void hold_standard_streams(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

static int show_version(const char *path) {
    output out;
    int status = output_open(&out, path);
    if (status != EXIT_DONE) return status;
    output_format(&out, "dvoinik %s\n", dvk_version());
    return output_close(&out);
}

static int refuse_inputs(const verb *asked, size_t n) {
    const char *what = n > asked->most     ? "there are too many words"
                       : asked->least == 1 ? "INPUT is missing"
                       : asked->least == 2 ? "ACTION or DIR is missing"
                                           : "A, B or INPUT is missing";
    message_error("%s: %s; give dvoinik %s %s, or see dvoinik %s --help", asked->name, what, asked->name,
                  asked->arguments, asked->name);
    return EXIT_USAGE;
}

static int run_verb(const verb *asked, int n, char *const *words) {
    settings values;
    char message[256];
    settings_init(&values);
    int status;
    if (!options_parse(asked->bit, n, words, &values, message, sizeof message)) {
        message_error("%s: %s", asked->name, message);
        status = EXIT_USAGE;
    } else if (values.help) {
        status = help_show(asked->bit == FOR_HELP ? NULL : asked, values.output);
    } else if (values.version) {
        status = show_version(values.output);
    } else if (values.n_inputs < asked->least || values.n_inputs > asked->most) {
        status = refuse_inputs(asked, values.n_inputs);
    } else if (input_guard_refuses(asked, &values)) {
        status = EXIT_USAGE;
    } else {
        status = verb_run(asked, &values);
    }
    settings_finish(&values);
    return status;
}

static int refuse_option(const char *word) {
    static const char *const known[] = {"--help", "--version"};
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_nearer(word, known[i], &best)) nearest = known[i];
    if (nearest != NULL)
        message_error("there is no option %.*s; did you mean %s?", message_cut(word, 80), word, nearest);
    else
        message_error("%.*s stands before the verb; options come after it: dvoinik cluster %.*s ..., or see "
                      "dvoinik --help",
                      message_cut(word, 80), word, message_cut(word, 80), word);
    return EXIT_USAGE;
}

/* What is put around a name, so that a shell takes it as it is; NULL where neither kind of quotes does. */
static const char *quotes_for(const char *name) {
    if (strchr(name, '\'') != NULL) return strpbrk(name, "\"\\$`!") != NULL ? NULL : "\"";
    return strpbrk(name, " \t\n\"\\$&;|<>()*?[]{}`!#~") != NULL ? "'" : "";
}

static int refuse_verb(const char *word) {
    const char *nearest = verb_nearest(word), *quotes = quotes_for(word);
    if (nearest != NULL)
        message_error("there is no verb '%.*s'; did you mean '%s'?", message_cut(word, 80), word, nearest);
    else if (quotes != NULL && access(word, F_OK) == 0)
        message_error("there is no verb '%.*s'; to cluster that file: dvoinik cluster %s%s%s",
                      message_cut(word, 80), word, quotes, word, quotes);
    else
        message_error("there is no verb '%.*s'; see dvoinik --help", message_cut(word, 80), word);
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    hold_standard_streams();
    interrupt_watch();
    if (argc < 2) {
        message_error("say what to do: dvoinik cluster INPUT..., or dvoinik --help");
        return EXIT_USAGE;
    }
    const verb *asked = verb_find(argv[1]);
    if (asked != NULL) return run_verb(asked, argc - 2, argv + 2);
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return help_show(NULL, NULL);
    if (strcmp(argv[1], "--version") == 0) return show_version(NULL);
    return argv[1][0] == '-' && argv[1][1] != '\0' ? refuse_option(argv[1]) : refuse_verb(argv[1]);
}
