/* An index on disk: articles come in any portions, and get the groups that one batch of them all would give.
 */
#ifndef DVOINIK_INDEX_H
#define DVOINIK_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/cluster.h"
#include "dvoinik/cpu.h"
#include "dvoinik/model.h"
#include "dvoinik/read.h"
#include "dvoinik/report.h"
#include "dvoinik/result.h"
#include "dvoinik/sign.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A handle on an index: one SQLite database in a folder. It belongs to one thread; any number of handles, in
 * any number of processes, may be open on one folder. One of them writes at a time; those that read see the
 * state before or after a portion, never one between. Answers come from records that match their checksums,
 * or not at all.
 *
 * Statuses of all functions: DVK_OK; DVK_E_ARGUMENT; DVK_E_MEMORY; DVK_E_IO (not there, or cannot be read);
 * DVK_E_DAMAGED; DVK_E_VERSION (made with another model, Unicode or format version: `error` says which,
 * dvk_index_rebuild mends it); DVK_E_BUSY (another process was writing for longer than `wait`); DVK_E_WRITE
 * (a full disk, a limit, a failing device: what was committed before is safe); DVK_E_CANCELLED (a listener
 * returned false); DVK_E_LIMIT (all numbers for articles, groups or files are used, or id, address and source
 * of one have more than 64 MiB). `error`, dvk_index_options and listeners may be NULL, and so may pointers to
 * counts that are not wanted. What changes an index needs a handle that was opened to write: DVK_E_ARGUMENT
 * otherwise. */
typedef struct dvk_index dvk_index;

typedef enum dvk_index_access {
    DVK_INDEX_READ,  /* an index that is there; nothing is written */
    DVK_INDEX_WRITE, /* an index that is there */
    DVK_INDEX_NEW    /* makes one, and its folder if need be; DVK_E_IO when there is one already */
} dvk_index_access;

typedef struct dvk_index_options {
    dvk_index_access access; /* default DVK_INDEX_READ */
    const dvk_model *model;  /* NULL: the one that ships */
    uint32_t wait;           /* milliseconds to wait for another process that writes; default 10,000 */
    uint32_t threads;        /* that make features, at most 256; 0: as many as the machine has */
    uint32_t cpu; /* extensions of the processor to keep to, DVK_CPU_...; the result is the same. Default
                     DVK_CPU_ALL */
    bool secret;  /* of a new index: draw its seed, so that no feed can be made to fit; default true */
    dvk_sign_params sign;       /* of a new index; `seed` counts unless `secret` */
    dvk_cluster_params cluster; /* of a new index */
    uint32_t max_candidates;    /* of a new index: that one article chooses by anchors; default 200 */
} dvk_index_options;

DVK_API void dvk_index_options_init(dvk_index_options *options);

/* Opens or makes an index. Cost: some ms, whatever its size. */
DVK_API dvk_status dvk_index_create(dvk_index **out, const char *folder, const dvk_index_options *options,
                                    dvk_error *error);
DVK_API void dvk_index_destroy(dvk_index *index); /* takes NULL */

#define DVK_NO_GROUP UINT32_MAX

/* Another article that is alike: by falling probability. */
typedef struct dvk_index_match {
    uint32_t number;           /* of the article in the index */
    uint32_t duplicate, event; /* probabilities in 1/65536 */
} dvk_index_match;

/* What the index knows of an article, or would. Numbers of groups are stable: a number never comes to mean
 * another group. */
typedef struct dvk_index_answer {
    dvk_result article; /* assigned.duplicate and .event: DVK_NO_GROUP when a queried article would begin a
                           group of its own */
    uint32_t number;    /* of the article in the index, from 1 in order of arrival; 0 when it is not in it */
    bool known;         /* it was there already, with the same title and text */
    uint32_t copies;    /* articles in its duplicate group, itself counted */
    uint32_t reports;   /* articles in its event, itself counted */
    const dvk_index_match *matches; /* of a query: the articles it makes pairs with */
    size_t n_matches;
    bool only_joined; /* of what is added or asked: too much is linked with it to be grouped anew */
} dvk_index_answer;

typedef enum dvk_index_change_kind {
    DVK_CHANGE_MERGED, /* `from` is used no longer: its articles, most of them, are in `into` */
    DVK_CHANGE_SPLIT,  /* `articles` of `from` are in a new group `into` */
    DVK_CHANGE_MOVED,  /* `articles` of `from` are in `into`; both go on */
    DVK_CHANGE_GONE    /* `from` is used no longer: all its articles were forgotten; `into` is DVK_NO_GROUP */
} dvk_index_change_kind;

typedef struct dvk_index_change {
    dvk_index_change_kind kind;
    bool event; /* of events; else of duplicate groups */
    uint32_t from, into, articles;
} dvk_index_change;

/* Told of what is done, always after it has been committed. Each function may be NULL. What it gets is lent
 * for the call. Return false to stop after this portion. An article that another process has forgotten since
 * is in no group: DVK_NO_GROUP, of 0 articles. A listener that wants to ask an index, or change it, does so
 * with another handle: its own is at work and refuses what would disturb that (DVK_E_ARGUMENT). */
typedef struct dvk_index_listener {
    bool (*on_article)(void *user, const dvk_index_answer *answer);
    bool (*on_change)(void *user, const dvk_index_change *change);
    void (*on_bad)(void *user, const dvk_error *error); /* something that was passed over */
    /* Asked between portions and steps, and every few hundred articles; return false to cancel what is not
     * committed. */
    bool (*on_progress)(void *user, const char *stage, uint64_t done, uint64_t total);
    void *user;
} dvk_index_listener;

