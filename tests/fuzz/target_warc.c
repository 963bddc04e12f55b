/* Web archives. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_read_as(data, size, DVK_INPUT_WARC);
    return 0;
}
