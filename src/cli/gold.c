/* Labels made by people, as tab-separated values with a header, nothing quoted. */
#include "gold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checked.h"
#include "messages.h"

enum { MOST_COLUMNS = 16 };

const char *const gold_files[N_GOLD_FILES] = {"gold.tsv", "related.tsv", "pairs.tsv"};

typedef struct columns {
    const char *const *names;
    size_t n;
    size_t place[4]; /* of each name in a line */
} columns;

/* Cuts a line at its tabs, in place. */
static size_t cut(char *line, const char **cells) {
    size_t n = 0;
    for (char *cell = line; cell != NULL && n < MOST_COLUMNS;) {
        char *tab = strchr(cell, '\t');
        if (tab != NULL) *tab = '\0';
        cells[n++] = cell;
        cell = tab != NULL ? tab + 1 : NULL;
    }
    return n;
}

/* The next line without its end, or NULL. */
static char *next_line(whole_file *file, size_t *at) {
    if (*at >= file->len) return NULL;
    char *line = file->data + *at, *end = memchr(line, '\n', file->len - *at);
    size_t len = end != NULL ? (size_t)(end - line) : file->len - *at;
    *at += len + 1;
    line[len] = '\0';
    if (len > 0 && line[len - 1] == '\r') line[len - 1] = '\0';
    return line;
}

static int read_header(columns *wanted, char *line, const char *path) {
    const char *cells[MOST_COLUMNS];
    size_t n = line != NULL ? cut(line, cells) : 0;
    for (size_t k = 0; k < wanted->n; k++) {
        size_t place = 0;
        while (place < n && strcmp(cells[place], wanted->names[k]) != 0)
            place++;
        if (place == n) {
            message_error("%s:1: there is no column '%s' in the header; its names go there between tabs",
                          path, wanted->names[k]);
            return EXIT_INPUT;
        }
        wanted->place[k] = place;
    }
    return EXIT_DONE;
}

static int read_rows(gold_table *table, columns *wanted, const char *path, size_t at) {
    const char *cells[MOST_COLUMNS];
    size_t number = 1;
    for (char *line; number++, (line = next_line(&table->file, &at)) != NULL;) {
        if (line[0] == '\0') continue;
        size_t n = cut(line, cells);
        void *rows = table->rows;
        checked_grow(&rows, &table->cap, table->n + 1, sizeof *table->rows);
        table->rows = rows;
        for (size_t k = 0; k < wanted->n; k++) {
            if (wanted->place[k] >= n) {
                message_error("%s:%zu: the column '%s' is missing", path, number, wanted->names[k]);
                return EXIT_INPUT;
            }
            table->rows[table->n].cells[k] = cells[wanted->place[k]];
        }
        table->n++;
    }
    return EXIT_DONE;
}

/* Behind the mark by which spreadsheets know UTF-8. */
static size_t beginning(const whole_file *file) {
    return file->len >= 3 && memcmp(file->data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static int read_table(gold_table *table, const char *path, const char *const *wanted_names, size_t n) {
    columns wanted = {.names = wanted_names, .n = n};
    int status = whole_file_read(&table->file, path);
    if (status != EXIT_DONE) return status;
    size_t at = beginning(&table->file);
    char *header = next_line(&table->file, &at);
    /* related.tsv calls both its columns `story`: they are taken by place. */
    if (n == 2)
        wanted.place[1] = 1;
    else
        status = read_header(&wanted, header, path);
    return status == EXIT_DONE ? read_rows(table, &wanted, path, at) : status;
}

int gold_read(gold *labels, const char *folder) {
    static const char *const gold_names[] = {"id", "story", "event"};
    static const char *const pair_names[] = {"a", "b", "langs", "relation"};
    static const char *const related_names[] = {"story", "story"};
    size_t size = strlen(folder) + 16;
    char *path = checked_alloc(size, 1);
    *labels = (gold){0};
    int status;
    snprintf(path, size, "%s/pairs.tsv", folder);
    labels->pairs = access(path, F_OK) == 0;
    if (labels->pairs) {
        status = read_table(&labels->table, path, pair_names, 4);
    } else {
        snprintf(path, size, "%s/gold.tsv", folder);
        status = read_table(&labels->table, path, gold_names, 3);
        snprintf(path, size, "%s/related.tsv", folder);
        if (status == EXIT_DONE && access(path, F_OK) == 0)
            status = read_table(&labels->related, path, related_names, 2);
    }
    free(path);
    return status;
}

void gold_finish(gold *labels) {
    whole_file_finish(&labels->table.file);
    whole_file_finish(&labels->related.file);
    free(labels->table.rows);
    free(labels->related.rows);
    *labels = (gold){0};
}

size_t gold_lang(const char *id) {
    const char *last = strrchr(id, '-');
    return last != NULL ? (size_t)(last - id) : strlen(id);
}
