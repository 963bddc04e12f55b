/* The store: an index on disk. Knows rows and their checksums, not what makes articles alike.
 *
 * Every function that can fail leaves a sentence in dvi_store_error. Spans it gives are lent until the next
 * call. */
#ifndef DVI_STORE_H
#define DVI_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/cluster.h"
#include "dvoinik/result.h"
#include "dvoinik/sign.h"
#include "dvoinik/status.h"

enum { DVI_STORE_FORMAT = 2 };

#define DVI_STORE_FILE "index.dvoinik"
#define DVI_STORE_REBUILT DVI_STORE_FILE ".rebuilt" /* until it takes the place of the other */

/* What to do where the work stops for damage; not said of what verify and rebuild tell. */
#define DVI_MEND "; dvoinik index verify says where, dvoinik index rebuild mends it"

typedef struct dvi_store dvi_store;

typedef enum dvi_store_access { DVI_STORE_READ, DVI_STORE_WRITE, DVI_STORE_NEW } dvi_store_access;

/* What an index pins when it is made. */
typedef struct dvi_pinned {
    uint32_t format, model_version;
    uint64_t model_fingerprint;
    uint64_t features_from; /* fingerprint of the model that made the oldest features: another one after a
                               rebuild */
    char unicode[16];       /* version of Unicode that the tables were made from */
    dvk_sign_params sign;
    dvk_cluster_params cluster;
    uint32_t max_candidates;
} dvi_pinned;

/* Numbers that are never given twice, and how many rows each table has. */
typedef struct dvi_counts {
    uint64_t next_article, next_duplicate, next_event;
    uint64_t articles, pairs, retired;
    uint64_t recent, runs, gone; /* rows of these tables */
    uint64_t commits;            /* that wrote */
    uint64_t next_run;
    uint64_t epoch; /* of the lists: another one when more was done to them than adding */
} dvi_counts;

/* Opens `folder`/`file` (DVI_STORE_FILE for NULL). With DVI_STORE_NEW makes it, and the folder when there is
 * none; `pinned` is then what it pins. A store that cannot be opened is told in `error`: DVK_E_IO (not there,
 * or there already), DVK_E_DAMAGED, DVK_E_VERSION (another format), DVK_E_BUSY, DVK_E_WRITE, DVK_E_MEMORY. */
typedef struct dvi_store_options {
    dvi_store_access access;
    const char *file;
    uint32_t wait; /* milliseconds for another process that writes */
    const dvi_pinned *pinned;
    bool careless; /* nothing is synced: for a file that gets its name later, when dvi_store_rename has synced
                      it */
    bool salvage;  /* to write, alone: pages and meta may be damaged, records are checked all the same */
} dvi_store_options;

dvk_status dvi_store_create(dvi_store **out, const char *folder, const dvi_store_options *options,
                            dvk_error *error);
void dvi_store_destroy(dvi_store *store); /* takes NULL */

const dvk_error *dvi_store_error(const dvi_store *store);
const dvi_pinned *dvi_store_pinned(const dvi_store *store);
const dvi_counts *dvi_store_counts(const dvi_store *store); /* of the transaction */

/* A transaction. What is written is safe when dvi_store_commit has returned DVK_OK. One that reads sees one
 * state. */
dvk_status dvi_store_begin(dvi_store *store, bool write);
dvk_status dvi_store_commit(dvi_store *store);
void dvi_store_rollback(dvi_store *store); /* also when there is none */
bool dvi_store_has_begun(const dvi_store *store);

/* Moves the log into the database and syncs it. Returns DVK_OK also when a reader is in the way. */
dvk_status dvi_store_checkpoint(dvi_store *store);

/* Gives the file of a careless store, which is closed by it, the name of `old`, which stays open and locked
 * until this is done. */
dvk_status dvi_store_rename(dvi_store *fresh, dvi_store *old);

/* Whether a rebuild could not give the log back. Of an index that was opened, alone, since then, it is an old
 * one, which goes before the next rebuild. */
bool dvi_store_log_is_aside(const dvi_store *old);
dvk_status dvi_store_drop_log_aside(dvi_store *old);

/* Removes the files of its lists, which are not wanted now: the store is closed next. */
void dvi_store_drop_runs(dvi_store *store);

/* Removes a file of the folder, with its log. */
void dvi_store_remove(const char *folder, const char *file);

/* Numbers that are counted when asked for. */
typedef struct dvi_totals {
    uint64_t groups, events, bytes;
    int64_t first, last; /* dates, or DVK_NO_TIME */
} dvi_totals;

dvk_status dvi_store_totals(dvi_store *store, dvi_totals *out);

/* Checking. Each damage found is told and counted, one that is found again and again in a row once; what
 * comes back is a failure of something else. */
