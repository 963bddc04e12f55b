/* One HTML page -> one article: what it says of itself, and its main text. */
#include "page.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "blank.h"
#include "html.h"
#include "main_text.h"
#include "page_meta.h"

struct dvi_page {
    dvi_json *json;
    dvi_page_meta meta;
    dvi_main_text *text;
    dvi_buffer out;
};

dvi_page *dvi_page_create(dvi_json *json) {
    dvi_page *page = dvi_alloc_zero(1, sizeof *page);
    if (page == NULL) return NULL;
    page->json = json;
    page->text = dvi_main_text_create();
    if (page->text != NULL) return page;
    dvi_free(page);
    return NULL;
}

void dvi_page_destroy(dvi_page *page) {
    if (page == NULL) return;
    dvi_page_meta_finish(&page->meta);
    dvi_main_text_destroy(page->text);
    dvi_buffer_finish(&page->out);
    dvi_free(page);
}

static void begin(void *user, const char *name, const char *const *attributes) {
    dvi_page *page = user;
    dvi_page_meta_open(&page->meta, name, attributes);
    dvi_main_text_open(page->text, name, attributes);
}

static void end(void *user, const char *name) {
    dvi_page *page = user;
    dvi_page_meta_close(&page->meta, name);
    dvi_main_text_close(page->text, name);
}

static void text(void *user, dvk_span piece) {
    dvi_page *page = user;
    dvi_page_meta_add(&page->meta, piece);
    dvi_main_text_add(page->text, piece);
}

static void raw(void *user, dvk_span piece) {
    dvi_page *page = user;
    dvi_page_meta_raw(&page->meta, piece);
}

dvk_status dvi_page_read(dvi_page *page, dvk_span html, dvk_article *article) {
    static const dvi_html_events events = {begin, end, text, raw};
    page->out.len = 0;
    dvi_page_meta_begin(&page->meta, page->json);
    dvi_main_text_begin(page->text);
    dvk_status status = dvi_html_walk(html, &events, page);
    if (status == DVK_OK) status = page->meta.status;
    if (status == DVK_OK) status = dvi_main_text_finish(page->text, &page->out);
    if (status != DVK_OK) return status;
    dvi_page_meta_settle(&page->meta);
    const dvi_buffer *slots = page->meta.slots;
    article->title = dvi_buffer_span(&slots[DVI_META_TITLE]);
    article->date = dvi_buffer_span(&slots[DVI_META_DATE]);
    article->source = dvi_buffer_span(&slots[DVI_META_SITE]);
    article->url = dvi_buffer_span(&slots[DVI_META_URL]);
    article->lang = dvi_buffer_span(&slots[DVI_META_LANG]);
    article->text = dvi_buffer_span(&page->out);
    if (article->text.len == 0) article->text = dvi_buffer_span(&slots[DVI_META_TEXT]);
    return DVK_OK;
}

const char *dvi_page_reason(dvk_status status) {
    if (status == DVK_E_MEMORY) return "out of memory while reading a page";
    return "the HTML of the page is nested too deeply, or has too many elements or attributes; it is no "
           "article";
}
