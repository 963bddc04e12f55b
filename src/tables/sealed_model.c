/* Look-ups in the sealed model. */
#include "sealed_model.h"

#include <string.h>
#include <xxhash.h>

enum { LONGEST_KEY = 96 };

uint32_t dvi_feature_key(char tag, const char *text, size_t len) {
    char tagged[LONGEST_KEY + 1];
    if (len > LONGEST_KEY) len = LONGEST_KEY;
    tagged[0] = tag;
    memcpy(tagged + 1, text, len);
    uint32_t key = (uint32_t)XXH3_64bits(tagged, len + 1);
    return key != 0 ? key : 1;
}

uint16_t dvi_model_idf(const dvk_model *model, uint32_t key, uint16_t unknown) {
    size_t low = 0, high = model->n_frequencies;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (model->frequencies[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < model->n_frequencies && model->frequencies[low].key == key ? model->frequencies[low].idf : unknown;
}

uint64_t dvi_stem_key(uint32_t column, const uint8_t *classes, size_t n) {
    uint64_t key = column;
    for (size_t i = 0; i < n && i < DVI_STEM_LETTERS; i++) key |= (uint64_t)classes[i] << (DVI_COLUMN_BITS + 5 * i);
    return key;
}

uint32_t dvi_phrase_part(const uint8_t *classes, size_t n) {
    uint32_t part = 0;
    for (size_t i = 0; i < n && i < DVI_PART_LETTERS; i++) part |= (uint32_t)classes[i] << (5 * i);
    return part;
}

const dvi_stem *dvi_model_stem(const dvk_model *model, uint64_t key) {
    size_t low = 0, high = model->n_stems;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (model->stems[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < model->n_stems && model->stems[low].key == key ? &model->stems[low] : NULL;
}

static int compare_parts(const uint32_t a[4], const uint32_t b[4]) {
    for (int i = 0; i < 4; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* The first phrase that is not below the parts. */
static size_t phrase_bound(const dvk_model *model, const uint32_t part[4]) {
    size_t low = 0, high = model->n_phrases;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_parts(model->phrases[middle].part, part) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const dvi_phrase *dvi_model_phrase(const dvk_model *model, const uint32_t part[4]) {
    size_t at = phrase_bound(model, part);
    return at < model->n_phrases && compare_parts(model->phrases[at].part, part) == 0 ? &model->phrases[at] : NULL;
}

int dvi_model_phrase_begins(const dvk_model *model, uint32_t column, uint32_t part) {
    uint32_t wanted[4] = {part | column << 24, 0, 0, 0};
    size_t at = phrase_bound(model, wanted);
    return at < model->n_phrases && model->phrases[at].part[0] == wanted[0];
}

uint64_t dvk_model_fingerprint(const dvk_model *model) {
    return model->fingerprint;
}

uint32_t dvk_model_version(const dvk_model *model) {
    return model->version;
}

uint32_t dvk_language_count(void) {
    return dvi_language_count;
}

const char *dvk_language_code(uint32_t language) {
    return dvi_languages[language < dvi_language_count ? language : 0].code;
}

uint32_t dvk_language_number(const char *code, uint64_t len) {
    for (uint32_t i = 1; i < dvi_language_count; i++)
        if (strlen(dvi_languages[i].code) == len && memcmp(dvi_languages[i].code, code, len) == 0) return i;
    const char *dash = len != 0 ? memchr(code, '-', len) : NULL;
    return dash != NULL ? dvk_language_number(code, (uint64_t)(dash - code)) : 0;
}
