/* Pages of HTML, as files: charset, metadata, main text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_read_as(data, size, DVK_INPUT_HTML);
    return 0;
}
