/* The common form of a text, and its words with their keys, for people.
 *
 * A text is a row of words and of everything else: words are read letter by letter through the tables, the
 * rest is copied. Words longer than DVI_WORD_LETTERS are read in pieces of that length. */
#include "dvoinik/commonform.h"

#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/span.h"
#include "base/utf8.h"
#include "characters.h"
#include "spelling.h"
#include "tables/sealed_model.h"
#include "text.h"
#include "tokenize.h"

enum { KEY_LETTERS = 8, FOREIGN_KEY_LETTERS = 6 };

/* DVK_OK, with the number of the language the text is to be read as. */
static dvk_status choose_language(const dvk_model *model, dvk_span text, uint32_t wanted,
                                  uint32_t *language) {
    if (wanted != DVK_TELL_LANGUAGE && wanted >= dvi_language_count) return DVK_E_ARGUMENT;
    if (dvi_utf8_check(text) != text.len) return DVK_E_ENCODING;
    *language = wanted == DVK_TELL_LANGUAGE ? dvk_language_identify(model, text, NULL) : wanted;
    return DVK_OK;
}

/* ---- the form ---- */

static dvk_status put_word(dvk_span text, size_t *at, uint32_t language, dvi_buffer *out) {
    dvi_spelling word;
    *at = dvi_spelling_read(text, *at, DVI_WORD_LETTERS, &word);
    dvi_spelling_repair(&word);
    char reading[DVI_READING_BYTES];
    bool unknown;
    size_t len = dvi_read_word(language, word.list, word.n, reading, &unknown);
    return dvi_buffer_append(out, reading, len);
}

static dvk_status put_foreign(uint32_t c, dvi_buffer *out) {
    char folded[4];
    return dvi_buffer_append(out, folded, dvi_utf8_put(dvi_fold_foreign(c), folded));
}

static dvk_status put_form(dvk_span text, uint32_t language, dvi_buffer *out) {
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < text.len && status == DVK_OK;) {
        size_t next = at;
        uint32_t c = dvi_utf8_next(text.data, &next);
        switch (dvi_character_of(c)) {
        case DVI_CHAR_LETTER:
            status = put_word(text, &at, language, out);
            continue;
        case DVI_CHAR_FOREIGN:
            status = put_foreign(c, out);
            break;
        default:
            status = dvi_buffer_append(out, text.data + at, next - at);
            break;
        }
        at = next;
    }
    return status;
}

dvk_status dvk_commonform(const dvk_model *model, dvk_span text, uint32_t language, dvk_text *out) {
    if (model == NULL || out == NULL || !dvi_is_span(text) || dvi_text_lends(out, text))
        return DVK_E_ARGUMENT;
    size_t before = out->bytes.len;
    dvk_status status = choose_language(model, text, language, &language);
    if (status == DVK_OK) status = put_form(text, language, &out->bytes);
    if (status != DVK_OK) out->bytes.len = before;
    return status;
}

/* ---- words ---- */

typedef struct visit {
    dvk_span text;
    uint32_t language;
    dvi_token_list tokens;
    dvi_concept_text *texts;
    dvi_buffer form;
} visit;

/* The first letters of a form, for words whose letters no table folds. */
static size_t cut_form(dvk_span form, char *out) {
    size_t at = 0;
    for (int i = 0; i < FOREIGN_KEY_LETTERS && at < form.len; i++)
        dvi_utf8_next(form.data, &at);
    if (at != 0) memcpy(out, form.data, at);
    return at;
}

static size_t skeleton_text(dvk_span word, uint32_t language, char *out) {
    uint32_t letters[DVI_WORD_LETTERS];
    uint8_t classes[KEY_LETTERS];
    dvi_folded folded;
    size_t n = dvi_word_letters(word, letters);
    if (n == 0 || !dvi_fold_word(language, letters, n, &folded)) return 0;
    n = dvi_skeleton(&folded, classes, KEY_LETTERS);
    for (size_t i = 0; i < n; i++)
        out[i] = DVI_FOLD_LETTERS[classes[i] - 1];
    return n;
}

static dvk_span key_of(const visit *v, size_t i, dvk_span word, char *out) {
    const char *concept = v->texts[i].text;
    if (concept[0] != '\0') return (dvk_span){concept, strlen(concept)};
    size_t n = skeleton_text(word, v->language, out);
    if (n == 0) n = cut_form(dvi_buffer_span(&v->form), out);
    return (dvk_span){out, n};
}

/* The part of the text that token i stands for, with the tokens its concept covers. */
static dvk_span part_of(const visit *v, size_t i) {
    size_t last = i;
    while (last + 1 < v->tokens.n && v->tokens.list[last + 1].span == 0)
        last++;
    size_t begin = v->tokens.list[i].begin,
           end = (size_t)v->tokens.list[last].begin + v->tokens.list[last].len;
    return (dvk_span){v->text.data + begin, end - begin};
}

static dvk_status visit_tokens(visit *v, dvk_word_visitor see, void *user) {
    for (size_t i = 0; i < v->tokens.n; i++) {
        if (v->tokens.list[i].span == 0) continue;
        dvk_span word = part_of(v, i);
        char key[4 * DVI_WORD_LETTERS];
        v->form.len = 0;
        dvk_status status = put_form(word, v->language, &v->form);
        if (status != DVK_OK) return status;
        if (!see(user, word, dvi_buffer_span(&v->form), key_of(v, i, word, key))) return DVK_OK;
    }
    return DVK_OK;
}

static dvk_status make_tokens(visit *v, const dvk_model *model) {
    dvi_word_cache *cache;
    dvk_status status = dvi_word_cache_create(&cache, model);
    if (status == DVK_OK) status = dvi_tokenize(cache, v->text, v->language, DVI_ZONE_BODY, &v->tokens);
    dvi_word_cache_destroy(cache);
    if (status != DVK_OK || v->tokens.n == 0) return status;
    v->texts = dvi_alloc_zero(v->tokens.n, sizeof *v->texts);
    if (v->texts == NULL) return DVK_E_MEMORY;
    dvi_name_concepts(model, v->text, v->language, &v->tokens, v->texts);
    return DVK_OK;
}

dvk_status dvk_commonform_words(const dvk_model *model, dvk_span text, uint32_t language,
                                dvk_word_visitor see, void *user) {
    visit v = {.text = text};
    if (model == NULL || see == NULL || !dvi_is_span(text)) return DVK_E_ARGUMENT;
    if (text.len > UINT32_MAX) return DVK_E_LIMIT;
    dvk_status status = choose_language(model, text, language, &v.language);
    if (status == DVK_OK) status = make_tokens(&v, model);
    if (status == DVK_OK) status = visit_tokens(&v, see, user);
    dvi_buffer_finish(&v.form);
    dvi_free(v.texts);
    dvi_token_list_finish(&v.tokens);
    return status;
}
