/* Writes the completions of a shell from the tables of verbs and options. Run while building. Each verb's
 * part begins with a line "# verb NAME". */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "verbs.h"

/* What stands behind an option. */
typedef enum value_kind { VALUE_NONE, VALUE_WORDS, VALUE_FILE, VALUE_FOLDER, VALUE_OTHER } value_kind;

static value_kind value_of(const option_spec *spec) {
    if (spec->argument == NULL) return VALUE_NONE;
    if (spec->choices != NULL) return VALUE_WORDS;
    if (strcmp(spec->argument, "FILE") == 0) return VALUE_FILE;
    bool folder = strcmp(spec->argument, "FOLDER") == 0 || strcmp(spec->argument, "DIR") == 0;
    return folder ? VALUE_FOLDER : VALUE_OTHER;
}

static bool is_of(const option_spec *spec, const verb *about) {
    return (spec->verbs & about->bit) != 0;
}

static void put_choices(FILE *out, const option_spec *spec) {
    for (size_t i = 0; spec->choices[i] != NULL; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", spec->choices[i]);
}

static void put_verb_names(FILE *out) {
    for (size_t i = 0; i < n_verbs; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", verbs[i].name);
}

/* Whether only certain words may stand first behind the verb. */
static bool has_first_words(const verb *about) {
    return about->bit == FOR_HELP || about->bit == FOR_INDEX;
}

static void put_actions(FILE *out) {
    for (size_t i = 0; i < N_ACTIONS; i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", actions[i].name);
}

static void put_first_words(FILE *out, const verb *about) {
    if (about->bit == FOR_HELP) put_verb_names(out);
    if (about->bit == FOR_INDEX) put_actions(out);
}

/* The first clause of a help text inside single quotes; `special` characters get a backslash. */
static void put_clause(FILE *out, const char *text, const char *special, const char *quote) {
    for (; *text != '\0' && strncmp(text, "; ", 2) != 0; text++) {
        if (*text == '\'') {
            fputs(quote, out);
            continue;
        }
        if (strchr(special, *text) != NULL) fputc('\\', out);
        fputc(*text, out);
    }
}

static void put_bash_value(FILE *out, const option_spec *spec) {
    if (value_of(spec) == VALUE_NONE) return;
    fputs("        ", out);
    if (spec->letter != '\0') fprintf(out, "-%c | ", spec->letter);
    fprintf(out, "--%s) ", spec->name);
    switch (value_of(spec)) {
    case VALUE_WORDS:
        fputs("_dvoinik_words '", out);
        put_choices(out, spec);
        fputs("' ;;\n", out);
        break;
    case VALUE_FILE:
        fputs("_dvoinik_files -f ;;\n", out);
        break;
    case VALUE_FOLDER:
        fputs("_dvoinik_files -d ;;\n", out);
        break;
    default:
        fputs(";;\n", out);
    }
}

static void put_bash_verb(FILE *out, const verb *about) {
    fprintf(out, "    # verb %s\n    %s)\n        case $before in\n", about->name, about->name);
    for (size_t i = 0; i < n_option_specs; i++)
        if (is_of(&option_specs[i], about)) put_bash_value(out, &option_specs[i]);
    fputs("        *) _dvoinik_operand '", out);
    const char *between = "";
    for (size_t i = 0; i < n_option_specs; i++) {
        if (!is_of(&option_specs[i], about)) continue;
        if (option_specs[i].letter != '\0') fprintf(out, "%s-%c", between, option_specs[i].letter);
        if (option_specs[i].letter != '\0') between = " ";
        fprintf(out, "%s--%s", between, option_specs[i].name);
        between = " ";
    }
    fputs("' '", out);
    put_first_words(out, about);
    fputs("' ;;\n        esac\n        ;;\n", out);
}

static void put_bash(FILE *out) {
    fputs("# bash completion for dvoinik, made from the program's tables of verbs and options.\n\n"
          "_dvoinik_words() {\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$current\")\n"
          "}\n\n"
          "_dvoinik_files() {\n"
          "    compopt -o filenames 2>/dev/null\n"
          "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$current\")\n"
          "}\n\n"
          "_dvoinik_operand() {\n"
          "    if [[ $current == -* ]]; then\n"
          "        _dvoinik_words \"$1\"\n"
          "    elif ((COMP_CWORD == 2)) && [[ -n $2 ]]; then\n"
          "        _dvoinik_words \"$2\"\n"
          "    else\n"
          "        _dvoinik_files -f\n"
          "    fi\n"
          "}\n\n"
          "_dvoinik() {\n"
          "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} "
          "verb=${COMP_WORDS[1]}\n"
          "    local verbs='",
          out);
    put_verb_names(out);
    fputs("'\n"
          "    COMPREPLY=()\n"
          "    # --name=value comes as three words.\n"
          "    if [[ $current == = ]]; then\n"
          "        current=\n"
          "    elif [[ $before == = ]]; then\n"
          "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "    fi\n"
          "    if ((COMP_CWORD == 1)); then\n"
          "        _dvoinik_words \"$verbs --help --version\"\n"
          "        return\n"
          "    fi\n"
          "    case $verb in\n",
          out);
    for (size_t i = 0; i < n_verbs; i++)
        put_bash_verb(out, &verbs[i]);
    fputs("    esac\n}\n\ncomplete -F _dvoinik dvoinik\n", out);
}

static void put_zsh_value(FILE *out, const option_spec *spec) {
    if (value_of(spec) == VALUE_NONE) return;
    fprintf(out, ":%s:", spec->argument);
    if (value_of(spec) == VALUE_WORDS) {
        fputc('(', out);
        put_choices(out, spec);
        fputc(')', out);
    } else if (value_of(spec) == VALUE_FILE) {
        fputs("_files", out);
    } else if (value_of(spec) == VALUE_FOLDER) {
        fputs("_files -/", out);
    } else {
        fputc(' ', out);
    }
}

static void put_zsh_option(FILE *out, const option_spec *spec) {
    const char *sign = spec->argument != NULL ? "=" : "", *plus = spec->argument != NULL ? "+" : "";
    fputs("            ", out);
    if (spec->kind == OPTION_LIST || spec->kind == OPTION_FIELD)
        fprintf(out, "'*--%s%s[", spec->name, sign);
    else if (spec->letter != '\0')
        fprintf(out, "'(-%c --%s)'{-%c%s,--%s%s}'[", spec->letter, spec->name, spec->letter, plus, spec->name,
                sign);
    else
        fprintf(out, "'--%s%s[", spec->name, sign);
    put_clause(out, spec->help, "[]:\\", "'\\''");
    fputc(']', out);
    put_zsh_value(out, spec);
    fputs("' \\\n", out);
}

static void put_zsh_operands(FILE *out, const verb *about) {
    bool first = has_first_words(about), others = about->most > 1;
    if (first) {
        fprintf(out, "            '1:%s:(", about->bit == FOR_HELP ? "verb" : "action");
        put_first_words(out, about);
        fprintf(out, ")'%s", others ? " \\\n" : "");
    }
    fprintf(out, "%s\n        ;;\n", others ? "            '*:input:_files'" : "");
}

static void put_zsh(FILE *out) {
    fputs("#compdef dvoinik\n"
          "# zsh completion for dvoinik, made from the program's tables of verbs and options.\n\n"
          "_dvoinik() {\n"
          "    local -a verbs\n"
          "    verbs=(\n",
          out);
    for (size_t i = 0; i < n_verbs; i++) {
        fprintf(out, "        '%s:", verbs[i].name);
        put_clause(out, verbs[i].summary, ":\\", "'\\''");
        fputs("'\n", out);
    }
    fputs("    )\n"
          "    if ((CURRENT == 2)); then\n"
          "        _describe verb verbs\n"
          "        _arguments '--help[this help]' '--version[the version]'\n"
          "        return\n"
          "    fi\n"
          "    local verb=$words[2]\n"
          "    shift words\n"
          "    ((CURRENT--))\n"
          "    case $verb in\n",
          out);
    for (size_t i = 0; i < n_verbs; i++) {
        fprintf(out, "    # verb %s\n    %s)\n        _arguments -s \\\n", verbs[i].name, verbs[i].name);
        for (size_t k = 0; k < n_option_specs; k++)
            if (is_of(&option_specs[k], &verbs[i])) put_zsh_option(out, &option_specs[k]);
        put_zsh_operands(out, &verbs[i]);
    }
    fputs("    esac\n}\n\n_dvoinik \"$@\"\n", out);
}

static void put_fish_option(FILE *out, const option_spec *spec, const char *name) {
    fprintf(out, "complete -c dvoinik -n '__fish_seen_subcommand_from %s'", name);
    if (spec->letter != '\0') fprintf(out, " -s %c", spec->letter);
    fprintf(out, " -l %s", spec->name);
    if (value_of(spec) == VALUE_WORDS) {
        fputs(" -x -a '", out);
        put_choices(out, spec);
        fputc('\'', out);
    } else if (value_of(spec) == VALUE_FILE) {
        fputs(" -r -F", out);
    } else if (value_of(spec) == VALUE_FOLDER) {
        fputs(" -x -a '(__fish_complete_directories)'", out);
    } else if (value_of(spec) == VALUE_OTHER) {
        fputs(" -x", out);
    }
    fputs(" -d '", out);
    put_clause(out, spec->help, "\\", "\\'");
    fputs("'\n", out);
}

/* Files come behind the first word, where that is one of some. */
static void put_fish_operands(FILE *out, const verb *about) {
    const char *seen = "__fish_seen_subcommand_from";
    if (about->bit == FOR_INDEX) {
        fprintf(out, "complete -c dvoinik -n '%s %s; and not %s ", seen, about->name, seen);
        put_actions(out);
        fputs("' -a '", out);
        put_actions(out);
        fprintf(out, "'\ncomplete -c dvoinik -n '%s %s; and %s ", seen, about->name, seen);
        put_actions(out);
        fputs("' -F\n", out);
        return;
    }
    fprintf(out, "complete -c dvoinik -n '%s %s'", seen, about->name);
    if (about->bit == FOR_HELP) {
        fputs(" -a '", out);
        put_verb_names(out);
        fputs("'\n", out);
    } else {
        fputs(" -F\n", out);
    }
}

static void put_fish_verb(FILE *out, const verb *about) {
    fprintf(out, "\n# verb %s\ncomplete -c dvoinik -n __fish_use_subcommand -a %s -d '", about->name,
            about->name);
    put_clause(out, about->summary, "\\", "\\'");
    fputs("'\n", out);
    put_fish_operands(out, about);
    for (size_t i = 0; i < n_option_specs; i++)
        if (is_of(&option_specs[i], about)) put_fish_option(out, &option_specs[i], about->name);
}

static void put_fish(FILE *out) {
    fputs("# fish completion for dvoinik, made from the program's tables of verbs and options.\n\n"
          "complete -c dvoinik -f\n"
          "complete -c dvoinik -n __fish_use_subcommand -l help -d 'this help'\n"
          "complete -c dvoinik -n __fish_use_subcommand -l version -d 'the version'\n",
          out);
    for (size_t i = 0; i < n_verbs; i++)
        put_fish_verb(out, &verbs[i]);
}

int main(int n, char **words) {
    static const struct {
        const char *name;
        void (*put)(FILE *out);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    for (size_t i = 0; n == 3 && i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(words[1], shells[i].name) != 0) continue;
        FILE *out = fopen(words[2], "w");
        if (out != NULL) shells[i].put(out);
        bool failed = out == NULL || ferror(out) != 0;
        if (out != NULL && fclose(out) != 0) failed = true;
        if (failed) perror(words[2]);
        return failed;
    }
    fputs("usage: gen_completions bash|zsh|fish FILE\n", stderr);
    return 2;
}
