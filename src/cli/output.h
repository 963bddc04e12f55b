/* Where the data go: standard output, or a file that gets its name only when it is complete. */
#ifndef DVOINIK_CLI_OUTPUT_H
#define DVOINIK_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"
#include "new_file.h"

enum { OUTPUT_BUFFER = 1 << 16 };

typedef struct output {
    int fd;
    const char *name; /* of the output, for messages; lent by who opened it */
    char *target;     /* the file to be; NULL for standard output */
    bool beside;      /* `made` is written to until it is complete; else the target itself */
    new_file made;
    bool keeps_on; /* an interruption does not cut off what is being told; set after output_open */
    dvk_status status;
    int failure; /* errno */
    size_t len;
    char buffer[OUTPUT_BUFFER];
} output;

/* Opens `path`, or standard output for NULL and "-". Returns EXIT_DONE, or another status after a message. */
int output_open(output *out, const char *path);

/* Takes data; `user` is the output. DVK_END when the reader of a pipe has gone. */
dvk_status output_write(void *user, const char *data, size_t len);

void output_text(output *out, const char *text);
void output_format(output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void output_json(output *out, dvk_span text);
/* Text from outside for a terminal, cut to `width` columns (0: as long as it is) and filled up to `fill`. */
void output_cell(output *out, dvk_span text, unsigned width, unsigned fill);

/* UTF-8 of many lines from outside as it is; to a terminal with what it would obey, but tabs and ends of
 * lines, as \xNN. */
void output_lines(output *out, dvk_span text);

/* Hands on what there is, so that who waits for it gets it. */
dvk_status output_flush(output *out);

bool output_is_terminal(const output *out);

/* The file gets its name at once and grows under it: of what has no end, nothing is the whole. */
void output_show(output *out);

/* Writes out what is left and gives the file its name. Returns EXIT_DONE, or EXIT_RESOURCE after a message.
 */
int output_close(output *out);

/* Throws away what was not yet complete. */
void output_discard(output *out);

#endif
