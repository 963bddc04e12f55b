/* One JSON record -> one article: what the values of its fields may be. */
#include "json_record.h"

#include <string.h>

#include "base/error.h"
#include "base/span.h"
#include "blank.h"
#include "complete.h"

typedef struct reading {
    const dvi_record *record;
    const dvi_origin *origin;
    const dvi_fields *fields;
    dvi_json_value values[DVI_MOST_NAMES];
    dvk_error *error;
} reading;

static const char *name_of_kind(dvi_json_kind kind) {
    switch (kind) {
    case DVI_JSON_NUMBER:
        return "a number";
    case DVI_JSON_BOOLEAN:
        return "true or false";
    case DVI_JSON_ARRAY:
        return "an array";
    case DVI_JSON_OBJECT:
        return "an object";
    default:
        return "a string";
    }
}

/* The first of the field's values that is not empty, in the order of its names. */
static dvk_status choose(const reading *in, dvi_field field, bool may_be_number, dvk_span *out) {
    *out = (dvk_span){NULL, 0};
    for (size_t i = 0; i < in->fields->n; i++) {
        const dvi_json_value *value = &in->values[i];
        if (in->fields->field[i] != field || value->kind == DVI_JSON_ABSENT || value->kind == DVI_JSON_NULL)
            continue;
        if (value->kind != DVI_JSON_STRING && !(value->kind == DVI_JSON_NUMBER && may_be_number))
            return dvi_error_set(in->error, DVK_E_INPUT, in->origin->path, in->record->line, in->record->byte,
                                 "the field \"%.*s\" is %s; it must be a string%s",
                                 (int)in->fields->names[i].len, in->fields->names[i].data,
                                 name_of_kind(value->kind), may_be_number ? " or a number" : "");
        if (dvi_is_blank(value->text)) continue;
        *out = value->text;
        return DVK_OK;
    }
    return DVK_OK;
}

static dvk_status choose_all(const reading *in, dvk_article *article) {
    dvk_status status = choose(in, DVI_FIELD_ID, true, &article->id);
    if (status == DVK_OK) status = choose(in, DVI_FIELD_URL, false, &article->url);
    if (status == DVK_OK) status = choose(in, DVI_FIELD_TITLE, false, &article->title);
    if (status == DVK_OK) status = choose(in, DVI_FIELD_TEXT, false, &article->text);
    if (status == DVK_OK) status = choose(in, DVI_FIELD_DATE, true, &article->date);
    if (status == DVK_OK) status = choose(in, DVI_FIELD_SOURCE, false, &article->source);
    if (status == DVK_OK) status = choose(in, DVI_FIELD_LANG, false, &article->lang);
    return status;
}

static dvk_status fail_fault(const reading *in, dvk_status status, const dvi_json_fault *fault) {
    uint64_t line = in->record->line + dvi_count_byte((dvk_span){in->record->text.data, fault->at}, '\n');
    const char *reason = status == DVK_E_MEMORY ? "out of memory while parsing a record" : fault->reason;
    return dvi_error_set(in->error, status, in->origin->path, line, in->record->byte + fault->at, "%s",
                         reason);
}

dvk_status dvi_json_record_read(dvi_json *json, const dvi_fields *fields, const dvi_record *record,
                                const dvi_origin *origin, dvi_buffer *id, dvk_article *article,
                                dvk_error *error) {
    reading in = {.record = record, .origin = origin, .fields = fields, .error = error};
    dvi_json_fault fault;
    dvk_status status = dvi_json_parse(json, record->text.data, record->text.len, fields->names, fields->n,
                                       in.values, &fault);
    if (status != DVK_OK) return fail_fault(&in, status, &fault);
    *article = (dvk_article){
        .record = record->text, .line = record->line, .byte = record->byte, .record_is_json = true};
    status = choose_all(&in, article);
    return status == DVK_OK ? dvi_complete(article, origin, record->number, id, error) : status;
}
