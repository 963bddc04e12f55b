/* dvoinik translit: text in, common form out. */
#include <string.h>

#include "dvoinik/translit.h"
#include "interrupt.h"
#include "messages.h"
#include "nearest.h"
#include "output.h"
#include "verbs.h"
#include "whole_file.h"

enum { WORD_COLUMNS = 24 };

static bool put_word(void *user, dvk_span word, dvk_span form, dvk_span key) {
    output *out = user;
    output_cell(out, word, 0, WORD_COLUMNS);
    output_text(out, " ");
    output_cell(out, form, 0, WORD_COLUMNS);
    output_text(out, " ");
    output_cell(out, key, 0, 0);
    output_text(out, "\n");
    return out->status == DVK_OK && !interrupted();
}

static dvk_status put_form(output *out, const char *scheme, dvk_span text, uint32_t language) {
    dvk_text *form;
    dvk_status status = dvk_text_create(&form);
    if (status != DVK_OK) return status;
    status = scheme != NULL ? dvk_translit(scheme, text, form)
                            : dvk_commonform(dvk_model_builtin(), text, language, form);
    dvk_span span = dvk_text_span(form);
    if (status == DVK_OK) output_lines(out, span);
    dvk_text_destroy(form);
    return status;
}

static int refuse_encoding(const char *path, const whole_file *file, size_t byte) {
    dvk_error error = {.status = DVK_E_ENCODING, .line = 1, .byte = byte};
    for (size_t i = 0; i < byte; i++)
        error.line += file->data[i] == '\n';
    strncpy(error.file, path, sizeof error.file - 1);
    strncpy(error.message, "the text is not valid UTF-8; convert it first", sizeof error.message - 1);
    return message_failure(DVK_E_ENCODING, &error);
}

static int put_file(const settings *values, const char *path, uint32_t language, output *out) {
    whole_file file;
    int result = whole_file_read(&file, path);
    if (result != EXIT_DONE) return result;
    size_t valid = utf8_valid(file.data, file.len);
    if (valid < file.len) {
        result = refuse_encoding(path, &file, valid);
    } else {
        dvk_span text = {file.data, file.len};
        dvk_status status = values->words
                                ? dvk_commonform_words(dvk_model_builtin(), text, language, put_word, out)
                                : put_form(out, values->scheme, text, language);
        if (status < 0) result = message_failure(status, NULL);
    }
    whole_file_finish(&file);
    return result;
}

static bool find_language(const char *code, uint32_t *language) {
    *language = code == NULL ? DVK_TELL_LANGUAGE : 0;
    if (code == NULL || strcmp(code, "und") == 0) return true;
    *language = dvk_language_number(code, strlen(code));
    if (*language != 0) return true;
    message_error(
        "translit: --lang: there is no language '%.*s' here; give a BCP 47 code such as uk, ru or sr-Latn",
        message_cut(code, 40), code);
    return false;
}

static bool find_scheme(const char *name) {
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    if (name == NULL || strcmp(name, "list") == 0) return true;
    for (const dvk_translit_scheme *s = dvk_translit_schemes(); s->name != NULL; s++) {
        if (strcmp(s->name, name) == 0) return true;
        if (is_nearer(name, s->name, &best)) nearest = s->name;
    }
    if (nearest != NULL)
        message_error("translit: --scheme: there is no scheme '%.*s'; did you mean '%s'?",
                      message_cut(name, 40), name, nearest);
    else
        message_error("translit: --scheme: there is no scheme '%.*s'; 'dvoinik translit --scheme list' "
                      "shows all",
                      message_cut(name, 40), name);
    return false;
}

/* What would be parsed and change nothing. */
static bool fits_together(const settings *values) {
    if (values->scheme == NULL) return true;
    const char *idle = values->words ? "words" : values->lang != NULL ? "lang" : NULL;
    if (idle != NULL) {
        message_error("translit: --%s has no meaning with --scheme; it belongs to the common form", idle);
        return false;
    }
    if (strcmp(values->scheme, "list") != 0 || values->n_inputs == 0) return true;
    message_error("translit: --scheme list reads no file; name a scheme, or leave %.*s out",
                  message_cut(values->inputs[0], 200), values->inputs[0]);
    return false;
}

static void list_schemes(output *out) {
    for (const dvk_translit_scheme *s = dvk_translit_schemes(); s->name != NULL; s++) {
        output_cell(out, (dvk_span){s->name, strlen(s->name)}, 0, WORD_COLUMNS);
        output_text(out, " ");
        output_text(out, s->title);
        output_text(out, "\n");
    }
}

int verb_translit(const settings *values) {
    uint32_t language;
    if (!find_language(values->lang, &language) || !find_scheme(values->scheme) || !fits_together(values))
        return EXIT_USAGE;
    output out;
    int status = output_open(&out, values->output);
    if (status != EXIT_DONE) return status;
    if (values->scheme != NULL && strcmp(values->scheme, "list") == 0) {
        list_schemes(&out);
        return output_close(&out);
    }
    if (values->n_inputs == 0) status = put_file(values, "-", language, &out);
    for (size_t i = 0; i < values->n_inputs && status == EXIT_DONE && out.status == DVK_OK; i++)
        status = put_file(values, values->inputs[i], language, &out);
    if (status == EXIT_DONE) return output_close(&out);
    output_discard(&out);
    return status;
}
