/* Where the data go. A file is written beside its name and renamed, so that a part is never taken for the
 * whole. */
#define _XOPEN_SOURCE 700 /* realpath */
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

/* The file behind a chain of links, or the path itself. */
static char *follow_links(const char *path) {
    char *real = realpath(path, NULL);
    return real != NULL ? real : checked_copy(path, strlen(path));
}

/* Devices and pipes cannot be replaced; they are written in place. */
static int open_in_place(output *out) {
    out->fd = open(out->target, O_WRONLY | O_CLOEXEC);
    return out->fd >= 0 ? 0 : errno;
}

static int open_beside(output *out, const struct stat *old) {
    size_t size = strlen(out->target) + 8;
    char *path = checked_alloc(size, 1);
    snprintf(path, size, "%s.XXXXXX", out->target);
    out->fd = mkstemp(path);
    if (out->fd < 0) {
        int reason = errno;
        free(path);
        return reason;
    }
    out->temporary = path;
    interrupt_remove(path);
    mode_t mask = umask(0);
    umask(mask);
    /* On a file system without modes the file keeps the ones it has. */
    (void)!fchmod(out->fd, old != NULL ? old->st_mode & 0777 : 0666 & ~mask);
    return 0;
}

int output_open(output *out, const char *path) {
    out->fd = STDOUT_FILENO;
    out->name = "standard output";
    out->target = out->temporary = NULL;
    out->keeps_on = false;
    out->status = DVK_OK;
    out->failure = 0;
    out->len = 0;
    if (path == NULL || strcmp(path, "-") == 0) return EXIT_DONE;
    out->name = path;
    out->target = follow_links(path);
    struct stat old;
    bool exists = stat(out->target, &old) == 0;
    int reason = exists && S_ISDIR(old.st_mode)    ? EISDIR
                 : exists && !S_ISREG(old.st_mode) ? open_in_place(out)
                                                   : open_beside(out, exists ? &old : NULL);
    if (reason == 0) return EXIT_DONE;
    message_error("%s: cannot be written: %s", path, strerror(reason));
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

static void forget(output *out) {
    interrupt_keep(out->temporary);
    free(out->temporary);
    free(out->target);
    out->temporary = out->target = NULL;
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
    message_error("%s: the output is not complete: %s", out->name, strerror(out->failure));
    return EXIT_RESOURCE;
}

int output_close(output *out) {
    write_buffer(out);
    close_file(out);
    if (out->status == DVK_OK && out->temporary != NULL && rename(out->temporary, out->target) != 0) {
        out->status = DVK_E_IO;
        out->failure = errno;
    }
    bool good = out->status == DVK_OK || (out->status == DVK_END && out->temporary == NULL);
    if (!good && out->temporary != NULL) unlink(out->temporary);
    int status = good ? EXIT_DONE : report_failure(out);
    forget(out);
    return status;
}

void output_discard(output *out) {
    if (out->target != NULL && out->fd >= 0) close(out->fd);
    if (out->temporary != NULL) unlink(out->temporary);
    forget(out);
}
