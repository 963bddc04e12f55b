/* Look-ups in the sealed model. */
#include "sealed_model.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/fold_class.h"
#include "base/span.h"

uint32_t dvi_tagged_key(const char *tagged, size_t len) {
    uint32_t key = (uint32_t)XXH3_64bits(tagged, len);
    return key != 0 ? key : 1;
}

uint32_t dvi_feature_key(char tag, const char *text, size_t len) {
    char tagged[DVI_TAGGED_KEY];
    if (len > DVI_TAGGED_KEY - 1) len = DVI_TAGGED_KEY - 1;
    tagged[0] = tag;
    memcpy(tagged + 1, text, len);
    return dvi_tagged_key(tagged, len + 1);
}

/* Of a line, without a branch: which is meant cannot be foreseen. 0 when none is, else one more than the idf.
 */
static uint32_t idf_of_line(const uint32_t *line, uint32_t tag) {
    uint32_t found = 0;
    for (int i = 0; i < DVI_IDF_LINE; i++) {
        uint32_t same = 0u - (uint32_t)((line[i] >> DVI_IDF_BITS == tag) & (line[i] != DVI_IDF_NONE));
        found |= ((line[i] & ((1u << DVI_IDF_BITS) - 1)) + 1) & same;
    }
    return found;
}

uint16_t dvi_model_idf(const dvk_model *model, uint32_t key, uint16_t unknown) {
    if (model->idfs == NULL) return unknown;
    const uint32_t *line = model->idfs + dvi_idf_line(key);
    uint32_t found = idf_of_line(line, dvi_idf_tag(key));
    if (found == 0 && line[DVI_IDF_LINE - 1] != DVI_IDF_NONE)
        found = idf_of_line(line + DVI_IDF_LINE, dvi_idf_tag(key));
    return found != 0 ? (uint16_t)(found - 1) : unknown;
}

uint64_t dvi_stem_key(uint32_t column, const uint8_t *classes, size_t n) {
    uint64_t key = column;
    for (size_t i = 0; i < n && i < DVI_STEM_LETTERS; i++)
        key |= (uint64_t)classes[i] << (DVI_COLUMN_BITS + 5 * i);
    return key;
}

uint32_t dvi_phrase_part(const uint8_t *classes, size_t n) {
    uint32_t part = 0;
    for (size_t i = 0; i < n && i < DVI_PART_LETTERS; i++)
        part |= (uint32_t)classes[i] << (5 * i);
    return part;
}

uint32_t dvi_phrase_more(const uint8_t *classes, size_t n) {
    uint32_t more = 0;
    for (size_t i = 0; i < DVI_MORE_LETTERS && DVI_PART_LETTERS + i < n; i++) {
        uint8_t class = classes[DVI_PART_LETTERS + i];
        more |= (uint32_t)(dvi_fold_is_vowel(class) ? DVI_FOLD_A : class) << (5 * i);
    }
    return more;
}

const dvi_stem *dvi_model_stem(const dvk_model *model, uint64_t key) {
    const uint32_t *start = model->stem_starts + dvi_stem_bucket(key);
    for (uint32_t i = start[0]; i < start[1]; i++)
        if (model->stems[i].key == key) return &model->stems[i];
    return NULL;
}

size_t dvi_model_phrases(const dvk_model *model, uint32_t column, uint32_t part, size_t *end) {
    uint32_t first = part | column << 24;
    const uint32_t *start = model->phrase_starts + dvi_phrase_bucket(first);
    size_t at = start[0];
    while (at < start[1] && model->phrases[at].part[0] != first)
        at++;
    *end = start[1];
    return at;
}

uint64_t dvk_model_fingerprint(const dvk_model *model) {
    return model != NULL ? model->fingerprint : 0;
}

uint32_t dvk_model_version(const dvk_model *model) {
    return model != NULL ? model->version : 0;
}

uint32_t dvk_language_count(void) {
    return dvi_language_count;
}

const char *dvk_language_code(uint32_t language) {
    return dvi_languages[language < dvi_language_count ? language : 0].code;
}

uint32_t dvk_language_number(const char *code, uint64_t len) {
    const dvk_span given = {code, (size_t)len};
    if (code == NULL) return 0;
    for (uint32_t i = 1; i < dvi_language_count; i++)
        if (dvi_is_called(given, dvi_languages[i].code)) return i;
    const char *dash = len != 0 ? memchr(code, '-', given.len) : NULL;
    return dash != NULL ? dvk_language_number(code, (uint64_t)(dash - code)) : 0;
}
