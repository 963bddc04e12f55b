/* The mark of the last commit. Idea: SQLite takes a frame of its log that does not match its checksum for the
 * end of the log, as a crash leaves it; so damage in a log that a crash left behind takes back commits that
 * were reported done, in silence. After each commit a file beside the index gets what the log had reached
 * then. It is written when the log has been synced, and is not synced itself: it never says more than what is
 * safe, and after a power cut may say less. Who opens the index reads it first, and then must find no less.
 *
 * A log whose head does not match its checksum is empty for SQLite. When a crash came while the log was being
 * moved into the database, that has pages of two states then, the counts mostly of the later; so such a head
 * is damage. No crash leaves one: a head is written at once, and synced before the frames are.
 *
 * Source: SQLite, "WAL-mode File Format", section 2.1, for what is in the memory that is shared; "Database
 * File Format", section 4.2, for the checksum. */
#include "commit_mark.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "beside.h"
#include "plain_file.h"

enum { MARK = 32, HEADER = 48, FRAMES_AT = 16, SALTS_AT = 32, REGION = 32768, TRIES = 100 };
enum { LOG_SUMMED = 24, LOG_READS = 3 };

static const uint64_t mark_seed = UINT64_C(0x6d61726b);

/* The last bit of the first number says which bytes come first in those that are summed. */
static bool is_head(const uint8_t head[DVI_LOG_HEAD]) {
    bool big = head[3] & 1;
    uint32_t first = 0, second = 0;
    for (size_t i = 0; i < LOG_SUMMED; i += 8) {
        first += (big ? dvi_log_number(head + i) : dvi_get32(head + i)) + second;
        second += (big ? dvi_log_number(head + i + 4) : dvi_get32(head + i + 4)) + first;
    }
    return (dvi_log_number(head) | 1) == 0x377f0683 && dvi_log_number(head + LOG_SUMMED) == first &&
           dvi_log_number(head + LOG_SUMMED + 4) == second;
}

/* Zeros are what a power cut leaves of a head that was never synced. One that is just being written is read
 * again. */
static bool is_log_damaged(const char *path) {
    static const uint8_t zeros[DVI_LOG_HEAD];
    uint8_t head[DVI_LOG_HEAD];
    char name[DVI_BESIDE];
    bool sound = true;
    dvi_beside(path, DVI_LOG, name);
    int fd = dvi_open_plain(name, O_RDONLY);
    if (fd < 0) return false;
    for (int i = 0; i < LOG_READS && (i == 0 || !sound); i++)
        sound = pread(fd, head, DVI_LOG_HEAD, 0) != DVI_LOG_HEAD || is_head(head) ||
                memcmp(head, zeros, DVI_LOG_HEAD) == 0;
    close(fd);
    return !sound;
}

void dvi_commit_mark_read(const char *path, dvi_commit_mark *out) {
    char name[DVI_BESIDE];
    uint8_t bytes[MARK];
    *out = (dvi_commit_mark){.log_damaged = is_log_damaged(path)};
    dvi_beside(path, DVI_MARK, name);
    int fd = dvi_open_plain(name, O_RDONLY);
    if (fd < 0) return;
    bool whole = pread(fd, bytes, MARK, 0) == MARK &&
                 XXH3_64bits_withSeed(bytes, MARK - 8, mark_seed) == dvi_get64(bytes + MARK - 8);
    close(fd);
    if (!whole) return;
    out->generation = dvi_get64(bytes);
    out->frames = dvi_get64(bytes + 8);
    out->commits = dvi_get64(bytes + 16);
}

/* The header of the log's index stands twice in the shared memory; one that is just being written differs. */
static bool read_log_state(dvi_store *store, dvi_commit_mark *out) {
    sqlite3_file *file = NULL;
    void volatile *shared = NULL;
    uint8_t copies[2 * HEADER];
    int rc = sqlite3_file_control(store->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == SQLITE_OK) rc = file->pMethods->xShmMap(file, 0, REGION, 0, &shared); /* of page_sums.c */
    if (rc != SQLITE_OK || shared == NULL) return false;
    for (int i = 0; i < TRIES; i++) {
        const uint8_t volatile *at = shared;
        for (size_t k = 0; k < sizeof copies; k++)
            copies[k] = at[k];
        if (memcmp(copies, copies + HEADER, HEADER) != 0) continue;
        uint32_t frames;
        memcpy(&frames, copies + FRAMES_AT, sizeof frames); /* in the machine's own order */
        out->frames = frames;
        out->generation = dvi_get64(copies + SALTS_AT);
        return true;
    }
    return false;
}

static void write_mark(dvi_store *store, const dvi_commit_mark *mark) {
    uint8_t bytes[MARK];
    char name[DVI_BESIDE];
    uint8_t *at = dvi_put64(dvi_put64(dvi_put64(bytes, mark->generation), mark->frames), mark->commits);
    dvi_put64(at, XXH3_64bits_withSeed(bytes, MARK - 8, mark_seed));
    if (store->mark < 0) {
        dvi_beside(store->path, DVI_MARK, name);
        store->mark = dvi_open_plain(name, O_WRONLY | O_CREAT);
    }
    if (store->mark < 0) return;
    bool whole = pwrite(store->mark, bytes, MARK, 0) == MARK; /* what is not does not match its sum */
    (void)whole;
}

void dvi_commit_mark_write(dvi_store *store) {
    dvi_commit_mark mark = {0};
    if (!read_log_state(store, &mark)) return;
    mark.commits = store->counts.commits;
    write_mark(store, &mark);
}

dvk_status dvi_commit_mark_check(dvi_store *store, const dvi_commit_mark *mark) {
    dvi_commit_mark now = {0};
    if (mark->log_damaged) return dvi_damaged(store, "the head of its log does not match its checksum");
    if (mark->commits == 0) return DVK_OK;
    /* SQLite may fill up the last sector with one more frame, which is not synced. */
    bool ends_early =
        read_log_state(store, &now) && now.generation == mark->generation && now.frames + 1 < mark->frames;
    if (!ends_early && store->counts.commits >= mark->commits) return DVK_OK;
    return dvi_damaged(
        store, "the log lacks what was committed last (or the file was put back: then remove %.60s-mark)",
        DVI_STORE_FILE);
}

void dvi_commit_mark_remove(const char *path) {
    char name[DVI_BESIDE];
    dvi_beside(path, DVI_MARK, name);
    unlink(name);
}
