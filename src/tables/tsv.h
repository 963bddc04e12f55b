/* Reading the tables' .tsv files, for the generators. Not part of the library. */
#ifndef DVI_TSV_H
#define DVI_TSV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { TSV_MAX_COLUMNS = 24, TSV_MAX_LINE = 4096 };

typedef struct tsv_row {
    char line[TSV_MAX_LINE];
    char *cell[TSV_MAX_COLUMNS]; /* into line; absent cells are empty strings */
    int n;
    int number; /* line in the file, from 1 */
} tsv_row;

/* Next row that is neither empty nor a comment; 0 at the end. Ends the program, naming file and line, when a
 * row does not fit, is not UTF-8 or cannot be read. */
int tsv_next(FILE *file, const char *name, tsv_row *row);

/* Opens a file or ends the program with a message. */
FILE *tsv_open(const char *name, const char *mode);

/* Closes what was written, or ends the program when not all of it could be. */
void tsv_close(FILE *file, const char *name);

/* Splits `text`, of the row last read, in place at `separator`; returns how many parts, at most `cap` (more
 * end the program). */
int tsv_split(char *text, char separator, char **parts, int cap);

/* Prints the table `name` of where each of 1 << bits buckets begins in a list of n entries, and the list's
 * end; `buckets` is each entry's, rising. */
void tsv_print_starts(FILE *out, const char *name, const uint32_t *buckets, size_t n, unsigned bits);

/* The whole number, or number, that all of a cell of the row last read is; any other, and any outside `least`
 * to `most`, ends the program. */
int tsv_integer(const char *cell, int least, int most);
double tsv_number(const char *cell, double least, double most);

/* Ends the program with file, line (0: none) and message. */
_Noreturn void tsv_fail(const char *name, int line, const char *message);
/* The same, at the row last read. */
_Noreturn void tsv_fail_here(const char *message);

#endif
