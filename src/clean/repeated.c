/* Lines that a source repeats: their keys, and which parts of an article are such lines. */
#include "repeated.h"

#include <stdbool.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "article/token.h"
#include "article/url.h"
#include "line_kind.h"
#include "tables/sealed_model.h"

/* Hosts are the same in capitals and in small letters. */
static uint64_t hash_host(dvk_span host) {
    char small[256];
    size_t n = host.len < sizeof small ? host.len : sizeof small;
    for (size_t i = 0; i < n; i++) {
        char c = host.data[i];
        small[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return XXH3_64bits(small, n);
}

uint64_t dvi_source_key(const dvk_article *article) {
    if (article->source.len > 0) return XXH3_64bits(article->source.data, article->source.len) | 1;
    dvk_span host = dvi_url_host(article->url);
    return host.len > 0 ? hash_host(host) | 1 : 0;
}

uint64_t dvi_line_key(uint64_t source, dvk_span line) {
    return XXH3_64bits_withSeed(line.data, line.len, source) >> (64 - DVI_LINE_KEY_BITS);
}

void dvi_mark_repeated(const dvk_model *model, const dvk_article *article, dvi_zone_part *parts, size_t n) {
    enum { REPEATED = UINT8_MAX };
    uint64_t source = model != NULL && model->repeated.places != NULL ? dvi_source_key(article) : 0;
    if (source == 0) return;
    size_t rest = 0, repeated = 0; /* bytes */
    for (size_t i = 0; i < n; i++) {
        if (parts[i].zone == DVI_ZONE_TAIL) continue;
        dvk_span line = dvi_line_trim(parts[i].text);
        dvi_repetition how = dvi_model_repeats(model, dvi_line_key(source, line));
        if (how == DVI_REPEATED_NOT) rest += line.len;
        if (how == DVI_REPEATED) repeated += line.len;
        if (how != DVI_REPEATED_NOT) parts[i].zone = how == DVI_REPEATED ? REPEATED : DVI_ZONE_TAIL;
    }
    for (size_t i = 0; i < n; i++)
        if (parts[i].zone == REPEATED) parts[i].zone = repeated < rest ? DVI_ZONE_TAIL : DVI_ZONE_BODY;
}
