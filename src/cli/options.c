/* Parsing of options: --name=value, --name value, -n value; "--" ends them; inputs and options may be mixed.
 */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "messages.h"
#include "nearest.h"
#include "verbs.h"

typedef struct parse {
    unsigned verb;
    int n, at;
    char *const *words;
    settings *values;
    char *message;
    size_t cap;
} parse;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool parse_count(const char *text, uint64_t *out, const char **end) {
    if (!is_digit(*text)) return false;
    uint64_t value = 0;
    for (; is_digit(*text); text++) {
        if (value > (UINT64_MAX - 9) / 10) return false;
        value = value * 10 + (uint64_t)(*text - '0');
    }
    *out = value;
    *end = text;
    return true;
}

bool parse_duration(const char *text, int64_t *seconds) {
    static const struct {
        char unit;
        uint32_t seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    uint64_t count;
    const char *end;
    *seconds = 0;
    if (strcmp(text, "none") == 0 || strcmp(text, "0") == 0) return true;
    if (!parse_count(text, &count, &end) || end[0] == '\0' || end[1] != '\0') return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].unit != *end) continue;
        if (count > (uint64_t)INT64_MAX / 2 / units[i].seconds) return false;
        *seconds = (int64_t)(count * units[i].seconds);
        return true;
    }
    return false;
}

/* Digits with a point, by hand: the result must not depend on the locale or on rounding of doubles. */
bool parse_probability(const char *text, uint32_t *share) {
    uint64_t parts = 0, scale = 1;
    bool digits = false;
    for (; is_digit(*text); text++) {
        parts = parts * 10 + (uint64_t)(*text - '0');
        digits = true;
        if (parts > 1) return false;
    }
    if (*text == '.') text++;
    for (; is_digit(*text); text++) {
        digits = true;
        if (scale >= 1000000000) continue;
        parts = parts * 10 + (uint64_t)(*text - '0');
        scale *= 10;
    }
    if (*text != '\0' || !digits || parts > scale) return false;
    *share = (uint32_t)((parts * 65536 + scale / 2) / scale);
    return true;
}

/* The name of the field becomes a constant one, the other stays where it is. */
bool parse_field(const char *text, field_names *fields) {
    static const char *const known[] = {"id", "url", "title", "text", "date", "source", "lang"};
    size_t len = strcspn(text, "=");
    if (fields->n == MOST_FIELD_NAMES || text[len] != '=' || text[len + 1] == '\0') return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i]) != len || memcmp(known[i], text, len) != 0) continue;
        fields->list[fields->n++] = (dvk_field_name){known[i], text + len + 1};
        return true;
    }
    return false;
}

static bool parse_seed(const char *text, uint64_t *seed) {
    bool hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = hexadecimal ? text + 2 : text;
    size_t len = strlen(digits);
    if (len == 0 || strspn(digits, hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") != len)
        return false;
    errno = 0;
    *seed = strtoull(digits, NULL, hexadecimal ? 16 : 10);
    return errno == 0;
}

static bool parse_number(const option_spec *spec, const char *text, uint32_t *out) {
    uint64_t value;
    const char *end;
    if (!parse_count(text, &value, &end) || *end != '\0') return false;
    if (value < spec->least || value > spec->most) return false;
    *out = (uint32_t)value;
    return true;
}

static bool parse_choice(const option_spec *spec, const char *text, int *out) {
    for (int i = 0; spec->choices[i] != NULL; i++) {
        if (strcmp(spec->choices[i], text) != 0) continue;
        *out = i;
        return true;
    }
    return false;
}

static bool refuse_value(const parse *p, const option_spec *spec, const char *text) {
    char wanted[160] = "";
    if (spec->kind == OPTION_NUMBER) {
        snprintf(wanted, sizeof wanted, "a number from %u to %u", (unsigned)spec->least,
                 (unsigned)spec->most);
    } else if (spec->kind == OPTION_CHOICE) {
        for (int i = 0; spec->choices[i] != NULL; i++) {
            size_t at = strlen(wanted);
            const char *comma = i == 0 ? "" : spec->choices[i + 1] == NULL ? " or " : ", ";
            snprintf(wanted + at, sizeof wanted - at, "%s%s", comma, spec->choices[i]);
        }
    } else {
        const char *text_wanted =
            spec->kind == OPTION_PROBABILITY ? "a number from 0 to 1"
            : spec->kind == OPTION_SEED      ? "a whole number below 2^64"
            : spec->kind == OPTION_FIELD
                ? "id, url, title, text, date, source or lang, = and a name, 64 times at most"
                : "a time such as 72h, 3d, 90m or none";
        snprintf(wanted, sizeof wanted, "%s", text_wanted);
    }
    snprintf(p->message, p->cap, "--%s: '%.*s' is not possible here; give %s", spec->name,
             message_cut(text, 80), text, wanted);
    return false;
}

static void add_word(word_list *list, const char *word) {
    list->words = checked_resize(list->words, list->n + 1, sizeof *list->words);
    list->words[list->n++] = word;
}

bool option_given(const settings *values, const char *name) {
    for (size_t i = 0; i < n_option_specs; i++)
        if (strcmp(option_specs[i].name, name) == 0 && (values->given >> i & 1) != 0) return true;
    return false;
}

static bool set_value(const parse *p, const option_spec *spec, const char *text) {
    void *place = (char *)p->values + spec->offset;
    bool good = true;
    p->values->given |= UINT64_C(1) << (spec - option_specs);
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)place = true;
        break;
    case OPTION_TEXT:
        *(const char **)place = text;
        break;
    case OPTION_LIST:
        add_word(place, text);
        break;
    case OPTION_NUMBER:
        good = parse_number(spec, text, place);
        break;
    case OPTION_SEED:
        good = parse_seed(text, place);
        break;
    case OPTION_PROBABILITY:
        good = parse_probability(text, place);
        break;
    case OPTION_DURATION:
        good = parse_duration(text, place) &&
               (*(const int64_t *)place >= spec->least || strcmp(text, "none") == 0);
        break;
    case OPTION_CHOICE:
        good = parse_choice(spec, text, place);
        break;
    case OPTION_FIELD:
        good = parse_field(text, place);
        break;
    }
    return good || refuse_value(p, spec, text);
}

