/* A file system for SQLite that can lose power or fail: what was written and not yet synced is lost, sector
 * by sector, as chance will have it; or a call of some kinds fails with an error, once or from then on. It
 * stands under the layer of checksums as the default. */
#ifndef TEST_LOSSY_VFS_H
#define TEST_LOSSY_VFS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECTOR = 512 };

/* A write that is not yet synced, with what was there before. */
typedef struct lossy_write {
    sqlite3_int64 offset, size_before;
    int amount;
    unsigned char *before, *after; /* `after` NULL: the file was cut to `offset` */
    struct lossy_write *older;
} lossy_write;

typedef struct lossy_file {
    sqlite3_file base;
    sqlite3_file *real;
    lossy_write *writes; /* the newest first */
    struct lossy_file *next;
} lossy_file;

/* Kinds of calls that can fail. */
enum {
    LOSSY_WRITES = 1 /* syncs and cuts too */,
    LOSSY_READS = 2,
    LOSSY_OPENS = 4,
    LOSSY_SHARED = 8,
    LOSSY_LOCKS = 16
};

static struct {
    sqlite3_vfs vfs, *below;
    lossy_file *open;
    long power;      /* writes until the power is cut; -1: never */
    unsigned kinds;  /* of calls that are counted and fail */
    long failure;    /* of them until one fails; -1: never */
    bool failing_on; /* all later ones fail as well */
    int code;        /* with which */
    long seen;
    void (*unlocked)(void); /* called when a lock in the shared memory was given up; may be NULL */
    uint32_t random;
} lossy;

static uint32_t lossy_random(void) {
    lossy.random = lossy.random * 1664525u + 1013904223u;
    return lossy.random >> 8;
}

static void lossy_forget(lossy_file *f) {
    while (f->writes != NULL) {
        lossy_write *w = f->writes;
        f->writes = w->older;
        free(w->before);
        free(w->after);
        free(w);
    }
}

/* Back to what was synced. */
static void lossy_undo(const lossy_file *f) {
    for (const lossy_write *w = f->writes; w != NULL; w = w->older) {
        f->real->pMethods->xWrite(f->real, w->before, w->amount, w->offset);
        f->real->pMethods->xTruncate(f->real, w->size_before);
    }
}

/* And forward again, from the oldest on, but not all of it. */
static void lossy_redo(const lossy_file *f, const lossy_write *w) {
    if (w == NULL) return;
    lossy_redo(f, w->older);
    if (w->after == NULL) {
        if (lossy_random() % 2 == 0) f->real->pMethods->xTruncate(f->real, w->offset);
        return;
    }
    for (int at = 0; at < w->amount; at += SECTOR) {
        int n = w->amount - at < SECTOR ? w->amount - at : SECTOR;
        if (lossy_random() % 2 == 0) f->real->pMethods->xWrite(f->real, w->after + at, n, w->offset + at);
    }
}

/* The machine stops here. */
static void lossy_cut_power(void) {
    for (lossy_file *f = lossy.open; f != NULL; f = f->next) {
        lossy_undo(f);
        lossy_redo(f, f->writes);
    }
    _exit(9);
}

static void lossy_note(lossy_file *f, const void *data, int amount, sqlite3_int64 offset) {
    lossy_write *w = calloc(1, sizeof *w);
    w->offset = offset;
    w->amount = amount;
    w->before = calloc(1, (size_t)amount + 1);
    f->real->pMethods->xFileSize(f->real, &w->size_before);
    f->real->pMethods->xRead(f->real, w->before, amount, offset); /* zeros past the end */
    if (data != NULL) {
        w->after = malloc((size_t)amount + 1);
        memcpy(w->after, data, (size_t)amount);
    }
    w->older = f->writes;
    f->writes = w;
}

static bool lossy_fails(unsigned kind) {
    if ((lossy.kinds & kind) == 0) return false;
    lossy.seen++;
    if (lossy.failure < 0) return false;
    if (lossy.failure == 0) {
        if (!lossy.failing_on) lossy.failure = -1;
        return true;
    }
    lossy.failure--;
    return false;
}

static int lossy_close(sqlite3_file *file) {
    lossy_file *f = (lossy_file *)file, **at = &lossy.open;
    while (*at != NULL && *at != f)
        at = &(*at)->next;
    if (*at == f) *at = f->next;
    lossy_forget(f);
    int rc = f->real->pMethods != NULL ? f->real->pMethods->xClose(f->real) : SQLITE_OK;
    free(f->real);
    return rc;
}

static int lossy_read(sqlite3_file *file, void *out, int amount, sqlite3_int64 offset) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    if (lossy_fails(LOSSY_READS)) return lossy.code;
    return real->pMethods->xRead(real, out, amount, offset);
}

static int lossy_write_some(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset) {
    lossy_file *f = (lossy_file *)file;
    if (lossy_fails(LOSSY_WRITES)) return lossy.code;
    if (lossy.power >= 0) {
        lossy_note(f, data, amount, offset);
        if (lossy.power-- == 0) lossy_cut_power();
    }
    return f->real->pMethods->xWrite(f->real, data, amount, offset);
}

