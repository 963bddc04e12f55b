/* A scheme's own rules: the longest that fits at a letter, in the letter's case. A word is a run of letters
 * with marks, and apostrophes between letters; a hyphen ends one. */
#include "schemes.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "base/memory.h"
#include "characters.h"

typedef struct line {
    const UChar *text;
    int32_t len;
} line;

void dvi_wide_finish(dvi_wide *wide) {
    dvi_free(wide->data);
    *wide = (dvi_wide){0};
}

static dvk_status append(dvi_wide *out, const UChar *text, size_t len) {
    void *data = out->data;
    dvk_status status = dvi_grow(&data, &out->cap, out->len + len, sizeof *out->data);
    out->data = data;
    if (status != DVK_OK) return status;
    if (len > 0) memcpy(out->data + out->len, text, len * sizeof *text);
    out->len += len;
    return DVK_OK;
}

static bool is_apostrophe(UChar c) {
    return dvi_character_of(c) == DVI_CHAR_APOSTROPHE;
}

static bool is_letter(UChar32 c) {
    return u_isalpha(c) && dvi_character_of((uint32_t)c) != DVI_CHAR_APOSTROPHE;
}

/* What stands inside words and is no part of their spelling: stress marks, soft hyphens, joiners. */
static bool is_passed_over(UChar32 c) {
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || dvi_character_of((uint32_t)c) == DVI_CHAR_IGNORED;
}

/* The character whose first or last unit is at `at`. */
static UChar32 character(line l, int32_t at) {
    int32_t lead = U16_IS_TRAIL(l.text[at]) && at > 0 ? at - 1 : at;
    if (!U16_IS_LEAD(l.text[lead]) || lead + 1 == l.len || !U16_IS_TRAIL(l.text[lead + 1])) return l.text[at];
    return 0x10000 + ((l.text[lead] - 0xD800) << 10) + (l.text[lead + 1] - 0xDC00);
}

/* The last character before `at` that is not passed over, and where its last unit is; 0 and -1 when there is
 * none. */
static UChar32 last_before(line l, int32_t at, int32_t *where) {
    for (*where = at - 1; *where >= 0;) {
        UChar32 c = character(l, *where);
        if (!is_passed_over(c)) return c;
        *where -= U16_LENGTH(c);
    }
    *where = -1;
    return 0;
}

/* The first from `at` on that is not, and where it is. */
static UChar32 next_from(line l, int32_t at, int32_t *where) {
    for (*where = at; *where < l.len;) {
        UChar32 c = character(l, *where);
        if (!is_passed_over(c)) return c;
        *where += U16_LENGTH(c);
    }
    *where = -1;
    return 0;
}

static bool inner_apostrophe(line l, int32_t at) {
    int32_t beside;
    return at >= 0 && is_apostrophe(l.text[at]) && is_letter(last_before(l, at, &beside)) &&
           is_letter(next_from(l, at + 1, &beside));
}

/* A word goes on before, from a place. */
static bool word_before(line l, int32_t at) {
    int32_t where;
    return is_letter(last_before(l, at, &where)) || inner_apostrophe(l, where);
}

static bool word_at(line l, int32_t at) {
    int32_t where;
    return is_letter(next_from(l, at, &where)) || inner_apostrophe(l, where);
}

/* The character at `at` as rules spell it. */
static UChar rule_letter(line l, int32_t at) {
    if (inner_apostrophe(l, at)) return '\'';
    UChar32 lower = u_tolower(l.text[at]);
    return lower <= 0xFFFF ? (UChar)lower : l.text[at];
}

static bool in_set(uint8_t set, UChar32 c) {
    c = u_tolower(c);
    for (int i = 0; i < DVI_SET_LETTERS && dvi_scheme_sets[set][i] != 0; i++)
        if (dvi_scheme_sets[set][i] == c) return true;
    return false;
}

/* Whether a rule holds for the letters from `at` to `end`. */
static bool holds_here(const dvi_scheme_rule *rule, line l, int32_t at, int32_t end) {
    int32_t where;
    if (rule->after != 0 && !in_set(rule->after, last_before(l, at, &where))) return false;
    if (rule->before != 0 && !in_set(rule->before, next_from(l, end, &where))) return false;
    if ((rule->where & DVI_RULE_BEGINS) && word_before(l, at)) return false;
    return !(rule->where & DVI_RULE_ENDS) || !word_at(l, end);
}

