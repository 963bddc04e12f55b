/* Filling dvk_error, and showing bytes from outside on a terminal without harm. */
#ifndef DVI_ERROR_H
#define DVI_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* Fills `error` (which may be NULL) and returns `status`, so that a failing function can end in
 * `return dvi_error_set(...)`. `file` may be NULL and is shown as dvi_show does. Message and file are cut at
 * a character's boundary. */
dvk_status dvi_error_set(dvk_error *error, dvk_status status, const char *file, uint64_t line, uint64_t byte,
                         const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Writes `text` as printable UTF-8 into out[cap], ending in NUL: control characters, characters that reorder
 * or break lines, and bytes that are not UTF-8 become \xNN for each byte. Cut to fit at a character's
 * boundary. Returns the length written. Room for 4 * len + 1 bytes is always enough. */
size_t dvi_show(dvk_span text, char *out, size_t cap);

/* The system's text for an errno, into out[cap]. Thread-safe. */
void dvi_errno_text(int number, char *out, size_t cap);

#endif
