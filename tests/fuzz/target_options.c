/* The command line: words between line ends, of every verb. */
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "fuzz.h"

enum { MOST_WORDS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    unsigned verb = 1u << fuzz_take8(&in) % 9;
    char *words[MOST_WORDS + 1], message[256] = "";
    char *line = malloc(in.len + 1);
    int n = 0;
    if (line == NULL) return 0;
    if (in.len != 0) memcpy(line, in.data, in.len);
    line[in.len] = '\0';
    for (char *word = line; word != NULL && n < MOST_WORDS;) {
        char *end = strchr(word, '\n');
        if (end != NULL) *end++ = '\0';
        words[n++] = word;
        word = end;
    }
    words[n] = NULL;
    settings values;
    settings_init(&values);
    bool good = options_parse(verb, n, words, &values, message, sizeof message);
    fuzz_require(memchr(message, '\0', sizeof message) != NULL, "the message ends");
    fuzz_require(good || message[0] != '\0', "a refusal says why");
    fuzz_require(values.n_inputs <= (size_t)n, "inputs are words");
    settings_finish(&values);
    free(line);
    return 0;
}
