// One JSON object -> the values of a few named fields, through simdjson.
//
// On-demand parsing rather than the DOM: it leaves numbers as they were written, so that an id of forty
// digits is an id, and tells where it stopped. What it leaves unchecked by design (values nobody asks for) is
// walked here, so that a record is either well-formed as a whole or refused. simdjson allocates with nothrow
// new and is compiled without exceptions here; strings are unescaped into a buffer of our own. Only where it
// first looks which processor this is it allocates otherwise, and ends the program when it cannot.

#define SIMDJSON_EXCEPTIONS 0
#include "json_shim.h"

#include <simdjson.h>

#include <cstring>
#include <new>
#include <string_view>

extern "C" {
#include "base/memory.h"
#include "base/utf8.h"
}

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;
using simdjson::SUCCESS;

static_assert(DVI_JSON_PADDING >= simdjson::SIMDJSON_PADDING,
              "the window's padding is too small for simdjson");

struct dvi_json {
    ondemand::parser parser;
    uint8_t *strings = nullptr; // as long as the longest record may be, and padding
    size_t cap = 0;
    uint32_t max_depth = 0;
};

namespace {

// When the library is loaded: what is loaded without memory does not run at all.
[[maybe_unused]] const bool has_looked = !simdjson::get_active_implementation()->name().empty();

struct Walk {
    dvi_json *json;
    const char *at; // of the value being looked at
    uint8_t *free;  // in json->strings
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

const char *pass_digits(const char *at, const char *end) {
    while (at != end && is_digit(*at))
        at++;
    return at;
}

// RFC 8259 section 6.
bool is_number(std::string_view token) {
    const char *at = token.data(), *end = at + token.size();
    if (at != end && *at == '-') at++;
    const char *whole = at;
    at = pass_digits(at, end);
    if (at == whole || (*whole == '0' && at - whole > 1)) return false;
    if (at != end && *at == '.') {
        const char *fraction = ++at;
        at = pass_digits(at, end);
        if (at == fraction) return false;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at != end && (*at == '+' || *at == '-')) at++;
        const char *exponent = at;
        at = pass_digits(at, end);
        if (at == exponent) return false;
    }
    return at == end;
}

bool is_json_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view without_space_behind(std::string_view token) {
    while (!token.empty() && is_json_space(token.back()))
        token.remove_suffix(1);
    return token;
}

// A string without escapes is lent where it stands. What is no UTF-16 among the escapes simdjson refuses.
error_code unescape(Walk &walk, ondemand::raw_json_string raw, size_t raw_len, std::string_view &out) {
    out = {raw.raw(), raw_len};
    if (out.find('\\') == out.npos) return SUCCESS;
    return walk.json->parser.unescape(raw, walk.free).get(out);
}

error_code take_string(Walk &walk, ondemand::value &value, dvk_span &out) {
    std::string_view token = without_space_behind(value.raw_json_token());
    ondemand::raw_json_string raw;
    std::string_view text;
    error_code error = value.get_raw_json_string().get(raw);
    if (error != SUCCESS) return error;
    error = unescape(walk, raw, token.size() - 2, text);
    if (error != SUCCESS) return error;
    out = {text.data(), text.size()};
    return SUCCESS;
}

// Numbers, true, false and null are left where they stand; the iterator passes over them.
error_code take_number(ondemand::value &value, dvk_span &out) {
    std::string_view token = without_space_behind(value.raw_json_token());
    if (!is_number(token)) return simdjson::NUMBER_ERROR;
    out = {token.data(), token.size()};
    return SUCCESS;
}

error_code check_atom(ondemand::value &value, std::string_view a, std::string_view b) {
    std::string_view token = without_space_behind(value.raw_json_token());
    return token == a || token == b ? SUCCESS : simdjson::T_ATOM_ERROR;
}

error_code take_value(Walk &walk, ondemand::value &value, unsigned depth, dvi_json_value &out);

error_code pass_value(Walk &walk, ondemand::value &value, unsigned depth) {
    dvi_json_value unused = {};
    uint8_t *free = walk.free;
    error_code error = take_value(walk, value, depth, unused);
    walk.free = free;
    return error;
}

error_code pass_array(Walk &walk, ondemand::value &value, unsigned depth) {
    ondemand::array array;
    error_code error = value.get_array().get(array);
    if (error != SUCCESS) return error;
    for (auto entry : array) {
        error = entry.error();
        if (error != SUCCESS) return error;
        ondemand::value element = entry.value_unsafe();
        error = pass_value(walk, element, depth + 1);
        if (error != SUCCESS) return error;
    }
    return SUCCESS;
}

// The length of a raw string that is known to be closed.
size_t raw_length(const char *raw) {
    size_t len = 0;
    while (raw[len] != '"')
        len += raw[len] == '\\' ? 2 : 1;
    return len;
}

// An unescaped key lies behind the strings that are kept and is gone with the next one.
error_code take_key(Walk &walk, ondemand::field &field, std::string_view &key) {
    uint8_t *free = walk.free;
    const char *raw = field.key().raw();
    walk.at = raw - 1;
    error_code error = unescape(walk, field.key(), raw_length(raw), key);
    walk.free = free;
    return error;
}

error_code pass_object(Walk &walk, ondemand::value &value, unsigned depth) {
    ondemand::object object;
    error_code error = value.get_object().get(object);
    if (error != SUCCESS) return error;
    for (auto entry : object) {
        error = entry.error();
        if (error != SUCCESS) return error;
        ondemand::field field = entry.value_unsafe();
        std::string_view key;
        error = take_key(walk, field, key);
        if (error == SUCCESS) error = pass_value(walk, field.value(), depth + 1);
        if (error != SUCCESS) return error;
    }
    return SUCCESS;
}

error_code take_value(Walk &walk, ondemand::value &value, unsigned depth, dvi_json_value &out) {
    ondemand::json_type type;
    walk.at = value.raw_json_token().data();
    error_code error = value.type().get(type);
    if (error != SUCCESS) return error;
    bool nests = type == ondemand::json_type::array || type == ondemand::json_type::object;
    if (nests && depth > walk.json->max_depth) return simdjson::DEPTH_ERROR;
    switch (type) {
    case ondemand::json_type::string:
        out.kind = DVI_JSON_STRING;
        return take_string(walk, value, out.text);
    case ondemand::json_type::number:
        out.kind = DVI_JSON_NUMBER;
        return take_number(value, out.text);
    case ondemand::json_type::array:
        out.kind = DVI_JSON_ARRAY;
        return pass_array(walk, value, depth);
    case ondemand::json_type::object:
        out.kind = DVI_JSON_OBJECT;
        return pass_object(walk, value, depth);
    case ondemand::json_type::boolean:
        out.kind = DVI_JSON_BOOLEAN;
        return check_atom(value, "true", "false");
    case ondemand::json_type::null:
        out.kind = DVI_JSON_NULL;
        return check_atom(value, "null", "null");
    }
    return simdjson::TAPE_ERROR;
}

size_t find_key(std::string_view key, const dvk_span *keys, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (keys[i].len == key.size() && std::memcmp(keys[i].data, key.data(), key.size()) == 0) return i;
    return n;
}

error_code walk_record(Walk &walk, ondemand::document &document, const dvk_span *keys, size_t n,
                       dvi_json_value *values) {
    ondemand::object object;
    error_code error = document.get_object().get(object);
    if (error != SUCCESS) return error;
    for (auto entry : object) {
        error = entry.error();
        if (error != SUCCESS) return error;
        ondemand::field field = entry.value_unsafe();
        std::string_view key;
        error = take_key(walk, field, key);
        if (error != SUCCESS) return error;
        size_t i = find_key(key, keys, n);
        if (i < n && values[i].kind == DVI_JSON_ABSENT)
            error = take_value(walk, field.value(), 2, values[i]);
        else
            error = pass_value(walk, field.value(), 2);
        if (error != SUCCESS) return error;
    }
    const char *behind;
    return document.current_location().get(behind) == SUCCESS ? simdjson::TRAILING_CONTENT : SUCCESS;
}

// Where a string that is not closed opens, or where a raw control character stands in one: the first pass
// finds such faults for a record as a whole.
size_t find_string_fault(const char *record, size_t len) {
    size_t opened = 0;
    bool inside = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = static_cast<unsigned char>(record[i]);
        if (inside && c < 0x20) return i;
        if (inside && c == '\\') {
            i++;
        } else if (c == '"') {
            inside = !inside;
            opened = i;
        }
    }
    return inside ? opened : 0;
}

