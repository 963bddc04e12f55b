/* Messages to the user on standard error, and the exit statuses. */
#include "messages.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "interrupt.h"
#include "obeyed.h"
#include "progress.h"

/* Names may hold what a terminal obeys, and what is no text at all: that is shown as the library shows it. */
static void put_harmless(const char *text) {
    for (size_t left = strlen(text), len; left != 0; left -= len) {
        bool escaped;
        len = obeyed_length(text, left, &escaped);
        for (size_t i = 0; i < len; i++, text++)
            fprintf(stderr, escaped ? "\\x%02x" : "%c", (unsigned char)*text);
    }
}

int message_cut(const char *text, int most) {
    int len = (int)strnlen(text, (size_t)most + 1);
    if (len <= most) return len;
    for (len = most; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
        len--;
    return len;
}

void message_error(const char *format, ...) {
    char text[8192]; /* two paths of the longest */
    va_list list;
    va_start(list, format);
    if (vsnprintf(text, sizeof text, format, list) < 0) text[0] = '\0';
    va_end(list);
    progress_clear();
    fputs("dvoinik: ", stderr);
    put_harmless(text);
    fputc('\n', stderr);
}

static size_t add(char *out, size_t cap, size_t at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static size_t add(char *out, size_t cap, size_t at, const char *format, ...) {
    va_list list;
    va_start(list, format);
    int n = vsnprintf(out + at, cap - at, format, list);
    va_end(list);
    if (n < 0) return at;
    return (size_t)n < cap - at ? at + (size_t)n : cap - 1;
}

size_t message_format(const dvk_error *error, const char *tail, char *out, size_t cap) {
    size_t at = add(out, cap, 0, "dvoinik: ");
    bool place = error->line != 0 || error->byte != 0;
    if (error->file[0] != '\0') at = add(out, cap, at, "%s:", error->file);
    if (error->file[0] != '\0' && error->line != 0) at = add(out, cap, at, "%" PRIu64 ":", error->line);
    if (error->file[0] != '\0') at = add(out, cap, at, " ");
    if (error->file[0] != '\0' && place) at = add(out, cap, at, "byte %" PRIu64 ": ", error->byte);
    const char *message = error->message[0] != '\0' ? error->message : dvk_status_text(error->status);
    return add(out, cap, at, "%s%s", message, tail);
}

void message_place(const dvk_error *error, const char *tail) {
    char text[1200];
    message_format(error, tail, text, sizeof text);
    progress_clear();
    put_harmless(text);
    fputc('\n', stderr);
}

int exit_for(dvk_status status) {
    switch (status) {
    case DVK_OK:
    case DVK_END:
        return EXIT_DONE;
    case DVK_E_ARGUMENT:
        return EXIT_USAGE;
    case DVK_E_IO:
    case DVK_E_INPUT:
    case DVK_E_ENCODING:
    case DVK_E_LIMIT:
    case DVK_E_DUPLICATE:
        return EXIT_INPUT;
    case DVK_E_VERSION:
    case DVK_E_DAMAGED:
        return EXIT_DAMAGED;
    case DVK_E_CANCELLED:
        return EXIT_INTERRUPTED;
    case DVK_E_MEMORY:
    case DVK_E_THREAD:
    case DVK_E_BUSY:
    case DVK_E_WRITE:
        return EXIT_RESOURCE;
    }
    return EXIT_RESOURCE;
}

int message_failure_with(dvk_status status, const dvk_error *error, const char *tail) {
    if (interrupted() || status == DVK_E_CANCELLED) {
        message_error("interrupted; nothing was written");
        return EXIT_INTERRUPTED;
    }
    dvk_error shown = {.status = status};
    if (error != NULL && error->message[0] != '\0') shown = *error;
    message_place(&shown, tail);
    return exit_for(status);
}

int message_failure(dvk_status status, const dvk_error *error) {
    return message_failure_with(status, error,
                                status == DVK_E_MEMORY ? "; give less input at a time, or more memory" : "");
}
