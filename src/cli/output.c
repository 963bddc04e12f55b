/* Where the data go. A file gets its name when it is whole, so that a part is never taken for the whole. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "dvoinik/report.h"
#include "interrupt.h"
#include "messages.h"
#include "obeyed.h"
#include "paths.h"

enum { GUARDED = -1 /* no reason of the system's: the old file may not be written */ };

/* What the shell and the system call an open descriptor, or -1. */
static int descriptor_of(const char *path) {
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (path == NULL || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0) return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        size_t len = strlen(folders[i]), digits = strspn(path + (strlen(path) > len ? len : 0), "0123456789");
        if (strncmp(path, folders[i], len) == 0 && digits > 0 && digits < 7 && path[len + digits] == '\0')
            return atoi(path + len);
    }
    return -1;
}

/* Devices, pipes and open descriptors cannot be replaced; they are written in place. */
static int open_in_place(output *out, int descriptor) {
    out->fd = descriptor >= 0 ? fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
                              : open(out->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return out->fd >= 0 ? 0 : errno;
}

static int open_beside(output *out, const struct stat *old) {
    int reason = new_file_open(&out->made, out->target, old);
    out->fd = reason == 0 ? out->made.fd : -1;
    out->beside = reason == 0;
    return reason;
}

static int open_target(output *out, const char *path) {
    struct stat old;
    int descriptor = descriptor_of(path);
    if (descriptor >= 0) return open_in_place(out, descriptor);
    if (path[strlen(path) - 1] == '/') return EISDIR;
    bool exists = stat(out->target, &old) == 0;
    if (!exists) return errno == ENOENT ? open_beside(out, NULL) : errno;
    if (S_ISDIR(old.st_mode)) return EISDIR;
    if (!S_ISREG(old.st_mode)) return open_in_place(out, -1);
    bool guarded = (old.st_mode & 0222) == 0 || access(out->target, W_OK) != 0;
    return guarded ? GUARDED : open_beside(out, &old);
}

static void refuse(const output *out, const char *path, int reason) {
    char *folder = folder_of(out->target);
    if (reason == GUARDED)
        message_error(
            "%s: the file is there and may not be written; give another name, or allow it: chmod u+w", path);
    else if (reason == EISDIR)
        message_error("%s: this is a folder; give the name of a file", path);
    else if (reason == ENOENT && access(folder, F_OK) != 0)
        message_error("%s: cannot be written: there is no folder %s; make it, or give another name", path,
                      folder);
    else
        message_error("%s: cannot be written: %s; give another name", path, strerror(reason));
    free(folder);
}

int output_open(output *out, const char *path) {
    out->fd = STDOUT_FILENO;
    out->name = "standard output";
    out->target = NULL;
    out->beside = false;
    out->keeps_on = false;
    out->status = DVK_OK;
    out->failure = 0;
    out->len = 0;
    if (descriptor_of(path) == STDOUT_FILENO) return EXIT_DONE;
    out->name = path;
    out->target = descriptor_of(path) >= 0 ? checked_copy(path, strlen(path)) : follow_links(path);
    int reason = open_target(out, path);
    if (reason == 0) return EXIT_DONE;
    refuse(out, path, reason);
    free(out->target);
    out->target = NULL;
    return EXIT_RESOURCE;
}

static void write_all(output *out, const char *data, size_t len) {
    while (len > 0 && out->status == DVK_OK) {
        ssize_t n = write(out->fd, data, len);
        if (n < 0 && errno == EINTR && !interrupted()) continue;
        if (n < 0) {
            out->status = errno == EPIPE ? DVK_END : errno == EINTR ? DVK_E_CANCELLED : DVK_E_IO;
            out->failure = errno;
            return;
        }
        data += n;
        len -= (size_t)n;
    }
}

static void write_buffer(output *out) {
    write_all(out, out->buffer, out->len);
    out->len = 0;
}

dvk_status output_write(void *user, const char *data, size_t len) {
    output *out = user;
    if (!out->keeps_on && interrupted() && out->status == DVK_OK) out->status = DVK_E_CANCELLED;
    if (len > OUTPUT_BUFFER - out->len) write_buffer(out);
    if (len >= OUTPUT_BUFFER) {
        write_all(out, data, len);
    } else if (out->status == DVK_OK && len > 0) {
        memcpy(out->buffer + out->len, data, len);
        out->len += len;
    }
    return out->status;
}

dvk_status output_flush(output *out) {
    write_buffer(out);
    return out->status;
}

void output_text(output *out, const char *text) {
    output_write(out, text, strlen(text));
}

void output_format(output *out, const char *format, ...) {
    char text[1024];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (n > 0) output_write(out, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static void keep_status(output *out, dvk_status status) {
    if (out->status == DVK_OK) out->status = status;
}

void output_json(output *out, dvk_span text) {
    keep_status(out, dvk_write_json_string(text, output_write, out));
}

void output_cell(output *out, dvk_span text, unsigned width, unsigned fill) {
    uint32_t columns = 0;
    keep_status(out, dvk_write_terminal_text(text, width, &columns, output_write, out));
    for (; columns < fill && out->status == DVK_OK; columns++)
        output_text(out, " ");
}

bool output_is_terminal(const output *out) {
    return isatty(out->fd) == 1;
}

void output_lines(output *out, dvk_span text) {
    size_t len, shown = 0;
    if (!output_is_terminal(out)) {
        output_write(out, text.data, text.len);
        return;
    }
    for (size_t i = 0; i < text.len; i += len) {
        bool obeyed;
        len = obeyed_length(text.data + i, text.len - i, &obeyed);
        if (!obeyed || text.data[i] == '\t' || text.data[i] == '\n') continue;
        output_write(out, text.data + shown, i - shown);
        shown = i + len;
        for (size_t k = i; k < shown; k++)
            output_format(out, "\\x%02x", (unsigned char)text.data[k]);
    }
    output_write(out, text.data + shown, text.len - shown);
}

static void forget(output *out) {
    if (out->beside) new_file_finish(&out->made);
    free(out->target);
    out->target = NULL;
    out->beside = false;
}

static void close_file(output *out) {
    if (close(out->fd) != 0 && out->status == DVK_OK && errno != EINTR) {
        out->status = DVK_E_IO;
        out->failure = errno;
    }
    out->fd = -1;
}

static int report_failure(const output *out) {
    if (out->status == DVK_E_MEMORY) {
        message_error("the memory is not enough; give less input at a time");
        return EXIT_RESOURCE;
    }
    if (out->status == DVK_E_CANCELLED) {
        message_error("interrupted; what was written to %s is not complete", out->name);
        return EXIT_INTERRUPTED;
    }
    if (out->failure == EBADF && out->target == NULL) {
        message_error(
            "standard output is closed, and nothing could be written; give it a file, or use --output");
        return EXIT_RESOURCE;
    }
    bool room = out->failure == ENOSPC || out->failure == EDQUOT || out->failure == EFBIG;
    message_error("%s: the output is not complete: %s%s", out->name, strerror(out->failure),
                  room ? "; make room and run it again, or write to another place" : "");
    return EXIT_RESOURCE;
}

int output_close(output *out) {
    write_buffer(out);
    if (out->beside && out->status == DVK_OK) {
        out->failure = new_file_put(&out->made);
        if (out->failure != 0) out->status = DVK_E_IO;
    }
    close_file(out);
    bool good = out->status == DVK_OK || (out->status == DVK_END && !out->beside);
    int status = good ? EXIT_DONE : report_failure(out);
    forget(out);
    return status;
}

void output_show(output *out) {
    if (!out->beside) return;
    out->failure = new_file_put(&out->made);
    if (out->failure != 0) out->status = DVK_E_IO;
    if (out->failure == 0) new_file_finish(&out->made);
    out->beside = out->failure != 0;
}

void output_discard(output *out) {
    if (out->target != NULL && out->fd >= 0) close(out->fd);
    forget(out);
}
