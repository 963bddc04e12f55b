/* The word that was probably meant. */
#ifndef DVOINIK_CLI_NEAREST_H
#define DVOINIK_CLI_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

/* Edits (a letter more, less, other, or two neighbours exchanged) that make b of a; the words are cut at 31
 * letters. */
size_t edit_distance(const char *a, const char *b);

/* Whether `word` is near enough to `typed` to be suggested, and nearer than *best, which then becomes its
 * distance. */
bool is_nearer(const char *typed, const char *word, size_t *best);

#endif
