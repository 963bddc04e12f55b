/* Reports: clusters -> text for people, JSONL, JSON, CSV, a page for a browser. One interface, one sink a
 * format. */
#ifndef DVOINIK_REPORT_H
#define DVOINIK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/result.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dvk_report_format {
    DVK_REPORT_TEXT,
    DVK_REPORT_JSONL,
    DVK_REPORT_JSON,
    DVK_REPORT_CSV,
    DVK_REPORT_HTML /* one file that needs nothing else; shows texts when the job keeps them */
} dvk_report_format;

/* Takes `len` bytes of the report; returns DVK_OK, or DVK_END when the receiver wants no more (a closed
 * pipe), or a failure. */
typedef dvk_status (*dvk_write)(void *user, const char *data, size_t len);

typedef struct dvk_report_options {
    dvk_report_format format;
    uint32_t width;    /* columns of the terminal, for text; default 80 */
    bool colour;       /* ANSI colours, for text */
    bool bom;          /* csv begins with U+FEFF, by which spreadsheets know UTF-8 */
    uint32_t min_size; /* events with fewer articles are counted, not shown, in text; default 2 */
    uint32_t
        max_headlines;  /* of an event, in text: one of each language in any case; 0 for all; default 12 */
    uint64_t max_bytes; /* of the page, for html; what does not fit is left out, smallest stories first, and
                           the page says so. The page itself, without articles, takes about 100 KB. Default
                           40,000,000 */
    uint32_t threads;   /* that html is packed on; the page is the same for any number. Default 0: as many as
                           the machine has */
} dvk_report_options;

DVK_API void dvk_report_options_init(dvk_report_options *options);

/* Writes the report of the results of a finished job (dvk_job_results). Every byte that goes out is valid
 * UTF-8, and text for people has no control characters of the articles' in it. Returns DVK_OK, what `write`
 * returned, DVK_E_ARGUMENT (also for no options, or a format that is none), DVK_E_MEMORY or what
 * results->status says. Cost: jsonl and csv O(n), the others O(n log n). */
DVK_API dvk_status dvk_report(const dvk_results *results, const dvk_report_options *options, dvk_write write,
                              void *user);

/* What reports are made of, for programs that print results of their own. */

/* Writes `text` as a JSON string, quotation marks included. Returns DVK_OK, what `write` returned,
 * DVK_E_ARGUMENT or DVK_E_MEMORY. */
DVK_API dvk_status dvk_write_json_string(dvk_span text, dvk_write write, void *user);

/* Writes `text` as one harmless line for a terminal, without its end: white space runs are one space, control
 * characters, escape sequences and direction overrides are gone, what is wider than `width` columns ends in
 * an ellipsis (0: no bound). `columns`, when not NULL, gets the columns taken. Returns as
 * dvk_write_json_string. */
DVK_API dvk_status dvk_write_terminal_text(dvk_span text, uint32_t width, uint32_t *columns, dvk_write write,
                                           void *user);

#ifdef __cplusplus
}
#endif
#endif