/* Adds articles, all or none: when DVK_OK comes back they are on disk. One that is there already with the
 * same title and text is told as `known`; one whose id stands there with others is DVK_E_DUPLICATE, one
 * without an id DVK_E_ARGUMENT, one that is not UTF-8 DVK_E_ENCODING. Beyond what
 * dvk_cluster does over one batch: the caps on candidates are those of the time of arrival, so that an index
 * can know pairs that a batch would have cut, and lack one that only the other article's later list of
 * candidates would have kept. And where more than 4,096 articles are linked, and more than 16 for each that
 * is added with it (of a reader's: by the portion, of up to 1,024), groups are not made anew: an article
 * joins those of its best link by the thresholds, or begins its own, and is told as `only_joined`.
 * dvk_index_rebuild groups all anew. */
DVK_API dvk_status dvk_index_add(dvk_index *index, const dvk_article *articles, size_t n,
                                 const dvk_index_listener *listener, dvk_error *error);

/* Adds all articles of a reader, a portion at a time. Bad ones, and those with an id that stands for others,
 * are handed to dvk_reader_reject, so that skip_bad counts. Where on failure the reader has given articles, a
 * portion at most, that are not in the index, it gives no more (dvk_reader_next: DVK_E_ARGUMENT): add them
 * with another reader, those that are there come out as `known`. */
DVK_API dvk_status dvk_index_read(dvk_index *index, dvk_reader *reader, const dvk_index_listener *listener,
                                  dvk_error *error);

/* What dvk_index_add would say, without adding. Lent until the next call on the index. */
DVK_API dvk_status dvk_index_query(dvk_index *index, const dvk_article *article, dvk_index_answer *out,
                                   dvk_error *error);

/* The article with an id, or a number: DVK_END when there is none. Lent until the next call. */
DVK_API dvk_status dvk_index_find(dvk_index *index, dvk_span id, dvk_index_answer *out, dvk_error *error);
DVK_API dvk_status dvk_index_get(dvk_index *index, uint32_t number, dvk_index_answer *out, dvk_error *error);

/* The articles of a group, or all (group = DVK_NO_GROUP), by rising number; `visit` returns false to stop.
 * When a number is used no longer *became (which may be NULL) gets the one its articles went to, or the
 * number itself where all were forgotten, and DVK_END comes back; also, with DVK_NO_GROUP, where it was never
 * given, and where there is no article at all. */
DVK_API dvk_status dvk_index_each(dvk_index *index, bool event, uint32_t group,
                                  bool (*visit)(void *user, const dvk_index_answer *answer), void *user,
                                  uint32_t *became, dvk_error *error);

/* Writes all articles as dvk_report does, with the stable numbers: DVK_REPORT_JSONL or DVK_REPORT_CSV. */
DVK_API dvk_status dvk_index_report(dvk_index *index, const dvk_report_options *options, dvk_write write,
                                    void *user, dvk_error *error);

/* Forgets the articles dated before `time`; those without a date stay. *n gets how many went, also of a
 * failure. */
DVK_API dvk_status dvk_index_expire(dvk_index *index, int64_t time, const dvk_index_listener *listener,
                                    uint64_t *n, dvk_error *error);

/* Adds the articles of another index, made anywhere with the same model, from their stored features, signed
 * with this one's seed. The groups get numbers of this index. */
DVK_API dvk_status dvk_index_merge(dvk_index *index, const char *other, const dvk_index_listener *listener,
                                   dvk_error *error);

typedef struct dvk_index_stats {
    uint64_t articles, groups, events, pairs, retired;
    uint64_t bytes;      /* on disk */
    int64_t first, last; /* dates; DVK_NO_TIME when no article has one */
    uint32_t format, model_version;
    uint64_t model_fingerprint,
        features_from; /* the latter is another one after a rebuild under a new model */
    char unicode[16];
    dvk_sign_params sign; /* with the seed */
    dvk_cluster_params cluster;
    uint32_t max_candidates;
} dvk_index_stats;

/* Cost: counts groups, some tenths of a second for a million articles. */
DVK_API dvk_status dvk_index_statistics(dvk_index *index, dvk_index_stats *out, dvk_error *error);

typedef struct dvk_index_check {
    uint64_t pages, articles, pairs, lists; /* looked at */
    uint64_t damages;
} dvk_index_check;

/* Looks at every page, record and reference of the index in `folder`. `listener->on_bad` is told of each
 * damage, the first hundred of a kind. DVK_OK when there is none, DVK_E_DAMAGED when there is. */
DVK_API dvk_status dvk_index_verify(const char *folder, const dvk_index_options *options,
                                    const dvk_index_listener *listener, dvk_index_check *out,
                                    dvk_error *error);

/* Makes the index anew from the features of its articles that match their checksums, under options->model,
 * and puts it in the place of the old one when it is whole. Numbers of groups stay. Features that another
 * model made are taken as they are, since texts are not kept: what that model's words and weights were goes
 * on to count; add such articles again for the new ones. What is lost is told to on_bad. When that is all
 * there was, the index is left as it is: DVK_E_DAMAGED. DVK_E_VERSION when the format is one that this
 * library does not know. */
DVK_API dvk_status dvk_index_rebuild(const char *folder, const dvk_index_options *options,
                                     const dvk_index_listener *listener, dvk_index_check *out,
                                     dvk_error *error);

#ifdef __cplusplus
}
#endif
#endif
