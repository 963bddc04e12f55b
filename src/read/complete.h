/* What every article goes through, whatever its format: blank fields, its id, its date. */
#ifndef DVI_COMPLETE_H
#define DVI_COMPLETE_H

#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"
#include "json_record.h"

/* Takes white space off the ends of the fields; one that is blank becomes empty. */
void dvi_trim_fields(dvk_article *article);

/* What an article that is a file of its own is called. */
dvk_span dvi_file_id(const dvi_origin *origin);

/* `article` has its fields, empty where they are blank, its line, byte and record. Makes `file`, `time` and,
 * in `made_id` from `number` or what is said, a missing id. Fails with `error` filled: DVK_E_INPUT without
 * title and text or with an id that cannot be printed, DVK_E_MEMORY. */
dvk_status dvi_complete(dvk_article *article, const dvi_origin *origin, uint64_t number, dvi_buffer *made_id,
                        dvk_error *error);

#endif
