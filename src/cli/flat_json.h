/* The members of one JSON object on a line: enough to read back what `cluster --format jsonl` wrote. */
#ifndef DVOINIK_CLI_FLAT_JSON_H
#define DVOINIK_CLI_FLAT_JSON_H

#include <stdbool.h>
#include <stddef.h>

typedef enum json_kind { JSON_STRING, JSON_OTHER, JSON_NULL } json_kind;

typedef struct json_member {
    const char *name;
    size_t name_len;
    const char *value; /* of a string its characters, of anything else its text as it stands */
    size_t value_len;
    json_kind kind;
} json_member;

typedef struct json_cursor {
    char *text; /* strings are unescaped in place */
    size_t len, at;
    bool begun, bad;
} json_cursor;

/* The next member; false at the end, and with `bad` set, and `at` the place, when it is not a JSON object. */
bool json_next(json_cursor *in, json_member *out);

#endif
