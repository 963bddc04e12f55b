/* Text as a JSON string. */
#ifndef DVI_JSON_TEXT_H
#define DVI_JSON_TEXT_H

#include "base/buffer.h"

/* Appends `text` in quotation marks. Only what JSON demands is escaped; bytes that are not UTF-8 become
 * U+FFFD. */
dvk_status dvi_json_string(dvi_buffer *out, dvk_span text);

#endif
