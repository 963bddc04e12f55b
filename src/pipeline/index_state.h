/* What an open index is, and what the files that work on it share. */
#ifndef DVI_INDEX_STATE_H
#define DVI_INDEX_STATE_H

#include "base/buffer.h"
#include "dvoinik/index.h"
#include "match/anchors.h"
#include "match/compare.h"
#include "pipeline/number_map.h"
#include "store/postings.h"
#include "store/store.h"

enum {
    DVI_INDEX_CACHED = 32768,
    DVI_NO_NUMBER = 0,
    DVI_MOST_LINKED = 4096,    /* articles that are grouped anew because of one of them */
    DVI_LINKED_EACH_ADDED = 16 /* as many for each that is added with it, if that is more */
};

/* An article made ready to be added or asked about. */
typedef struct dvi_prepared {
    dvi_row row;        /* its texts are lent */
    dvi_buffer made_id; /* the row's id where the article's own was taken */
    dvk_features
        features;  /* with the whole sample of shingles until dvi_index_prepare, then with what is kept */
    uint8_t *blob; /* the features as they are stored */
    size_t blob_size, blob_cap;
    uint64_t *keys; /* of the bands, then one of its address if it has any: its list lies among those of the
                       bands */
    size_t n_keys;
    bool has_address;
    dvi_anchors anchors;
    dvi_comparable comparable;
    uint64_t tie;
} dvi_prepared;

/* Some articles with all pairs between them, and the groups these make. Whole connected components: no pair
 * that links leads out of it. */
typedef struct dvi_region {
    dvi_number_map map;      /* of article numbers to places in the lists */
    dvi_number_map left_out; /* articles linked with more than are grouped anew; the map may have them too */
    uint32_t *numbers;
    dvi_place_row *places; /* as they are stored */
    dvk_assignment *assigned;
    uint32_t *copies, *reports; /* sizes of the groups each is in */
    size_t n, numbers_cap, places_cap, assigned_cap;
    dvk_pair *pairs; /* by article numbers first, then by places */
    size_t n_pairs, pairs_cap;
} dvi_region;

typedef struct dvi_change_list {
    dvk_index_change *list;
    size_t n, cap;
} dvi_change_list;

typedef struct dvi_cached {
    uint32_t number;
    dvi_comparable *article; /* as long as it needs to be, its shingles behind it */
} dvi_cached;

/* Sizes of groups as they are after so many commits. */
typedef struct dvi_sizes {
    dvi_number_map known[DVI_LEVELS];
    uint64_t commits;
} dvi_sizes;

struct dvi_candidate_scratch;

struct dvk_index {
    dvi_store *store;
    dvk_index_options options;
    const dvk_model *model;
    char *folder;
    dvk_extractor **extractors; /* one a thread, made when first needed */
    unsigned threads;
    dvi_cached *cache; /* by number, at number % DVI_INDEX_CACHED */
    struct dvi_candidate_scratch *scratch;
    dvi_neighbour *found; /* pairs of the article at hand */
    size_t n_found, found_cap;
    dvi_region region;
    dvi_change_list changes;
    size_t most_linked; /* DVI_MOST_LINKED */
    uint32_t *seeds;    /* articles whose pairs have changed */
    size_t n_seeds, seeds_cap;
    dvi_prepared asked;       /* of a query */
    dvk_index_match *matches; /* lent with its answer */
    size_t matches_cap;
    dvi_sizes sizes;
    dvi_buffer strings; /* lent with answers */
    dvi_buffer told;    /* lent with what a listener is told, which may ask for other articles meanwhile */
    bool busy;          /* with what a listener is told of */
};

/* What each public function asks first: whether the handle is free. A listener may be told of something in
 * the middle of a transaction, and then nothing can be done with its handle; at other times nothing that
 * writes, or that needs the memory of the call that goes on (`alone`). */
dvk_status dvi_index_enter(const dvk_index *index, bool alone, dvk_error *error);
/* What those that write ask: that, alone, and whether it may. */
dvk_status dvi_index_enter_to_write(const dvk_index *index, dvk_error *error);

/* The failure of the store, as the caller's. */
dvk_status dvi_index_failed(const dvk_index *index, dvk_status status, dvk_error *error);

/* The version of Unicode the tables were made from. */
const char *dvi_index_unicode(void);