static bool rule_fits(const dvi_scheme_rule *rule, line l, int32_t at) {
    if (at + rule->n > l.len) return false;
    for (int32_t i = 0; i < rule->n; i++)
        if (rule_letter(l, at + i) != rule->from[i]) return false;
    if (rule->from[0] == '\'' && !inner_apostrophe(l, at)) return false;
    return holds_here(rule, l, at, at + rule->n);
}

static const dvi_scheme_rule *find_rule(const dvi_scheme *scheme, line l, int32_t at) {
    uint16_t letter = rule_letter(l, at);
    uint32_t low = scheme->first, end = scheme->first + scheme->n, high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dvi_scheme_rules[middle].from[0] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < end && dvi_scheme_rules[low].from[0] == letter; low++)
        if (rule_fits(&dvi_scheme_rules[low], l, at)) return &dvi_scheme_rules[low];
    return NULL;
}

/* Whether a word is in capitals by two letters of it that stand together, the second 0 or no letter when it
 * has but one: 1 and -1 for yes and no, 0 where there is no word. */
static int in_capitals(UChar32 one, UChar32 other) {
    if (!is_letter(one)) return 0;
    return u_isupper(one) && (!is_letter(other) || u_isupper(other)) ? 1 : -1;
}

/* Whether the words that blanks part from the word of one letter at `at` are in capitals: КАК Я СТАЛ, and
 * not the initial in США Ю. Шевчук. */
static bool among_capitals(line l, int32_t at) {
    int32_t where, further;
    int ahead = 0, behind = 0;
    UChar32 beside = next_from(l, at + 1, &where);
    if (beside == '.') return false;
    if (u_isUWhiteSpace(beside)) {
        UChar32 first = next_from(l, where + 1, &where);
        behind = in_capitals(first, where < 0 ? 0 : next_from(l, where + U16_LENGTH(first), &further));
    }
    if (u_isUWhiteSpace(last_before(l, at, &where))) {
        UChar32 last = last_before(l, where, &where);
        ahead = in_capitals(last, where < 0 ? 0 : last_before(l, where - U16_LENGTH(last) + 1, &further));
    }
    return ahead + behind > 0;
}

/* Whether what stands for the n letters at `at`, the first a capital, is in capitals throughout: as the
 * letters beside it are, or the words when it has none. */
static bool all_capitals(line l, int32_t at, int32_t n) {
    int32_t where;
    if (n > 1) return u_isupper(l.text[at + 1]);
    UChar32 beside = next_from(l, at + 1, &where);
    if (inner_apostrophe(l, where)) beside = next_from(l, where + 1, &where);
    if (is_letter(beside)) return u_isupper(beside);
    beside = last_before(l, at, &where);
    if (inner_apostrophe(l, where)) beside = last_before(l, where, &where);
    return is_letter(beside) ? u_isupper(beside) : among_capitals(l, at);
}

/* How many units of a spelling go up to its first letter, that one included: ·y has none to raise before the
 * y. */
static int32_t up_to_a_letter(const UChar *text, int32_t len) {
    int32_t at = 0;
    while (at < len && !u_isalpha(text[at]))
        at++;
    return at < len ? at + 1 : len;
}

static dvk_status put_rule(const dvi_scheme_rule *rule, line l, int32_t at, dvi_wide *out) {
    UChar text[32], capitals[32];
    int32_t len;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(text, 32, &len, rule->to, -1, &error);
    if (U_FAILURE(error) || len == 0 || !u_isupper(l.text[at])) return append(out, text, (size_t)len);
    int32_t raised = all_capitals(l, at, rule->n) ? len : up_to_a_letter(text, len);
    int32_t n = u_strToUpper(capitals, 32, text, raised, "", &error);
    if (U_FAILURE(error)) return DVK_E_MEMORY;
    dvk_status status = append(out, capitals, (size_t)n);
    return status == DVK_OK ? append(out, text + raised, (size_t)(len - raised)) : status;
}

dvk_status dvi_scheme_apply(const dvi_scheme *scheme, const UChar *text, size_t len, dvi_wide *out) {
    line l = {text, (int32_t)len};
    dvk_status status = DVK_OK;
    for (int32_t at = 0; at < l.len && status == DVK_OK;) {
        const dvi_scheme_rule *rule = find_rule(scheme, l, at);
        status = rule != NULL ? put_rule(rule, l, at, out) : append(out, text + at, 1);
        at += rule != NULL ? rule->n : 1;
    }
    return status;
}
