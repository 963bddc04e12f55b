/* The reader as a whole: what the input is, is told by its content; the first byte chooses limits. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dvk_read_options options;
    fuzz_bytes in = {data, size};
    uint8_t choice = fuzz_take8(&in);
    dvk_read_options_init(&options);
    options.skip_bad = choice & 1;
    options.max_record_bytes = choice & 2 ? 64 : 4096;
    options.max_total_bytes = choice & 4 ? 256 : 1 << 20;
    options.max_depth = choice & 8 ? 2 : 64;
    fuzz_read(in.data, in.len, &options);
    return 0;
}
