/* Strings numbered: open addressing with linear probing, at most half full; FNV-1a with a finishing mix. */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "checked.h"

static uint64_t hash(const char *text, size_t len) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    h ^= h >> 32;
    h *= UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

/* The slot that holds the string, or the free one where it belongs. */
static size_t find_slot(const names *list, const char *text, size_t len) {
    size_t slot = (size_t)hash(text, len) & (list->n_slots - 1);
    for (;; slot = (slot + 1) & (list->n_slots - 1)) {
        if (list->slots[slot] == 0) return slot;
        uint32_t number = list->slots[slot] - 1;
        if (list->lens[number] == len && memcmp(list->texts[number], text, len) == 0) return slot;
    }
}

static void widen(names *list) {
    free(list->slots);
    list->n_slots = list->n_slots != 0 ? list->n_slots * 2 : 64;
    list->slots = checked_alloc(list->n_slots, sizeof *list->slots);
    for (size_t i = 0; i < list->n; i++)
        list->slots[find_slot(list, list->texts[i], list->lens[i])] = (uint32_t)i + 1;
}

uint32_t names_find(const names *list, const char *text, size_t len) {
    if (list->n_slots == 0) return NO_NAME;
    uint32_t found = list->slots[find_slot(list, text, len)];
    return found != 0 ? found - 1 : NO_NAME;
}

uint32_t names_add(names *list, const char *text, size_t len) {
    if (2 * (list->n + 1) > list->n_slots) widen(list);
    size_t slot = find_slot(list, text, len);
    if (list->slots[slot] != 0) return list->slots[slot] - 1;
    void *texts = list->texts, *lens = list->lens;
    checked_grow(&texts, &list->cap, list->n + 1, sizeof *list->texts);
    checked_grow(&lens, &list->cap_lens, list->n + 1, sizeof *list->lens);
    list->texts = texts;
    list->lens = lens;
    list->texts[list->n] = checked_copy(text, len);
    list->lens[list->n] = len;
    list->slots[slot] = (uint32_t)list->n + 1;
    return (uint32_t)list->n++;
}

void names_finish(names *list) {
    for (size_t i = 0; i < list->n; i++)
        free(list->texts[i]);
    free(list->texts);
    free(list->lens);
    free(list->slots);
    *list = (names){0};
}
