/* What a job has made of its articles and does not need at every moment, in spools: features laid out to be
 * compared, what stands in reports, the keys of the bands, the anchors. */
#ifndef DVI_ARTICLE_STORE_H
#define DVI_ARTICLE_STORE_H

#include "base/spool.h"
#include "dvoinik/article.h"
#include "match/anchors.h"
#include "match/compare.h"

typedef struct dvi_record {
    dvk_span id, url, source, title, text; /* text is empty unless kept */
    uint64_t line;
    uint64_t fingerprint;  /* of the record's bytes */
    uint32_t file;         /* number of the input */
    uint32_t n_characters; /* of title and text */
    uint32_t n_tokens, language;
} dvi_record;

/* The keys of some articles that came one behind the other, all of one band together. */
typedef struct dvi_key_block {
    uint32_t first, n;
} dvi_key_block;

typedef struct dvi_article_store {
    dvi_spool features, records, keys, anchors;
    uint64_t *feature_at, *record_at; /* n */
    dvi_key_block *blocks;
    size_t n, feature_cap, record_cap, n_blocks, blocks_cap;
} dvi_article_store;

/* `memory`: bytes to keep in memory in all. `folder` is borrowed. */
void dvi_article_store_init(dvi_article_store *store, const char *folder, uint64_t memory);
void dvi_article_store_finish(dvi_article_store *store);

/* Adds an article. `features`: what dvi_comparable_place wrote. Returns DVK_OK, DVK_E_MEMORY or DVK_E_WRITE.
 */
dvk_status dvi_articles_add(dvi_article_store *store, const dvi_record *record, dvk_span features,
                            const dvi_anchors *anchors);

/* The keys of the last n articles added: n x bands. */
dvk_status dvi_articles_add_keys(dvi_article_store *store, const uint64_t *keys, size_t n, uint32_t bands);

/* Why a write failed: an errno, or 0. */
int dvi_articles_reason(const dvi_article_store *store);

/* What they give is lent until the next call with the same window, or the next article added. */
dvk_status dvi_articles_record(const dvi_article_store *store, dvi_spool_window *window, size_t article,
                               dvi_record *out);

/* The same, but lent until `page` is used again; read ahead through `window`. */
dvk_status dvi_articles_record_on_page(const dvi_article_store *store, dvi_spool_window *window,
                                       dvi_spool_window *page, size_t article, dvi_record *out);

dvk_status dvi_articles_comparable(const dvi_article_store *store, dvi_spool_window *window, size_t article,
                                   const dvi_comparable **out);
dvk_status dvi_articles_anchors(const dvi_article_store *store, dvi_spool_window *window, size_t article,
                                const dvi_anchors **out);

/* Asks for anchors, where they are in memory, ahead of their use. */
void dvi_articles_expect_anchors(const dvi_article_store *store, size_t article);

/* An article where it stands when it is in memory, else NULL; lent until the next article added. */
const dvi_comparable *dvi_articles_lend_comparable(const dvi_article_store *store, size_t article);

/* An article that is not in memory: its bytes, and the same read into `memory`, which is aligned. */
size_t dvi_articles_comparable_size(const dvi_article_store *store, size_t article);
dvk_status dvi_articles_read_comparable(const dvi_article_store *store, dvi_spool_window *window,
                                        size_t article, void *memory);

/* The keys of one band of all articles, to place[i] of `out` for article i. */
dvk_status dvi_articles_band(const dvi_article_store *store, uint32_t band, uint32_t bands,
                             const uint32_t *place, uint64_t *out);

#endif