/* Other verbs' options: which verbs' it is. */
static bool refuse_foreign(const parse *p, const char *name) {
    char owners[128] = "";
    unsigned of = 0;
    for (size_t i = 0; i < n_option_specs; i++)
        if (strcmp(option_specs[i].name, name) == 0) of |= option_specs[i].verbs;
    for (size_t i = 0; i < n_verbs; i++) {
        size_t at = strlen(owners);
        if ((of & verbs[i].bit) != 0)
            snprintf(owners + at, sizeof owners - at, "%s%s", at > 0 ? ", " : "", verbs[i].name);
    }
    if (of != 0) snprintf(p->message, p->cap, "--%s has no meaning here; it belongs to %s", name, owners);
    return of != 0;
}

static bool refuse_unknown(const parse *p, const char *word) {
    const char *name = word[1] == '-' ? word + 2 : word + 1, *nearest = NULL;
    size_t len = strcspn(name, "="), best = SIZE_MAX;
    char typed[64];
    snprintf(typed, sizeof typed, "%.*s", (int)(len < 60 ? len : 60), name);
    if (word[1] == '-' && refuse_foreign(p, typed)) return false;
    for (size_t i = 0; i < n_option_specs; i++)
        if ((option_specs[i].verbs & p->verb) != 0 && is_nearer(typed, option_specs[i].name, &best))
            nearest = option_specs[i].name;
    if (nearest != NULL)
        snprintf(p->message, p->cap, "there is no option %.*s; did you mean --%s?", message_cut(word, 80),
                 word, nearest);
    else
        snprintf(p->message, p->cap, "there is no option %.*s; see --help", message_cut(word, 80), word);
    return false;
}

static const option_spec *find_long(const parse *p, const char *name, size_t len) {
    for (size_t i = 0; i < n_option_specs; i++) {
        const option_spec *spec = &option_specs[i];
        if ((spec->verbs & p->verb) != 0 && strlen(spec->name) == len && memcmp(spec->name, name, len) == 0)
            return spec;
    }
    return NULL;
}

static const option_spec *find_letter(const parse *p, char letter) {
    for (size_t i = 0; i < n_option_specs; i++)
        if ((option_specs[i].verbs & p->verb) != 0 && option_specs[i].letter == letter)
            return &option_specs[i];
    return NULL;
}

static bool refuse_missing(const parse *p, const option_spec *spec) {
    snprintf(p->message, p->cap, "--%s needs a value: --%s %s", spec->name, spec->name, spec->argument);
    return false;
}

/* The value of an option: what stands in its own word, or the next word where that is NULL. */
static bool take_value(parse *p, const option_spec *spec, const char *value) {
    if (value == NULL) {
        if (p->at == p->n) return refuse_missing(p, spec);
        value = p->words[p->at++];
    }
    bool is_name = spec->kind == OPTION_TEXT || spec->kind == OPTION_LIST;
    if (is_name && value[0] == '\0') return refuse_missing(p, spec);
    return set_value(p, spec, value);
}

static bool take_long(parse *p) {
    const char *word = p->words[p->at++];
    size_t len = strcspn(word + 2, "=");
    const char *value = word[2 + len] == '=' ? word + 2 + len + 1 : NULL;
    const option_spec *spec = find_long(p, word + 2, len);
    if (spec == NULL) return refuse_unknown(p, word);
    if (spec->kind != OPTION_FLAG) return take_value(p, spec, value);
    if (value == NULL) return set_value(p, spec, NULL);
    snprintf(p->message, p->cap, "--%s takes no value", spec->name);
    return false;
}

/* Flags may share a word, and the last letter in it may have its value there: -qj4. A long name after one
 * dash is a slip. */
static bool take_letters(parse *p) {
    const char *word = p->words[p->at++];
    if (word[2] != '\0' && find_long(p, word + 1, strcspn(word + 1, "=")) != NULL)
        return refuse_unknown(p, word);
    for (size_t i = 1; word[i] != '\0'; i++) {
        const option_spec *spec = find_letter(p, word[i]);
        if (spec == NULL) return refuse_unknown(p, word);
        if (spec->kind != OPTION_FLAG) return take_value(p, spec, word[i + 1] != '\0' ? word + i + 1 : NULL);
        if (!set_value(p, spec, NULL)) return false;
    }
    return true;
}

bool options_parse(unsigned of, int n, char *const *words, settings *values, char *message, size_t cap) {
    parse p = {of, n, 0, words, values, message, cap};
    bool options = true;
    values->inputs = checked_alloc((size_t)n + 1, sizeof *values->inputs);
    while (p.at < n) {
        const char *word = words[p.at];
        if (word[0] == '\0') {
            snprintf(
                message, cap,
                "an empty word names nothing; give a name, or see whether a variable of the shell is empty");
            return false;
        }
        if (!options || word[0] != '-' || word[1] == '\0') {
            values->inputs[values->n_inputs++] = word;
            p.at++;
        } else if (strcmp(word, "--") == 0) {
            options = false;
            p.at++;
        } else if (!(word[1] == '-' ? take_long(&p) : take_letters(&p))) {
            return false;
        }
    }
    return true;
}