typedef struct dvi_check {
    void (*tell)(void *user, const dvk_error *error);
    void *user;
    dvk_error last; /* that was found */
    uint64_t damages, told;
    uint64_t pages, pairs, lists, entries; /* looked at; entries of lists */
} dvi_check;

void dvi_check_tell(dvi_check *check, const dvk_error *error);
/* Tells of `status` if it is damage, and returns DVK_OK then. */
dvk_status dvi_check_status(dvi_check *check, const dvi_store *store, dvk_status status);
/* Every page of the file, without SQLite. */
dvk_status dvi_store_check_pages(const char *folder, dvi_check *check, dvk_error *error);
/* Trees, pairs, lists and retired numbers, and how many there are, within a transaction. */
dvk_status dvi_store_check_rows(dvi_store *store, dvi_check *check);
/* Takes over the numbers of another store: those used no longer, and which come next. */
dvk_status dvi_store_copy_numbers(dvi_store *store, dvi_store *from, dvi_check *check);

/* Articles. */
typedef struct dvi_row {
    uint32_t number; /* from 1, rising as articles come; never given twice */
    dvk_span id, url, title, source;
    int64_t time;
    uint32_t language, n_tokens, n_characters;
    uint64_t content; /* a hash of title and text */
} dvi_row;

/* Where an article belongs, and what breaks ties in clustering. */
typedef struct dvi_place_row {
    dvk_assignment assigned;
    uint64_t tie;
    int64_t time;
} dvi_place_row;

/* The number for the next article that is put. DVK_E_LIMIT past 2^32 - 2. */
dvk_status dvi_store_new_article(dvi_store *store, uint32_t *number);
dvk_status dvi_store_put_article(dvi_store *store, const dvi_row *row, const uint8_t *features, size_t size);
/* DVK_END when there is none. */
dvk_status dvi_store_find(dvi_store *store, dvk_span id, uint32_t *number);
dvk_status dvi_store_article(dvi_store *store, uint32_t number, dvi_row *out);
dvk_status dvi_store_features(dvi_store *store, uint32_t number, const uint8_t **blob, size_t *size);
/* The first article behind `after`, or DVK_END. */
dvk_status dvi_store_next(dvi_store *store, uint32_t after, uint32_t *number);
/* The same where pages may be damaged: the first behind `after` that any of the tables of articles has a row
 * of. What leads past a row in one of them hardly does in all. */
dvk_status dvi_store_next_trace(dvi_store *store, uint32_t after, uint32_t *number);
/* An article with a date below `before`, or DVK_END. */
dvk_status dvi_store_oldest(dvi_store *store, int64_t before, uint32_t *number);
/* Its rows in all tables but the postings, which are found through its features. */
dvk_status dvi_store_delete_article(dvi_store *store, uint32_t number);

dvk_status dvi_store_put_place(dvi_store *store, uint32_t number, const dvi_place_row *row);
dvk_status dvi_store_place(dvi_store *store, uint32_t number, dvi_place_row *out);

typedef enum dvi_level { DVI_LEVEL_DUPLICATE, DVI_LEVEL_EVENT, DVI_LEVELS } dvi_level;

/* The first member of a group behind `after`, or DVK_END. */
dvk_status dvi_store_member(dvi_store *store, dvi_level level, uint32_t group, uint32_t after,
                            uint32_t *number);
dvk_status dvi_store_group_size(dvi_store *store, dvi_level level, uint32_t group, uint64_t *size);

/* Numbers for new groups, from 0. DVK_E_LIMIT past 2^32 - 2. */
dvk_status dvi_store_new_group(dvi_store *store, dvi_level level, uint32_t *group);
/* A number that is used no longer, and the one in which most of its articles are: `into` may be UINT32_MAX
 * (forgotten). */
dvk_status dvi_store_retire(dvi_store *store, dvi_level level, uint32_t group, uint32_t into);
/* Where a retired number went, or DVK_END when it is in use or was never given. */
dvk_status dvi_store_retired(dvi_store *store, dvi_level level, uint32_t group, uint32_t *into);

/* Pairs, each kept once and found from both sides. */
typedef struct dvi_neighbour {
    uint32_t article, duplicate, event;
} dvi_neighbour;

dvk_status dvi_store_put_pair(dvi_store *store, uint32_t a, uint32_t b, uint32_t duplicate, uint32_t event);
/* The pairs of an article, by rising number of the other, lent until the next call. */
dvk_status dvi_store_pairs(dvi_store *store, uint32_t article, const dvi_neighbour **out, size_t *n);
dvk_status dvi_store_delete_pairs(dvi_store *store, uint32_t article);

#endif