const char *reason_of(error_code error) {
    switch (error) {
    case simdjson::UTF8_ERROR:
        return "the bytes here are not UTF-8; convert the input to UTF-8";
    case simdjson::UNCLOSED_STRING:
        return "a string begins here that has no end; the record is cut off or a quote is missing";
    case simdjson::UNESCAPED_CHARS:
        return "a raw control character stands in a string; write it as an escape";
    case simdjson::STRING_ERROR:
        return "the string that begins here has a broken escape or half of a surrogate pair";
    case simdjson::DEPTH_ERROR:
        return "the record is nested too deeply here; raise --max-nesting if it is to be trusted";
    case simdjson::INCORRECT_TYPE:
        return "a JSON object was expected here; a record is one object with an article's fields";
    case simdjson::NUMBER_ERROR:
        return "the number that begins here is malformed";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
        return "the record does not end as an object does; it is cut off, or something follows it";
    case simdjson::TRAILING_CONTENT:
        return "something follows the object; put each record on a line of its own";
    case simdjson::CAPACITY:
        return "the record is too long";
    case simdjson::T_ATOM_ERROR:
        return "the value that begins here is neither a string nor a number, true, false or null";
    default:
        return "this is not well-formed JSON; a comma, colon, quote or bracket is wrong here";
    }
}

