/* Checksums of database pages. Idea: SQLite leaves the last eight bytes of each page free when asked to, and
 * asks its file system layer for every page it reads or writes. So this layer fills them with the XXH3 of the
 * page, seeded with its place, when a page goes into the database file, and compares when one comes out: a
 * page that is damaged or stands elsewhere is an error of reading, and is never believed. All else is handed
 * on to the file system that is the default when a file is opened.
 *
 * Source: SQLite, "The Checksum VFS Shim" (https://sqlite.org/cksumvfs.html), for the idea of the free bytes.
 * Deviation: only the database file is looked at. The write-ahead log has checksums of its own, which SQLite
 * compares when it recovers; its pages get theirs when they move into the database. */
#include "page_sums.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "beside.h"

typedef struct summed_file {
    sqlite3_file base;
    sqlite3_file *real; /* of the file system below */
    bool summed;        /* the database itself */
    bool unchecked;
    bool immutable;     /* nobody can write to it */
    uint8_t *stands_in; /* what is read for the first page, until one is written; or NULL */
} summed_file;

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((summed_file *)file)->real;
}

uint64_t dvi_page_sum(const uint8_t *page, uint64_t offset) {
    return XXH3_64bits_withSeed(page, DVI_PAGE_SIZE - DVI_PAGE_SUM, offset ^ UINT64_C(0x64766f696e696b31));
}

static void drop_stand_in(sqlite3_file *file) {
    sqlite3_free(((summed_file *)file)->stands_in);
    ((summed_file *)file)->stands_in = NULL;
}

bool dvi_page_sums_stand_in(sqlite3_file *file, const uint8_t *page) {
    drop_stand_in(file);
    uint8_t *copy = sqlite3_malloc(DVI_PAGE_SIZE);
    if (copy == NULL) return false;
    memcpy(copy, page, DVI_PAGE_SIZE);
    ((summed_file *)file)->stands_in = copy;
    return true;
}

static int summed_close(sqlite3_file *file) {
    sqlite3_file *real = real_of(file);
    drop_stand_in(file);
    int rc = real->pMethods != NULL ? real->pMethods->xClose(real) : SQLITE_OK;
    sqlite3_free(real);
    return rc;
}

/* Parts of the first page are read to learn the size of pages and whether another process wrote; whatever
 * they say, nothing is taken from the file before its whole first page was. */
