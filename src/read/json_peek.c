/* The keys of a JSON object, told from its beginning alone. */
#include "json_peek.h"

#include "blank.h"

void dvi_json_peek_begin(dvi_json_peek *peek, dvk_span text) {
    *peek = (dvi_json_peek){text, text.len != 0 ? 1 : 0};
}

static void pass_space(dvi_json_peek *peek) {
    while (peek->at < peek->text.len && dvi_is_ascii_space(peek->text.data[peek->at]))
        peek->at++;
}

static bool is_at(const dvi_json_peek *peek, char c) {
    return peek->at < peek->text.len && peek->text.data[peek->at] == c;
}

/* Behind the quote that closes the string at peek->at. */
static bool pass_string(dvi_json_peek *peek) {
    for (peek->at++; peek->at < peek->text.len; peek->at++) {
        if (peek->text.data[peek->at] == '\\')
            peek->at++;
        else if (peek->text.data[peek->at] == '"') {
            peek->at++;
            return true;
        }
    }
    return false;
}

/* To the comma or brace behind the value. */
static bool pass_value(dvi_json_peek *peek) {
    size_t depth = 0;
    while (peek->at < peek->text.len) {
        char c = peek->text.data[peek->at];
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) return true;
        if (c == '"') {
            if (!pass_string(peek)) return false;
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        peek->at++;
    }
    return false;
}

bool dvi_json_peek_next(dvi_json_peek *peek, dvk_span *key, size_t *value) {
    if (peek->at > 1) {
        if (!pass_value(peek) || !is_at(peek, ',')) return false;
        peek->at++;
    }
    pass_space(peek);
    size_t begin = peek->at + 1;
    if (!is_at(peek, '"') || !pass_string(peek)) return false;
    *key = (dvk_span){peek->text.data + begin, peek->at - begin - 1};
    pass_space(peek);
    if (!is_at(peek, ':')) return false;
    peek->at++;
    pass_space(peek);
    *value = peek->at;
    return peek->at < peek->text.len;
}

bool dvi_json_peek_ended(const dvi_json_peek *peek) {
    return is_at(peek, '}');
}
