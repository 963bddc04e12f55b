/* A spool: a prefix in memory, the rest in a nameless temporary file behind a small buffer. Read with pread,
 * not mapped, so that what is in the file belongs to the system's cache and not to this process. */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

enum { TAIL = 1 << 20 };

void dvi_spool_init(dvi_spool *spool, const char *folder, uint64_t budget) {
    *spool =
        (dvi_spool){.folder = folder, .budget = budget < SIZE_MAX / 4 ? budget : SIZE_MAX / 4, .file = -1};
}

void dvi_spool_finish(dvi_spool *spool) {
    dvi_free(spool->memory);
    dvi_free(spool->tail);
    if (spool->file >= 0) close(spool->file);
    dvi_spool_init(spool, spool->folder, spool->budget);
}

static dvk_status fail(dvi_spool *spool) {
    spool->reason = errno;
    return DVK_E_WRITE;
}

static dvk_status open_file(dvi_spool *spool) {
    static const char name[] = "/dvoinik-XXXXXX";
    spool->tail = dvi_alloc(TAIL, 1);
    char *path = dvi_alloc(strlen(spool->folder) + sizeof name, 1);
    dvk_status status = spool->tail != NULL && path != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        strcpy(path, spool->folder);
        strcat(path, name);
        spool->file = mkstemp(path);
        if (spool->file < 0) status = fail(spool);
    }
    if (status == DVK_OK) {
        unlink(path);
        (void)fcntl(spool->file, F_SETFD, FD_CLOEXEC);
    }
    dvi_free(path);
    return status;
}

static dvk_status write_file(dvi_spool *spool, uint64_t at, const char *data, size_t len) {
    while (len > 0) {
        ssize_t n = pwrite(spool->file, data, len, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(spool);
        data += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return DVK_OK;
}

/* Bytes that the file holds or is to hold once the tail is written. */
static uint64_t in_file(const dvi_spool *spool) {
    return spool->size - spool->kept;
}

static dvk_status write_tail(dvi_spool *spool) {
    dvk_status status = write_file(spool, in_file(spool) - spool->tail_len, spool->tail, spool->tail_len);
    spool->tail_len = 0;
    return status;
}

static dvk_status append_file(dvi_spool *spool, const char *data, size_t len) {
    dvk_status status = spool->file < 0 ? open_file(spool) : DVK_OK;
    while (status == DVK_OK && len > 0) {
        size_t part = TAIL - spool->tail_len < len ? TAIL - spool->tail_len : len;
        memcpy(spool->tail + spool->tail_len, data, part);
        spool->tail_len += part;
        spool->size += part;
        data += part;
        len -= part;
        if (spool->tail_len == TAIL) status = write_tail(spool);
    }
    return status;
}

dvk_status dvi_spool_append(dvi_spool *spool, const void *data, size_t len) {
    if (len == 0) return DVK_OK;
    if (spool->kept < spool->size || len > spool->budget - spool->kept) return append_file(spool, data, len);
    void *memory = spool->memory;
    dvk_status status = dvi_grow(&memory, &spool->cap, spool->kept + len, 1);
    spool->memory = memory;
    if (status != DVK_OK) return status;
    memcpy(spool->memory + spool->kept, data, len);
    spool->kept += len;
    spool->size += len;
    return DVK_OK;
}

dvk_status dvi_spool_write(dvi_spool *spool, uint64_t at, const void *data, size_t len) {
    if (at > spool->size || len == 0) return len == 0 ? DVK_OK : DVK_E_ARGUMENT;
    if (at == spool->size) return dvi_spool_append(spool, data, len);
    if (len > spool->size - at) return DVK_E_ARGUMENT;
    const char *from = data;
    if (at < spool->kept) {
        size_t part = spool->kept - at < len ? (size_t)(spool->kept - at) : len;
        memcpy(spool->memory + at, from, part);
        from += part;
        at += part;
        len -= part;
    }
    if (len == 0) return DVK_OK;
    dvk_status status = write_tail(spool);
    return status == DVK_OK ? write_file(spool, at - spool->kept, from, len) : status;
}

static dvk_status read_file(const dvi_spool *spool, uint64_t at, char *out, size_t len) {
    while (len > 0) {
        ssize_t n = pread(spool->file, out, len, (off_t)at);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return DVK_E_IO;
        out += n;
        at += (uint64_t)n;
        len -= (size_t)n;
    }
    return DVK_OK;
}

dvk_status dvi_spool_read(const dvi_spool *spool, uint64_t at, void *out, size_t len) {
    char *to = out;
    if (at > spool->size || len > spool->size - at) return DVK_E_ARGUMENT;
    if (at < spool->kept && len > 0) {
        size_t part = spool->kept - at < len ? (size_t)(spool->kept - at) : len;
        memcpy(to, spool->memory + at, part);
        to += part;
        at += part;
        len -= part;
    }
    uint64_t written = spool->size - spool->tail_len;
    if (at < written && len > 0) {
        size_t part = written - at < len ? (size_t)(written - at) : len;
        dvk_status status = read_file(spool, at - spool->kept, to, part);
        if (status != DVK_OK) return status;
        to += part;
        at += part;
        len -= part;
    }
    if (len > 0) memcpy(to, spool->tail + (at - written), len);
    return DVK_OK;
}

const char *dvi_spool_lend(const dvi_spool *spool, uint64_t at, size_t len) {
    return at <= spool->kept && len <= spool->kept - at && spool->memory != NULL ? spool->memory + at : NULL;
}

void dvi_spool_window_finish(dvi_spool_window *window) {
    dvi_free(window->data);
    *window = (dvi_spool_window){0};
}

dvk_status dvi_spool_view(const dvi_spool *spool, dvi_spool_window *window, uint64_t at, size_t len,
                          size_t ahead, const char **out) {
    *out = dvi_spool_lend(spool, at, len);
    if (*out != NULL) return DVK_OK;
    if (at >= window->at && at - window->at <= window->len && len <= window->len - (at - window->at) &&
        window->data != NULL) {
        *out = window->data + (at - window->at);
        return DVK_OK;
    }
    if (at > spool->size || len > spool->size - at) return DVK_E_ARGUMENT;
    bool goes_on = at >= window->at + window->len && at - window->at - window->len <= ahead;
    size_t wanted = len > ahead || !goes_on ? len : ahead;
    if (wanted > spool->size - at) wanted = (size_t)(spool->size - at);
    void *data = window->data;
    dvk_status status = dvi_grow(&data, &window->cap, wanted, 1);
    window->data = data;
    window->len = 0;
    if (status == DVK_OK) status = dvi_spool_read(spool, at, window->data, wanted);
    if (status != DVK_OK) return status;
    window->at = at;
    window->len = wanted;
    *out = window->data;
    return DVK_OK;
}
