/* Reading the tables' .tsv files, for the generators. */
#include "tsv.h"

#include <stdlib.h>
#include <string.h>

void tsv_fail(const char *name, int line, const char *message) {
    fprintf(stderr, "%s:%d: %s\n", name, line, message);
    exit(1);
}

FILE *tsv_open(const char *name, const char *mode) {
    FILE *file = fopen(name, mode);
    if (file == NULL) tsv_fail(name, 0, "cannot be opened");
    return file;
}

int tsv_split(char *text, char separator, char **parts, int cap) {
    int n = 0;
    for (char *at = text;;) {
        if (n == cap) tsv_fail(text, 0, "has too many parts");
        parts[n++] = at;
        char *end = strchr(at, separator);
        if (end == NULL) return n;
        *end = '\0';
        at = end + 1;
    }
}

int tsv_next(FILE *file, const char *name, tsv_row *row) {
    static char nothing[] = "";
    while (fgets(row->line, sizeof row->line, file) != NULL) {
        row->number++;
        size_t len = strlen(row->line);
        if (len + 1 == sizeof row->line) tsv_fail(name, row->number, "line is too long");
        while (len > 0 && (row->line[len - 1] == '\n' || row->line[len - 1] == '\r'))
            row->line[--len] = '\0';
        if (len == 0 || row->line[0] == '#') continue;
        row->n = tsv_split(row->line, '\t', row->cell, TSV_MAX_COLUMNS);
        for (int i = row->n; i < TSV_MAX_COLUMNS; i++)
            row->cell[i] = nothing;
        return 1;
    }
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
