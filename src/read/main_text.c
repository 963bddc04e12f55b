/* The main text of an HTML page, told by the density of its blocks.
 *
 * The text between two breaks is a block; it has a length and a part of it that stands in links. A block of
 * some length with few links speaks for the elements around it: in full for the two innermost, 5/8 and 3/8
 * of it for the two above. The element with most said for it holds the article, since menus and lists of
 * teasers are short and linked, and whatever holds more than the article holds it at a discount. Its blocks,
 * those made of links left out, are the text. Idea: the Readability bookmarklet of Arc90 (2009) for the
 * container, Kohlschuetter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (2010),
 * section 3, for link density; without the weights of either.
 *
 * What names itself furniture by its element is not looked at. What does so by a class is looked at only when
 * nothing is found without it, for such words also stand for what a page does not have. Elements lie in an
 * array in the order in which they begin, so that what is inside one is a range, and nothing recurses. */
#include "main_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/span.h"
#include "html_text.h"

enum {
    MOST_OPEN = 512, /* html.c stops before */
    MOST_NODES = 1 << 19,
    LEAST_BLOCK = 40, /* characters of a block that speaks for its element */
    MOST_WEIGHT = 600,
    LEAST_TEXT = 140
};

typedef struct node {
    uint32_t parent, end; /* the nodes inside are those up to `end` */
    uint64_t weight;
    bool furniture;
    bool body; /* says itself that it is the article's text */
} node;

typedef struct block {
    size_t begin, len;
    uint32_t node, characters, linked;
} block;

typedef struct open_element {
    uint32_t node;
    bool opens_node, link, hidden, article;
} open_element;

struct dvi_main_text {
    node *nodes;
    block *blocks;
    size_t n_nodes, nodes_cap, n_blocks, blocks_cap;
    open_element open[MOST_OPEN];
    size_t depth;
    dvi_buffer text;
    dvi_flow flow;
    uint32_t characters, linked; /* of the block that has begun */
    dvk_status status;
};

dvi_main_text *dvi_main_text_create(void) {
    return dvi_alloc_zero(1, sizeof(dvi_main_text));
}

void dvi_main_text_destroy(dvi_main_text *page) {
    if (page == NULL) return;
    dvi_free(page->nodes);
    dvi_free(page->blocks);
    dvi_buffer_finish(&page->text);
    dvi_free(page);
}

static void begin_block(dvi_main_text *page) {
    page->flow = (dvi_flow){.out = &page->text, .from = page->text.len, .status = page->flow.status};
    page->characters = page->linked = 0;
}

void dvi_main_text_begin(dvi_main_text *page) {
    page->n_nodes = page->n_blocks = page->depth = page->text.len = 0;
    page->status = page->flow.status = DVK_OK;
    begin_block(page);
}

static bool is_one_of(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static const char *attribute(const char *const *attributes, const char *name) {
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0) return attributes[i + 1] != NULL ? attributes[i + 1] : "";
    return NULL;
}

static bool is_name_byte(char c) {
    return (dvi_lower_ascii(c) >= 'a' && dvi_lower_ascii(c) <= 'z') || (c >= '0' && c <= '9');
}

/* Whether one of the words that `names` is put together from is among `words`. */
static bool has_word(const char *names, const char *const *words, size_t n) {
    while (names != NULL && *names != 0) {
        size_t len = 0;
        while (is_name_byte(names[len]))
            len++;
        for (size_t i = 0; len != 0 && i < n; i++) {
            size_t same = 0;
            while (same < len && words[i][same] == dvi_lower_ascii(names[same]))
                same++;
            if (same == len && words[i][len] == 0) return true;
        }
        names += len != 0 ? len : 1;
    }
    return false;
}

