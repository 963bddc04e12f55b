/* One JSON array of objects, and objects laid out over several lines. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char open[] = "[{\n";
    uint8_t *whole = malloc(size + 3);
    if (whole == NULL) return 0;
    memcpy(whole, open, 3);
    if (size != 0) memcpy(whole + 3, data, size);
    fuzz_read_as(whole, size + 3, DVK_INPUT_JSONL);
    fuzz_read_as(whole + 1, size + 2, DVK_INPUT_JSONL);
    free(whole);
    return 0;
}
