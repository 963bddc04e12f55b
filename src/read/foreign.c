/* Whether a file that lies in a folder beside articles holds something else: a table of other things, a
 * configuration in JSON, XML that is no feed. */
#include "foreign.h"

#include <string.h>

#include "blank.h"
#include "json_peek.h"
#include "table.h"

enum { SAMPLE = 64 * 1024 };

/* Whether the first object of the sample is held whole and has neither title nor text. */
static bool is_other_object(dvk_span sample, const dvi_fields *fields) {
    const char *brace = memchr(sample.data, '{', sample.len);
    dvi_json_peek peek;
    dvk_span key;
    size_t value;
    if (brace == NULL) return false;
    dvi_json_peek_begin(&peek, (dvk_span){brace, sample.len - (size_t)(brace - sample.data)});
    while (dvi_json_peek_next(&peek, &key, &value))
        if (dvi_fields_are_readable(fields, dvi_fields_find(fields, key))) return false;
    return dvi_json_peek_ended(&peek);
}

dvk_status dvi_foreign_tell(dvi_window *window, const dvi_fields *fields, dvi_layout layout, bool *foreign,
                            dvk_error *error) {
    dvk_status status = dvi_sniff_hold(window, SAMPLE, error);
    if (status != DVK_OK) return status;
    size_t held = dvi_window_held(window);
    dvk_span sample = {dvi_window_at(window), held < SAMPLE ? held : SAMPLE};
    dvk_span root;
    *foreign = false;
    if (dvi_trim(sample).len == 0) return DVK_OK;
    switch (layout) {
    case DVI_LAYOUT_OPML:
        *foreign = true;
        break;
    case DVI_LAYOUT_CSV:
    case DVI_LAYOUT_TSV:
        *foreign = !dvi_table_is_readable(sample, fields);
        break;
    case DVI_LAYOUT_FEED:
        root = dvi_sniff_root(sample);
        *foreign = root.len != 0 && !dvi_sniff_is_feed(root);
        break;
    case DVI_LAYOUT_LINES:
    case DVI_LAYOUT_ARRAY:
    case DVI_LAYOUT_OBJECTS:
        *foreign = is_other_object(sample, fields);
        break;
    default:
        break;
    }
    return DVK_OK;
}