static bool is_furniture(const char *name, const char *const *attributes) {
    static const char *const furniture[] = {
        "ad",          "ads",     "advert",   "advertisement", "also",    "banner",     "breadcrumb",
        "breadcrumbs", "comment", "comments", "cookie",        "cookies", "disqus",     "footer",
        "login",       "menu",    "modal",    "nav",           "navbar",  "navigation", "newsletter",
        "popular",     "popup",   "promo",    "rating",        "read",    "recommend",  "recommended",
        "related",     "share",   "sharing",  "sidebar",       "similar", "social",     "subscribe",
        "tags",        "teaser",  "teasers",  "widget"};
    static const char *const article[] = {"article", "body", "content", "entry", "main",
                                          "news",    "post", "story",   "text"};
    static const char *const exempt[] = {"article", "body", "html", "main"};
    enum { N_FURNITURE = sizeof furniture / sizeof *furniture, N_ARTICLE = sizeof article / sizeof *article };
    if (is_one_of(name, exempt, sizeof exempt / sizeof *exempt)) return false;
    const char *class = attribute(attributes, "class"), *id = attribute(attributes, "id");
    if (has_word(class, article, N_ARTICLE) || has_word(id, article, N_ARTICLE)) return false;
    return has_word(class, furniture, N_FURNITURE) || has_word(id, furniture, N_FURNITURE);
}

/* Whether the page itself takes the element out of its text. */
static bool is_out(const dvi_main_text *page, const char *name, const char *const *attributes) {
    static const char *const out[] = {"aside", "dialog", "figure", "footer", "menu", "nav"};
    static const char *const roles[] = {"banner", "complementary", "contentinfo",
                                        "dialog", "navigation",    "search"};
    bool in_article = page->depth != 0 && page->open[page->depth - 1].article;
    const char *role = attribute(attributes, "role"), *style = attribute(attributes, "style");
    if (dvi_html_is_hidden(name) || is_one_of(name, out, sizeof out / sizeof *out)) return true;
    if (strcmp(name, "header") == 0 && !in_article) return true;
    if (role != NULL && is_one_of(role, roles, sizeof roles / sizeof *roles)) return true;
    if (style != NULL && (strstr(style, "display:none") != NULL || strstr(style, "display: none") != NULL))
        return true;
    return attribute(attributes, "hidden") != NULL;
}

static void end_block(dvi_main_text *page, uint32_t number) {
    void *blocks = page->blocks;
    size_t begin = page->flow.from;
    if (page->text.len == begin || page->status != DVK_OK) return;
    page->status = dvi_grow(&blocks, &page->blocks_cap, page->n_blocks + 1, sizeof *page->blocks);
    page->blocks = blocks;
    if (page->status != DVK_OK) return;
    page->blocks[page->n_blocks++] =
        (block){begin, page->text.len - begin, number, page->characters, page->linked};
    begin_block(page);
}

static void add_node(dvi_main_text *page, uint32_t parent, const char *name, const char *const *attributes) {
    void *nodes = page->nodes;
    if (page->status == DVK_OK && page->n_nodes == MOST_NODES) page->status = DVK_E_LIMIT;
    if (page->status != DVK_OK) return;
    page->status = dvi_grow(&nodes, &page->nodes_cap, page->n_nodes + 1, sizeof *page->nodes);
    page->nodes = nodes;
    if (page->status != DVK_OK) return;
    const char *role = attribute(attributes, "itemprop");
    page->nodes[page->n_nodes] = (node){.parent = parent,
                                        .end = (uint32_t)page->n_nodes + 1,
                                        .furniture = (page->n_nodes != 0 && page->nodes[parent].furniture) ||
                                                     is_furniture(name, attributes),
                                        .body = role != NULL && strcmp(role, "articleBody") == 0};
    page->n_nodes++;
}

void dvi_main_text_open(dvi_main_text *page, const char *name, const char *const *attributes) {
    if (page->depth == MOST_OPEN || page->status != DVK_OK) return;
    open_element element = {.node = 0};
    if (page->depth != 0) element = page->open[page->depth - 1];
    element.opens_node = false;
    element.hidden = element.hidden || is_out(page, name, attributes);
    element.link = element.link || strcmp(name, "a") == 0;
    element.article = element.article || strcmp(name, "article") == 0 || strcmp(name, "main") == 0;
    bool is_break = strcmp(name, "br") == 0 || strcmp(name, "hr") == 0;
    bool is_block = dvi_html_is_block(name);
    if (is_block) end_block(page, element.node);
    if (is_block && !is_break && !element.hidden) {
        add_node(page, element.node, name, attributes);
        if (page->status != DVK_OK) return;
        element.node = (uint32_t)page->n_nodes - 1;
        element.opens_node = true;
    }
    page->open[page->depth++] = element;
}

