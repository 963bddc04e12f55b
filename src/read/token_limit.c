/* A limit on the words of an article, told before anything is made of them. */
#include "token_limit.h"

#include <inttypes.h>
#include <stdbool.h>

#include "base/error.h"

/* Words between ASCII characters that are none, and characters from U+0800 on. */
static uint64_t count_tokens(dvk_span text) {
    uint64_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool letter = c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        n += (letter && !inside) || c >= 0xE0;
        inside = letter;
    }
    return n;
}

/* A token takes some thirty times the memory of its letters. */
dvk_status dvi_check_tokens(const dvk_article *article, uint32_t most, const char *file, dvk_error *error) {
    if (article->title.len + article->text.len <= most) return DVK_OK;
    if (count_tokens(article->title) + count_tokens(article->text) <= most) return DVK_OK;
    return dvi_error_set(error, DVK_E_LIMIT, file, article->line, article->byte,
                         "the article has more than %" PRIu32 " words; split it, or raise --max-tokens",
                         most);
}
