/* Reading the tables' .tsv files, for the generators. */
#include "tsv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* The row last read; no name when the last table was read to its end. */
static struct {
    const char *name;
    int line;
} here;

void tsv_fail(const char *name, int line, const char *message) {
    fprintf(stderr, "%s:", name);
    if (line != 0) fprintf(stderr, "%d:", line);
    fprintf(stderr, " %s\n", message);
    exit(1);
}

void tsv_fail_here(const char *message) {
    tsv_fail(here.name != NULL ? here.name : "tables", here.line, message);
}

FILE *tsv_open(const char *name, const char *mode) {
    FILE *file = fopen(name, mode);
    if (file == NULL) tsv_fail(name, 0, "cannot be opened");
    return file;
}

void tsv_close(FILE *file, const char *name) {
    int failed = ferror(file);
    if (fclose(file) != 0 || failed) tsv_fail(name, 0, "cannot be written");
}

int tsv_split(char *text, char separator, char **parts, int cap) {
    int n = 0;
    for (char *at = text;;) {
        if (n == cap) tsv_fail_here("a cell, or the row, has too many parts");
        parts[n++] = at;
        char *end = strchr(at, separator);
        if (end == NULL) return n;
        *end = '\0';
        at = end + 1;
    }
}

int tsv_integer(const char *cell, int least, int most) {
    char *end;
    long value = strtol(cell, &end, 10);
    if (end == cell || *end != '\0') tsv_fail_here("a whole number is expected");
    if (value < least || value > most) tsv_fail_here("a number is too low or too high");
    return (int)value;
}

double tsv_number(const char *cell, double least, double most) {
    char *end;
    double value = strtod(cell, &end);
    if (end == cell || *end != '\0' || isnan(value)) tsv_fail_here("a number is expected");
    if (value < least || value > most) tsv_fail_here("a number is too low or too high");
    return value;
}

/* Ends the program when the line is not all there, or not UTF-8. */
static void check_line(FILE *file, const char *line, size_t len) {
    if (len + 1 == TSV_MAX_LINE) tsv_fail_here("line is too long");
    if ((len == 0 || line[len - 1] != '\n') && !feof(file)) tsv_fail_here("has a byte of zero");
    if (u8_check((const uint8_t *)line, len) != NULL) tsv_fail_here("is not UTF-8");
}

int tsv_next(FILE *file, const char *name, tsv_row *row) {
    static char nothing[] = "";
    while (fgets(row->line, sizeof row->line, file) != NULL) {
        here.name = name;
        here.line = ++row->number;
        size_t len = strlen(row->line);
        check_line(file, row->line, len);
        while (len > 0 && (row->line[len - 1] == '\n' || row->line[len - 1] == '\r'))
            row->line[--len] = '\0';
        if (len == 0 || row->line[0] == '#') continue;
        row->n = tsv_split(row->line, '\t', row->cell, TSV_MAX_COLUMNS);
        for (int i = row->n; i < TSV_MAX_COLUMNS; i++)
            row->cell[i] = nothing;
        return 1;
    }
    if (ferror(file)) tsv_fail(name, 0, "cannot be read");
    here.name = NULL;
    here.line = 0;
    return 0;
}

void tsv_print_starts(FILE *out, const char *name, const uint32_t *buckets, size_t n, unsigned bits) {
    fprintf(out, "\nstatic const uint32_t %s[] = {", name);
    size_t at = 0;
    for (uint32_t i = 0; i <= UINT32_C(1) << bits; i++) {
        while (at < n && buckets[at] < i)
            at++;
        fprintf(out, "%s%zu,", i % 16 ? "" : "\n", at);
    }
    fprintf(out, "\n};\n");
}
