/* Whether a file that lies in a folder beside articles holds something else. */
#ifndef DVI_FOREIGN_H
#define DVI_FOREIGN_H

#include <stdbool.h>

#include "dvoinik/status.h"
#include "fields.h"
#include "sniff.h"
#include "window.h"

/* Tells by what the window begins with, for an input of that layout, nothing of it consumed. When it is not
 * sure it is not foreign, and the layout's reader will say what is wrong. A list of files is: what it lists
 * would be read twice. Fails only when the window does. */
dvk_status dvi_foreign_tell(dvi_window *window, const dvi_fields *fields, dvi_layout layout, bool *foreign,
                            dvk_error *error);

#endif
