/* Dates. What was read can be written and read again. */
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    int64_t time, again;
    char text[32];
    dvk_status status = dvk_parse_date((dvk_span){(const char *)data, size}, &time);
    fuzz_require((status == DVK_OK) == (time != DVK_NO_TIME), "a date that is read has a time");
    dvk_format_date(time, text);
    fuzz_require(strlen(text) < sizeof text, "a date fits");
    fuzz_require(status != DVK_OK || text[0] != '\0', "a date that is read can be written");
    if (text[0] == '\0') return 0;
    fuzz_require(dvk_parse_date((dvk_span){text, strlen(text)}, &again) == DVK_OK && again == time,
                 "a date that was written is read as the same");
    return 0;
}
