/* CSV and TSV. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_read_as(data, size, DVK_INPUT_CSV);
    fuzz_read_as(data, size, DVK_INPUT_TSV);
    return 0;
}