void dvi_main_text_close(dvi_main_text *page, const char *name) {
    if (page->depth == 0 || page->status != DVK_OK) return;
    const open_element *element = &page->open[--page->depth];
    if (dvi_html_is_block(name)) end_block(page, element->node);
    if (element->opens_node) page->nodes[element->node].end = (uint32_t)page->n_nodes;
}

static uint32_t count_characters(dvk_span text) {
    uint32_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80 && (unsigned char)text.data[i] > ' ';
    return n;
}

void dvi_main_text_add(dvi_main_text *page, dvk_span text) {
    if (page->depth == 0 || page->status != DVK_OK || page->n_nodes == 0) return;
    const open_element *element = &page->open[page->depth - 1];
    if (element->hidden) return;
    uint32_t n = count_characters(text);
    page->characters += n;
    page->linked += element->link ? n : 0;
    dvi_flow_add(&page->flow, text);
    page->status = page->flow.status;
}

/* What a block says for the element it stands in. */
static uint32_t weight_of(const block *b) {
    if (b->characters < LEAST_BLOCK || b->linked > b->characters / 3) return 0;
    uint32_t plain = b->characters - b->linked;
    return plain < MOST_WEIGHT ? plain : MOST_WEIGHT;
}

static void weigh(dvi_main_text *page, bool furniture_too) {
    static const unsigned shares[] = {8, 8, 5, 3};
    for (size_t i = 0; i < page->n_nodes; i++)
        page->nodes[i].weight = 0;
    for (size_t i = 0; i < page->n_blocks; i++) {
        uint32_t at = page->blocks[i].node;
        if (page->nodes[at].furniture && !furniture_too) continue;
        for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
            page->nodes[at].weight += (uint64_t)weight_of(&page->blocks[i]) * shares[k];
            if (at == 0) break;
            at = page->nodes[at].parent;
        }
    }
}

/* Of two with as much said for them, the inner one, which comes later; the whole page where nothing is said
 * for any. */
static uint32_t find_best(const dvi_main_text *page) {
    uint32_t best = 0;
    for (uint32_t i = 0; i < page->n_nodes; i++) {
        bool says_so = page->nodes[i].body && page->nodes[i].weight != 0;
        bool best_says_so = page->nodes[best].body && page->nodes[best].weight != 0;
        if (page->nodes[i].weight == 0 || (best_says_so && !says_so)) continue;
        if ((says_so && !best_says_so) || page->nodes[i].weight >= page->nodes[best].weight) best = i;
    }
    return best;
}

static bool is_text(const dvi_main_text *page, const block *b, uint32_t best, bool furniture_too) {
    if (b->node < best || b->node >= page->nodes[best].end) return false;
    if (page->nodes[b->node].furniture && !furniture_too) return false;
    return b->linked <= b->characters / 2;
}

static dvk_status choose(dvi_main_text *page, bool furniture_too, uint64_t *characters, dvi_buffer *out) {
    dvk_status status = DVK_OK;
    size_t begin = out->len;
    *characters = 0;
    weigh(page, furniture_too);
    uint32_t best = find_best(page);
    for (size_t i = 0; i < page->n_blocks && status == DVK_OK; i++) {
        const block *b = &page->blocks[i];
        if (!is_text(page, b, best, furniture_too)) continue;
        if (out->len != begin) status = dvi_buffer_append_byte(out, '\n');
        if (status == DVK_OK) status = dvi_buffer_append(out, page->text.data + b->begin, b->len);
        *characters += b->characters;
    }
    return status;
}

dvk_status dvi_main_text_finish(dvi_main_text *page, dvi_buffer *out) {
    uint64_t without, with = 0;
    size_t begin = out->len;
    if (page->status == DVK_OK && page->depth != 0) end_block(page, page->open[page->depth - 1].node);
    if (page->status != DVK_OK || page->n_nodes == 0) return page->status;
    dvk_status status = choose(page, false, &without, out);
    if (status != DVK_OK || without >= LEAST_TEXT) return status;
    size_t end = out->len;
    status = choose(page, true, &with, out);
    if (status != DVK_OK || with <= without) {
        out->len = end;
        return status;
    }
    memmove(out->data + begin, out->data + end, out->len - end);
    out->len -= end - begin;
    return status;
}
