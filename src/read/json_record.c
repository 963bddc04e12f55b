/* One JSON record -> one article: which field names are known and what their values may be. */
#include "json_record.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "blank.h"
#include "filename.h"

/* Every known name, the names of one field together and the preferred one first. */
static const dvk_span keys[] = {
    {"id", 2},      {"guid", 4},      {"url", 3},    {"link", 4},         {"title", 5}, {"headline", 8},
    {"text", 4},    {"content", 7},   {"body", 4},   {"description", 11}, {"date", 4},  {"published", 9},
    {"pubDate", 7}, {"timestamp", 9}, {"source", 6}, {"site", 4},         {"lang", 4},  {"language", 8}};
enum { N_KEYS = sizeof keys / sizeof *keys };

/* Where each field's names begin in `keys`. */
typedef enum field {
    FIELD_ID = 0,
    FIELD_URL = 2,
    FIELD_TITLE = 4,
    FIELD_TEXT = 6,
    FIELD_DATE = 10,
    FIELD_SOURCE = 14,
    FIELD_LANG = 16
} field;

typedef struct reading {
    const dvi_record *record;
    const dvi_origin *origin;
    dvi_json_value values[N_KEYS];
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

static dvk_status fail(const reading *in, dvk_status status, const char *message) {
    return dvi_error_set(in->error, status, in->origin->path, in->record->line, in->record->byte, "%s",
                         message);
}

/* The first of the field's values that is not empty, in the order of its `n` names. */
static dvk_status choose(const reading *in, field first, size_t n, bool may_be_number, dvk_span *out) {
    *out = (dvk_span){NULL, 0};
    for (size_t i = first; i < first + n; i++) {
        const dvi_json_value *value = &in->values[i];
        if (value->kind == DVI_JSON_ABSENT || value->kind == DVI_JSON_NULL) continue;
        if (value->kind != DVI_JSON_STRING && !(value->kind == DVI_JSON_NUMBER && may_be_number))
            return dvi_error_set(in->error, DVK_E_INPUT, in->origin->path, in->record->line, in->record->byte,
                                 "the field \"%s\" is %s; it must be a string%s", keys[i].data,
                                 name_of_kind(value->kind), may_be_number ? " or a number" : "");
        if (dvi_is_blank(value->text)) continue;
        *out = value->text;
        return DVK_OK;
    }
    return DVK_OK;
}

static bool holds_control_character(dvk_span text) {
    size_t at = 0;
    while (at < text.len) {
        uint32_t c = dvi_utf8_next(text.data, &at);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    }
    return false;
}

static dvk_status choose_id(const reading *in, dvi_buffer *made, dvk_span *id) {
    dvk_status status = choose(in, FIELD_ID, 2, true, id);
    if (status != DVK_OK) return status;
    if (holds_control_character(*id))
        return fail(in, DVK_E_INPUT, "the id holds a control character; ids are printable text");
    if (id->len != 0) return DVK_OK;
    dvk_span base = dvi_name_base(in->origin->shown);
    made->len = 0;
    status = dvi_buffer_append(made, base.data, base.len);
    if (status == DVK_OK) status = dvi_buffer_format(made, ":%" PRIu64, in->record->number);
    if (status != DVK_OK) return fail(in, status, "out of memory while making an id");
    *id = dvi_buffer_span(made);
    return DVK_OK;
}

static dvk_status choose_all(const reading *in, dvi_buffer *made_id, dvk_article *article) {
    dvk_status status = choose_id(in, made_id, &article->id);
    if (status == DVK_OK) status = choose(in, FIELD_URL, 2, false, &article->url);
    if (status == DVK_OK) status = choose(in, FIELD_TITLE, 2, false, &article->title);
    if (status == DVK_OK) status = choose(in, FIELD_TEXT, 4, false, &article->text);
    if (status == DVK_OK) status = choose(in, FIELD_DATE, 4, true, &article->date);
    if (status == DVK_OK) status = choose(in, FIELD_SOURCE, 2, false, &article->source);
    if (status == DVK_OK) status = choose(in, FIELD_LANG, 2, false, &article->lang);
    if (status != DVK_OK) return status;
    if (article->title.len == 0 && article->text.len == 0)
        return fail(in, DVK_E_INPUT, "the record has neither title nor text; give one of them");
    return DVK_OK;
}

static uint64_t count_lines(const char *data, size_t len) {
    uint64_t n = 0;
    for (const char *end = data + len; (data = memchr(data, '\n', (size_t)(end - data))) != NULL; data++)
        n++;
    return n;
}

static dvk_status fail_fault(const reading *in, dvk_status status, const dvi_json_fault *fault) {
    uint64_t line = in->record->line + count_lines(in->record->text.data, fault->at);
    const char *reason = status == DVK_E_MEMORY ? "out of memory while parsing a record" : fault->reason;
    return dvi_error_set(in->error, status, in->origin->path, line, in->record->byte + fault->at, "%s",
                         reason);
}

dvk_status dvi_json_record_read(dvi_json *json, const dvi_record *record, const dvi_origin *origin,
                                dvi_buffer *id, dvk_article *article, dvk_error *error) {
    reading in = {.record = record, .origin = origin, .error = error};
    dvi_json_fault fault;
    dvk_status status =
        dvi_json_parse(json, record->text.data, record->text.len, keys, N_KEYS, in.values, &fault);
    if (status != DVK_OK) return fail_fault(&in, status, &fault);
    *article = (dvk_article){
        .record = record->text, .line = record->line, .byte = record->byte, .record_is_json = true};
    article->file = origin->shown;
    status = choose_all(&in, id, article);
    if (status != DVK_OK) return status;
    article->time = DVK_NO_TIME;
    if (article->date.len != 0) (void)dvk_parse_date(article->date, &article->time);
    return DVK_OK;
}