static int lossy_truncate(sqlite3_file *file, sqlite3_int64 size) {
    lossy_file *f = (lossy_file *)file;
    sqlite3_int64 before = 0;
    if (lossy_fails(LOSSY_WRITES)) return lossy.code;
    f->real->pMethods->xFileSize(f->real, &before);
    if (lossy.power >= 0 && before > size) lossy_note(f, NULL, (int)(before - size), size);
    return f->real->pMethods->xTruncate(f->real, size);
}

static int lossy_sync(sqlite3_file *file, int flags) {
    lossy_file *f = (lossy_file *)file;
    if (lossy_fails(LOSSY_WRITES)) return lossy.code == SQLITE_FULL ? SQLITE_IOERR_FSYNC : lossy.code;
    int rc = f->real->pMethods->xSync(f->real, flags);
    if (rc == SQLITE_OK) lossy_forget(f);
    return rc;
}

static int lossy_size(sqlite3_file *file, sqlite3_int64 *size) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    if (lossy_fails(LOSSY_READS)) return lossy.code;
    return real->pMethods->xFileSize(real, size);
}

static int lossy_lock(sqlite3_file *file, int level) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    if (lossy_fails(LOSSY_LOCKS)) return lossy.code;
    return real->pMethods->xLock(real, level);
}

static int lossy_unlock(sqlite3_file *file, int level) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    return real->pMethods->xUnlock(real, level);
}

static int lossy_reserved(sqlite3_file *file, int *out) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    return real->pMethods->xCheckReservedLock(real, out);
}

static int lossy_control(sqlite3_file *file, int what, void *argument) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    return real->pMethods->xFileControl(real, what, argument);
}

static int lossy_sector(sqlite3_file *file) {
    (void)file;
    return SECTOR;
}

static int lossy_device(sqlite3_file *file) {
    (void)file;
    return 0;
}

static int lossy_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    if (lossy_fails(LOSSY_SHARED)) return lossy.code;
    return real->pMethods->xShmMap(real, region, size, extend, out);
}

static int lossy_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    if (flags & SQLITE_SHM_LOCK && lossy_fails(LOSSY_LOCKS)) return lossy.code;
    int rc = real->pMethods->xShmLock(real, offset, n, flags);
    if (flags & SQLITE_SHM_UNLOCK && lossy.unlocked != NULL) lossy.unlocked();
    return rc;
}

static void lossy_shm_barrier(sqlite3_file *file) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    real->pMethods->xShmBarrier(real);
}

static int lossy_shm_unmap(sqlite3_file *file, int remove) {
    sqlite3_file *real = ((lossy_file *)file)->real;
    return real->pMethods->xShmUnmap(real, remove);
}

static int lossy_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    static const sqlite3_io_methods methods = {.iVersion = 2,
                                               .xClose = lossy_close,
                                               .xRead = lossy_read,
                                               .xWrite = lossy_write_some,
                                               .xTruncate = lossy_truncate,
                                               .xSync = lossy_sync,
                                               .xFileSize = lossy_size,
                                               .xLock = lossy_lock,
                                               .xUnlock = lossy_unlock,
                                               .xCheckReservedLock = lossy_reserved,
                                               .xFileControl = lossy_control,
                                               .xSectorSize = lossy_sector,
                                               .xDeviceCharacteristics = lossy_device,
                                               .xShmMap = lossy_shm_map,
                                               .xShmLock = lossy_shm_lock,
                                               .xShmBarrier = lossy_shm_barrier,
                                               .xShmUnmap = lossy_shm_unmap};
    lossy_file *f = (lossy_file *)file;
    (void)vfs;
    memset(f, 0, sizeof *f);
    if (lossy_fails(LOSSY_OPENS)) return lossy.code;
    f->real = calloc(1, (size_t)lossy.below->szOsFile);
    if (f->real == NULL) return SQLITE_NOMEM;
    int rc = lossy.below->xOpen(lossy.below, name, f->real, flags, out_flags);
    if (rc != SQLITE_OK) {
        free(f->real);
        return rc;
    }
    f->base.pMethods = &methods;
    f->next = lossy.open;
    lossy.open = f;
    return SQLITE_OK;
}

/* Makes it the default of this process. */
static inline void lossy_install(void) {
    lossy.power = lossy.failure = -1;
    lossy.code = SQLITE_IOERR_WRITE;
    lossy.kinds = LOSSY_WRITES;
    lossy.below = sqlite3_vfs_find(NULL);
    lossy.vfs = *lossy.below;
    lossy.vfs.zName = "lossy";
    lossy.vfs.szOsFile = (int)sizeof(lossy_file);
    lossy.vfs.xOpen = lossy_open;
    sqlite3_vfs_register(&lossy.vfs, 1);
}

#endif
