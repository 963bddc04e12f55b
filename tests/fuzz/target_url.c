/* Addresses of articles: the canonical form is its own, and no longer than what it was made of. */
#include <stdlib.h>
#include <string.h>

#include "article/url.h"
#include "fuzz.h"

/* As an address again. */
static void check_again(const dvi_buffer *once) {
    static const char scheme[] = "http://";
    size_t size = sizeof scheme - 1 + once->len;
    char *address = malloc(size);
    dvi_buffer twice = {0};
    if (address == NULL) abort();
    memcpy(address, scheme, sizeof scheme - 1);
    memcpy(address + sizeof scheme - 1, once->data, once->len);
    fuzz_require(dvi_url_canonical((dvk_span){address, size}, &twice) == DVK_OK, "any address has a form");
    fuzz_require(twice.len == once->len && memcmp(twice.data, once->data, once->len) == 0,
                 "the form of a form is the same");
    dvi_buffer_finish(&twice);
    free(address);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dvk_span url = {(const char *)data, size};
    dvi_buffer out = {0};
    fuzz_require(dvi_url_canonical(url, &out) == DVK_OK, "any address has a form");
    fuzz_require(out.len <= size, "a form is no longer than its address");
    if (out.len != 0) check_again(&out);
    dvk_span host = dvi_url_host(url);
    fuzz_require(host.len == 0 || (host.data >= url.data && host.data + host.len <= url.data + size),
                 "the host is part of the address");
    fuzz_require(out.len == 0 || host.len != 0, "what has a form has a host");
    dvi_buffer_finish(&out);
    return 0;
}