/* Preparing. */
dvk_status dvi_prepared_init(dvi_prepared *p, const dvk_index *index);
void dvi_prepared_finish(dvi_prepared *p);
/* Features of articles, on all threads, into `out`, n of them. The rows borrow the articles' texts. */
dvk_status dvi_index_extract(dvk_index *index, const dvk_article *articles, size_t n, dvi_prepared *out);
/* DVK_OK with the number when the very article is there, DVK_END when its id is free, DVK_E_DUPLICATE when
 * another text has it. `by_file`: the id is the name of a file; where another text has it the row gets
 * "name:hash", the hash of what it says. Within a transaction. */
dvk_status dvi_index_look_up(dvk_index *index, dvi_prepared *p, bool by_file, uint32_t *number);
/* All but the features and the row, from the features. */
dvk_status dvi_index_prepare(const dvk_index *index, dvi_prepared *p);

/* An article as it is compared, from the cache or the store, lent until the next call. */
dvk_status dvi_index_comparable(dvk_index *index, uint32_t number, const dvi_comparable **out);
void dvi_index_forget(dvk_index *index, uint32_t number);
void dvi_index_forget_all(dvk_index *index);
/* Takes back what was written in the transaction, if there is one, and what was remembered of it: its numbers
 * will be given again. */
void dvi_index_rollback(dvk_index *index);

/* The article's pairs with those in the index, into index->found. */
dvk_status dvi_index_find_pairs(dvk_index *index, const dvi_prepared *article);
void dvi_index_free_scratch(dvk_index *index);

/* All that an article is found by, lent. */
dvi_postings dvi_index_postings(const dvi_prepared *article, uint32_t number);

/* Writes an article with its postings and the pairs in index->found, within a transaction that writes; it
 * becomes a seed. */
dvk_status dvi_index_insert(dvk_index *index, dvi_prepared *article, uint32_t *number);
/* Takes it out, with pairs and postings; what it was linked with becomes seeds. */
dvk_status dvi_index_remove(dvk_index *index, uint32_t number);
dvk_status dvi_index_add_seed(dvk_index *index, uint32_t number);

/* Groups the seeds and all that is linked with them into index->region; what is linked with more than `most`
 * is left out. With `asked`, which is no part of the index, and its pairs in index->found: as if it were,
 * under DVI_NO_NUMBER. */
dvk_status dvi_index_group(dvk_index *index, const dvi_prepared *asked, size_t most);
bool dvi_region_left_out(const dvi_region *region, uint32_t number);
/* UINT32_MAX when it is not in the region. */
uint32_t dvi_region_find(const dvi_region *region, uint32_t number);
/* The groups that one more article of these pairs joins, which stay as they are otherwise; DVK_NO_GROUP where
 * it would begin one. */
dvk_status dvi_index_join(dvk_index *index, int64_t time, const dvi_neighbour *found, size_t n,
                          dvk_assignment *out);
/* Those of the seeds that were left out and are in no group join one. */
dvk_status dvi_index_join_rest(dvk_index *index);
/* Gives the region's groups their stable numbers; with `write`, also writes them, and notes the changes. */
dvk_status dvi_index_number(dvk_index *index, bool write);
void dvi_region_finish(dvi_region *region);
/* The numbers of an article's former groups go when it was their last. */
dvk_status dvi_index_retire_empty(dvk_index *index, const dvk_assignment *former);

/* Tells of what was committed. */
dvk_status dvi_index_tell_changes(dvk_index *index, const dvk_index_listener *listener);
bool dvi_index_goes_on(const dvk_index_listener *listener, const char *stage, uint64_t done, uint64_t total);

/* Seeds -> groups -> numbers. `all`: however much is linked with them. */
dvk_status dvi_index_settle(dvk_index *index, bool all);

/* What a row says of its article, whose spans are those of the row; in no group yet. */
dvk_result dvi_index_result_of(const dvi_row *row);
/* How many articles are in the groups of one; within a transaction that reads. */
dvk_status dvi_index_sizes(dvk_index *index, const dvk_assignment *assigned, uint32_t *copies,
                           uint32_t *reports);
void dvi_index_free_sizes(dvk_index *index);
/* The answer for a stored article, its texts copied; within a transaction that reads. */
dvk_status dvi_index_answer(dvk_index *index, uint32_t number, dvk_index_answer *out);
/* The answer for an article that was there when the last transaction ended. Another process may have
 * forgotten it since: then it is in no group, and `row` says the rest. */
dvk_status dvi_index_answer_since(dvk_index *index, uint32_t number, const dvi_row *row,
                                  dvk_index_answer *out);

#endif
