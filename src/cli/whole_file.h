/* A file, or standard input, in memory. */
#ifndef DVOINIK_CLI_WHOLE_FILE_H
#define DVOINIK_CLI_WHOLE_FILE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct whole_file {
    char *data; /* ends in NUL, which is not counted */
    size_t len;
} whole_file;

/* Reads `path`, or standard input for "-". Returns EXIT_DONE, or another status after a message. */
int whole_file_read(whole_file *file, const char *path);
void whole_file_finish(whole_file *file);

/* Offset of the first byte that is not part of valid UTF-8, or len. */
size_t utf8_valid(const char *text, size_t len);

#endif
