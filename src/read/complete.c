/* What every article goes through, whatever its format: blank fields, its id, its date. */
#include "complete.h"

#include <inttypes.h>

#include <xxhash.h>

#include "base/error.h"
#include "base/utf8.h"
#include "blank.h"
#include "filename.h"

static bool holds_control_character(dvk_span text) {
    size_t at = 0;
    while (at < text.len) {
        uint32_t c = dvi_utf8_next(text.data, &at);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    }
    return false;
}

void dvi_trim_fields(dvk_article *article) {
    dvk_span *const fields[] = {&article->id,   &article->url,    &article->title, &article->text,
                                &article->date, &article->source, &article->lang};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        *fields[i] = dvi_is_blank(*fields[i]) ? (dvk_span){NULL, 0} : dvi_trim(*fields[i]);
}

dvk_span dvi_file_id(const dvi_origin *origin) {
    return origin->with_path ? origin->shown : dvi_name_stem(origin->shown);
}

static uint64_t content_of(const dvk_article *article) {
    uint64_t hash = XXH3_64bits(article->url.data, article->url.len);
    hash = XXH3_64bits_withSeed(article->title.data, article->title.len, hash);
    return XXH3_64bits_withSeed(article->text.data, article->text.len, hash);
}

static dvk_status make_id(dvk_article *article, const dvi_origin *origin, uint64_t number, dvi_buffer *made) {
    dvk_span base = origin->with_path ? origin->shown : dvi_name_base(origin->shown);
    made->len = 0;
    dvk_status status = dvi_buffer_append(made, base.data, base.len);
    if (status == DVK_OK && origin->ids_of_content)
        status = dvi_buffer_format(made, ":%016" PRIx64, content_of(article));
    else if (status == DVK_OK)
        status = dvi_buffer_format(made, ":%" PRIu64, number);
    article->id = dvi_buffer_span(made);
    return status;
}

dvk_status dvi_complete(dvk_article *article, const dvi_origin *origin, uint64_t number, dvi_buffer *made_id,
                        dvk_error *error) {
    dvk_status status = DVK_OK;
    const char *message = NULL;
    article->file = origin->shown;
    article->time = DVK_NO_TIME;
    if (article->date.len != 0) (void)dvk_parse_date(article->date, &article->time);
    if (holds_control_character(article->id)) {
        status = DVK_E_INPUT;
        message = "the id holds a control character; ids are printable text";
    } else if (article->id.len == 0) {
        status = make_id(article, origin, number, made_id);
        message = "out of memory while making an id";
    }
    if (status == DVK_OK && article->title.len == 0 && article->text.len == 0) {
        status = DVK_E_INPUT;
        message = "the record has neither title nor text; give one of them";
    }
    if (status == DVK_OK) return DVK_OK;
    return dvi_error_set(error, status, origin->path, article->line, article->byte, "%s", message);
}
