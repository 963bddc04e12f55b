/* JSON Feed, whatever it begins with: the object that makes it one is put before the items. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char begin[] = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",";
    size_t len = sizeof begin - 1;
    char *all = malloc(len + size);
    if (all == NULL) abort();
    memcpy(all, begin, len);
    if (size != 0) memcpy(all + len, data, size);
    fuzz_read_as((const uint8_t *)all, len + size, DVK_INPUT_FEED);
    free(all);
    fuzz_read_as(data, size, DVK_INPUT_FEED);
    return 0;
}
