// simdjson's check of UTF-8 for C.
#include "validate_shim.h"

#include <simdjson.h>

extern "C" bool bench_validate_utf8(const char *text, size_t n) {
    return simdjson::validate_utf8(text, n);
}
