/* By which names the fields of an article go in JSON and in tables. */
#include "fields.h"

#include <stdbool.h>
#include <string.h>

#include "blank.h"

#include "base/span.h"

typedef struct known_name {
    const char *name;
    dvi_field field;
} known_name;

/* The names of one field, the preferred one first; that one is its own. */
static const known_name known[] = {
    {"id", DVI_FIELD_ID},         {"guid", DVI_FIELD_ID},
    {"url", DVI_FIELD_URL},       {"link", DVI_FIELD_URL},
    {"title", DVI_FIELD_TITLE},   {"headline", DVI_FIELD_TITLE},
    {"text", DVI_FIELD_TEXT},     {"content", DVI_FIELD_TEXT},
    {"body", DVI_FIELD_TEXT},     {"description", DVI_FIELD_TEXT},
    {"date", DVI_FIELD_DATE},     {"published", DVI_FIELD_DATE},
    {"pubDate", DVI_FIELD_DATE},  {"timestamp", DVI_FIELD_DATE},
    {"source", DVI_FIELD_SOURCE}, {"site", DVI_FIELD_SOURCE},
    {"lang", DVI_FIELD_LANG},     {"language", DVI_FIELD_LANG},
};
enum { N_KNOWN = sizeof known / sizeof *known };

static void add(dvi_fields *fields, dvk_span name, dvi_field field) {
    fields->names[fields->n] = name;
    fields->field[fields->n++] = (uint8_t)field;
}

/* The first name of each field is its own. */
static size_t find_field(const char *name) {
    for (size_t i = 0; i < N_KNOWN; i++)
        if ((i == 0 || known[i].field != known[i - 1].field) && strcmp(known[i].name, name) == 0) return i;
    return N_KNOWN;
}

static dvk_status copy_own(dvi_fields *fields, const dvk_field_name *own, size_t n_own) {
    if (n_own > DVI_MOST_OWN_NAMES || (n_own != 0 && own == NULL)) return DVK_E_ARGUMENT;
    for (size_t i = 0; i < n_own; i++) {
        if (own[i].field == NULL || own[i].name == NULL || own[i].name[0] == '\0') return DVK_E_ARGUMENT;
        if (find_field(own[i].field) == N_KNOWN) return DVK_E_ARGUMENT;
        dvk_status status = dvi_buffer_append(&fields->own, own[i].name, strlen(own[i].name) + 1);
        if (status != DVK_OK) return status;
    }
    const char *name = fields->own.data;
    for (size_t i = 0; i < n_own; i++) {
        dvk_span span = {name, strlen(name)};
        add(fields, span, known[find_field(own[i].field)].field);
        name += span.len + 1;
    }
    return DVK_OK;
}

dvk_status dvi_fields_init(dvi_fields *fields, const dvk_field_name *own, size_t n_own) {
    *fields = (dvi_fields){.n = 0};
    dvk_status status = copy_own(fields, own, n_own);
    if (status != DVK_OK) dvi_fields_finish(fields);
    for (size_t i = 0; status == DVK_OK && i < N_KNOWN; i++)
        add(fields, (dvk_span){known[i].name, strlen(known[i].name)}, known[i].field);
    return status;
}

void dvi_fields_finish(dvi_fields *fields) {
    dvi_buffer_finish(&fields->own);
    *fields = (dvi_fields){.n = 0};
}

size_t dvi_fields_find(const dvi_fields *fields, dvk_span name) {
    size_t i = 0;
    name = dvi_trim(name);
    while (i < fields->n && !dvi_same_letters(fields->names[i], name))
        i++;
    return i;
}

bool dvi_fields_are_readable(const dvi_fields *fields, size_t name) {
    return name < fields->n &&
           (fields->field[name] == DVI_FIELD_TITLE || fields->field[name] == DVI_FIELD_TEXT);
}

dvk_span *dvi_field_of(dvk_article *article, dvi_field field) {
    dvk_span *const fields[DVI_N_FIELDS] = {&article->id,   &article->url,    &article->title, &article->text,
                                            &article->date, &article->source, &article->lang};
    return fields[field];
}
