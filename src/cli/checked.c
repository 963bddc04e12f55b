/* Memory for the program. */
#include "checked.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interrupt.h"
#include "messages.h"

static void give_up(void) {
    message_error("the memory is not enough; give less input at a time");
    interrupt_clean();
    _exit(EXIT_RESOURCE);
}

void *checked_alloc(size_t n, size_t size) {
    void *memory = calloc(n != 0 ? n : 1, size);
    if (memory == NULL) give_up();
    return memory;
}

void *checked_resize(void *old, size_t n, size_t size) {
    if (n > SIZE_MAX / 2 / size) give_up();
    void *memory = realloc(old, n != 0 ? n * size : 1);
    if (memory == NULL) give_up();
    return memory;
}

char *checked_copy(const char *text, size_t len) {
    char *copy = checked_alloc(len + 1, 1);
    if (len != 0) memcpy(copy, text, len);
    return copy;
}

void checked_grow(void **array, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return;
    size_t wanted = *cap + *cap / 2 + 16;
    if (wanted < need) wanted = need;
    *array = checked_resize(*array, wanted, size);
    *cap = wanted;
}
