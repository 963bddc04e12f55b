/* A file, or standard input, in memory. */
#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checked.h"
#include "interrupt.h"
#include "messages.h"

enum { MOST_BYTES = 1 << 30, CHUNK = 1 << 16 };

static int read_all(whole_file *file, int fd, const char *path) {
    size_t cap = 0;
    void *data = NULL;
    for (;;) {
        checked_grow(&data, &cap, file->len + CHUNK + 1, 1);
        file->data = data;
        ssize_t n = read(fd, file->data + file->len, CHUNK);
        if (interrupted()) return message_failure(DVK_E_CANCELLED, NULL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            message_error("%s: cannot be read: %s", path, strerror(errno));
            return EXIT_INPUT;
        }
        if (n == 0) break;
        file->len += (size_t)n;
        if (file->len > MOST_BYTES) {
            message_error("%s: is longer than 1 GiB; give it in parts", path);
            return EXIT_INPUT;
        }
    }
    file->data[file->len] = '\0';
    return EXIT_DONE;
}

int whole_file_read(whole_file *file, const char *path) {
    *file = (whole_file){0};
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        message_error("%s: cannot be read: %s", path, strerror(errno));
        return EXIT_INPUT;
    }
    int status = read_all(file, fd, path);
    if (!standard) close(fd);
    if (status != EXIT_DONE) whole_file_finish(file);
    return status;
}

void whole_file_finish(whole_file *file) {
    free(file->data);
    *file = (whole_file){0};
}

/* Bytes of the valid character at `text`, or 0. Source: Unicode Standard, table 3-7. */
static size_t character(const unsigned char *text, size_t left) {
    unsigned char lead = text[0], low = 0x80, high = 0xBF;
    size_t len = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (len > left) return 0;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    for (size_t i = 1; i < len; i++) {
        if (text[i] < low || text[i] > high) return 0;
        low = 0x80;
        high = 0xBF;
    }
    return len;
}

size_t utf8_valid(const char *text, size_t len) {
    size_t at = 0;
    for (size_t more; at < len; at += more) {
        more = character((const unsigned char *)text + at, len - at);
        if (more == 0) break;
    }
    return at;
}