dvk_status status_of(error_code error) {
    switch (error) {
    case SUCCESS:
        return DVK_OK;
    case simdjson::MEMALLOC:
        return DVK_E_MEMORY;
    case simdjson::UTF8_ERROR:
        return DVK_E_ENCODING;
    case simdjson::CAPACITY:
    case simdjson::DEPTH_ERROR:
        return DVK_E_LIMIT;
    default:
        return DVK_E_INPUT;
    }
}

bool tells_where_value_begins(error_code error) {
    return error == simdjson::STRING_ERROR || error == simdjson::NUMBER_ERROR ||
           error == simdjson::T_ATOM_ERROR || error == simdjson::DEPTH_ERROR;
}

// For faults met by the walk.
size_t locate(Walk &walk, ondemand::document &document, error_code error, const char *record, size_t len) {
    const char *at = nullptr;
    if (tells_where_value_begins(error) || document.current_location().get(at) != SUCCESS) at = walk.at;
    return at >= record && at <= record + len ? static_cast<size_t>(at - record) : 0;
}

// For faults that the first pass finds in the record as a whole.
dvk_status fail_record(error_code error, const char *record, size_t len, dvi_json_fault *fault) {
    size_t good = dvi_utf8_check({record, len});
    if (good < len) {
        *fault = {good, reason_of(simdjson::UTF8_ERROR)};
        return DVK_E_ENCODING;
    }
    bool in_string = error == simdjson::UNCLOSED_STRING || error == simdjson::UNESCAPED_CHARS;
    *fault = {in_string ? find_string_fault(record, len) : 0, reason_of(error)};
    return status_of(error);
}

dvk_status reserve(dvi_json *json, size_t len) {
    if (len <= json->cap) return DVK_OK;
    size_t cap = len < json->cap + json->cap / 2 ? json->cap + json->cap / 2 : len;
    void *strings = dvi_alloc(cap + simdjson::SIMDJSON_PADDING, 1);
    if (strings == nullptr) return DVK_E_MEMORY;
    if (json->parser.allocate(cap) != SUCCESS) {
        dvi_free(strings);
        return DVK_E_MEMORY;
    }
    dvi_free(json->strings);
    json->strings = static_cast<uint8_t *>(strings);
    json->cap = cap;
    return DVK_OK;
}

} // namespace

dvi_json *dvi_json_create(uint32_t max_depth) {
    void *memory = dvi_alloc(1, sizeof(dvi_json));
    if (memory == nullptr) return nullptr;
    dvi_json *json = new (memory) dvi_json;
    json->max_depth = max_depth;
    return json;
}

void dvi_json_destroy(dvi_json *json) {
    if (json == nullptr) return;
    dvi_free(json->strings);
    json->~dvi_json();
    dvi_free(json);
}

dvk_status dvi_json_parse(dvi_json *json, const char *record, size_t len, const dvk_span *keys, size_t n,
                          dvi_json_value *values, dvi_json_fault *fault) {
    for (size_t i = 0; i < n; i++)
        values[i] = {DVI_JSON_ABSENT, {nullptr, 0}};
    *fault = {0, ""};
    if (reserve(json, len) != DVK_OK) return DVK_E_MEMORY;
    ondemand::document document;
    error_code error = json->parser.iterate(record, len, len + simdjson::SIMDJSON_PADDING).get(document);
    if (error != SUCCESS) return fail_record(error, record, len, fault);
    Walk walk = {json, record, json->strings};
    error = walk_record(walk, document, keys, n, values);
    if (error != SUCCESS) *fault = {locate(walk, document, error, record, len), reason_of(error)};
    return status_of(error);
}