static int summed_read(sqlite3_file *file, void *out, int amount, sqlite3_int64 offset) {
    sqlite3_file *real = real_of(file);
    const uint8_t *first = ((summed_file *)file)->stands_in;
    if (first != NULL && offset + amount <= DVI_PAGE_SIZE) {
        memcpy(out, first + offset, (size_t)amount);
        return SQLITE_OK;
    }
    int rc = real->pMethods->xRead(real, out, amount, offset);
    if (rc != SQLITE_OK || amount <= 100) return rc;
    if (!((summed_file *)file)->summed || ((summed_file *)file)->unchecked) return rc;
    const uint8_t *page = out;
    bool good = amount == DVI_PAGE_SIZE &&
                dvi_page_sum(page, (uint64_t)offset) == dvi_get64(page + DVI_PAGE_SIZE - DVI_PAGE_SUM);
    return good ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int summed_write(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset) {
    sqlite3_file *real = real_of(file);
    if (!((summed_file *)file)->summed || amount != DVI_PAGE_SIZE)
        return real->pMethods->xWrite(real, data, amount, offset);
    uint8_t page[DVI_PAGE_SIZE];
    if (offset == 0) drop_stand_in(file);
    memcpy(page, data, sizeof page);
    dvi_put64(page + DVI_PAGE_SIZE - DVI_PAGE_SUM, dvi_page_sum(page, (uint64_t)offset));
    return real->pMethods->xWrite(real, page, amount, offset);
}

static int summed_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int summed_sync(sqlite3_file *file, int flags) {
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int summed_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int summed_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int summed_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int summed_reserved(sqlite3_file *file, int *out) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int summed_control(sqlite3_file *file, int what, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int summed_sector(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

/* A torn page would be found, but not mended; so nothing is promised of writes that are all or nothing. */
static int summed_device(sqlite3_file *file) {
    int below = real_of(file)->pMethods->xDeviceCharacteristics(real_of(file)) &
                (SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN | SQLITE_IOCAP_IMMUTABLE);
    return ((summed_file *)file)->immutable ? below | SQLITE_IOCAP_IMMUTABLE : below;
}

static int summed_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out) {
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, out);
}

static int summed_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void summed_shm_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int summed_shm_unmap(sqlite3_file *file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

/* Version 2: with shared memory for the write-ahead log, without mapped files, whose pages nobody would
 * check. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = summed_close,
    .xRead = summed_read,
    .xWrite = summed_write,
    .xTruncate = summed_truncate,
    .xSync = summed_sync,
    .xFileSize = summed_size,
    .xLock = summed_lock,
    .xUnlock = summed_unlock,
    .xCheckReservedLock = summed_reserved,
    .xFileControl = summed_control,
    .xSectorSize = summed_sector,
    .xDeviceCharacteristics = summed_device,
    .xShmMap = summed_shm_map,
    .xShmLock = summed_shm_lock,
    .xShmBarrier = summed_shm_barrier,
    .xShmUnmap = summed_shm_unmap,
};

/* On a read-only file system SQLite could not make the memory that those who have the database open share,
 * and needs none, unless a log is there: then it says that it cannot open the file. */
static bool is_immutable(const char *path) {
    char log[DVI_BESIDE];
    struct statvfs system;
    struct stat info;
    if (statvfs(path, &system) != 0 || (system.f_flag & ST_RDONLY) == 0) return false;
    dvi_beside(path, DVI_LOG, log);
    return stat(log, &info) != 0 || info.st_size == 0;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    summed_file *opened = (summed_file *)file;
    opened->base.pMethods = NULL;
    opened->stands_in = NULL;
    opened->unchecked = vfs->pAppData != NULL;
    opened->summed = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    opened->immutable = opened->summed && (flags & SQLITE_OPEN_READONLY) != 0 && is_immutable(name);
    opened->real = sqlite3_malloc(below->szOsFile);
    if (opened->real == NULL) return SQLITE_NOMEM;
    memset(opened->real, 0, (size_t)below->szOsFile);
    int rc = below->xOpen(below, name, opened->real, flags, out_flags);
    if (rc == SQLITE_OK)
        opened->base.pMethods = &methods;
    else
        summed_close(file);
    return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    return below->xDelete(below, name, sync);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
    (void)vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    return below->xAccess(below, name, flags, out);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int n, char *out) {
    (void)vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    return below->xFullPathname(below, name, n, out);
}

static int vfs_randomness(sqlite3_vfs *vfs, int n, char *out) {
    (void)vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    return below->xRandomness(below, n, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    return below->xSleep(below, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *out) {
    (void)vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    return below->xCurrentTime(below, out);
}

static void fill(sqlite3_vfs *vfs, const char *name, void *unchecked) {
    *vfs = (sqlite3_vfs){.iVersion = 1,
                         .szOsFile = (int)sizeof(summed_file),
                         .mxPathname = 4096,
                         .zName = name,
                         .pAppData = unchecked,
                         .xOpen = vfs_open,
                         .xDelete = vfs_delete,
                         .xAccess = vfs_access,
                         .xFullPathname = vfs_full_path,
                         .xRandomness = vfs_randomness,
                         .xSleep = vfs_sleep,
                         .xCurrentTime = vfs_time};
}

/* SQLite keeps its list of file systems for the whole process, under its own lock, and links them through
 * these. */
static int register_both(void) {
    static sqlite3_vfs checked, unchecked;
    static char mark;
    fill(&checked, DVI_PAGE_SUMS_VFS, NULL);
    fill(&unchecked, DVI_UNCHECKED_VFS, &mark);
    sqlite3_vfs_register(&unchecked, 0);
    return sqlite3_vfs_register(&checked, 0);
}

int dvi_page_sums_register(void) {
    int rc = sqlite3_initialize();
    if (rc != SQLITE_OK) return rc;
    sqlite3_mutex *lock = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
    sqlite3_mutex_enter(lock);
    if (sqlite3_vfs_find(DVI_PAGE_SUMS_VFS) == NULL) rc = register_both();
    sqlite3_mutex_leave(lock);
    return rc;
}
