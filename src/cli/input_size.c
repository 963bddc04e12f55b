/* How much there is to read. */
#include "input_size.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_file(const char *input, uint64_t *size) {
    struct stat info;
    bool standard = strcmp(input, "-") == 0;
    if ((standard ? fstat(STDIN_FILENO, &info) : stat(input, &info)) != 0 || !S_ISREG(info.st_mode))
        return false;
    off_t at = standard ? lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;
    if (at < 0 || at > info.st_size) return false;
    *size = (uint64_t)(info.st_size - at);
    return true;
}

uint64_t input_size(const char *const *inputs, size_t n) {
    uint64_t all = 0, size = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_file(inputs[i], &size)) return 0;
        all += size;
    }
    return all;
}
