/* Text as a JSON string. */
#ifndef DVI_JSON_TEXT_H
#define DVI_JSON_TEXT_H

#include "base/buffer.h"

/* Appends `text` in quotation marks. Escaped is what JSON demands, and what a terminal would obey or show in
 * another order (dvi_utf8_is_control); bytes that are not UTF-8 become U+FFFD. */
dvk_status dvi_json_string(dvi_buffer *out, dvk_span text);

#endif
