/* What the page decodes when a story is opened: of each article its id, address and the words it shares with
 * the representative of its story, in both spellings; and the texts. */

#include "base/span.h"
#include "page_text.h"
#include "report_html.h"

enum { MOST_SHARED = 24, MOST_LANGUAGES = 256, MOST_COMPARED = 400, LONGEST_TEXT = 256 << 10, NOBODY = -1 };

/* Of the group at hand, the article of each language whose words stand for those of its copies; of a story,
 * how many were compared. */
typedef struct comparing {
    int64_t in_language[MOST_LANGUAGES];
    size_t compared;
} comparing;

static void put_string(dvi_sink *sink, dvk_span text, dvi_page_lines lines) {
    if (sink->status == DVK_OK) sink->status = dvi_page_string(&sink->out, text, lines);
}

/* [[word of the representative, word of this one or 0, kind, part of the similarity in 1/1000] ...] */
static void put_shared(dvi_sink *sink, const dvi_page *page, uint32_t head, uint32_t article) {
    dvk_shared shared[MOST_SHARED];
    size_t n = page->results->shared(page->results->source, head, article, shared, MOST_SHARED);
    dvi_sink_text(sink, "[");
    for (size_t i = 0; i < n; i++) {
        dvi_sink_text(sink, i > 0 ? ",[" : "[");
        put_string(sink, shared[i].word_a, DVI_PAGE_ONE_LINE);
        dvi_sink_text(sink, ",");
        if (dvi_same_bytes(shared[i].word_a, shared[i].word_b))
            dvi_sink_text(sink, "0");
        else
            put_string(sink, shared[i].word_b, DVI_PAGE_ONE_LINE);
        dvi_sink_text(sink, ",");
        dvi_sink_number(sink, shared[i].kind);
        dvi_sink_text(sink, ",");
        dvi_sink_number(sink, ((uint64_t)shared[i].share * 1000 + 32768) / 65536);
        dvi_sink_text(sink, "]");
    }
    dvi_sink_text(sink, "]");
}

/* [id, address, ties]: the words shared, the place in the story of the copy that has them, or null. */
static void put_member(dvi_sink *sink, const dvi_page *page, const dvi_story *story, size_t i, comparing *c) {
    dvk_result article = dvi_article(page->results, story->members[i]);
    dvi_sink_text(sink, "[");
    put_string(sink, article.id, DVI_PAGE_AS_IT_IS);
    dvi_sink_text(sink, ",");
    put_string(sink, article.url, DVI_PAGE_AS_IT_IS);
    dvi_sink_text(sink, ",");
    int64_t *same = &c->in_language[article.language % MOST_LANGUAGES];
    if (story->members[i] == story->representative || page->results->shared == NULL) {
        dvi_sink_text(sink, "null");
    } else if (*same != NOBODY) {
        dvi_sink_number(sink, (uint64_t)*same);
    } else if (c->compared == MOST_COMPARED) {
        dvi_sink_text(sink, "null");
    } else {
        *same = (int64_t)i;
        c->compared++;
        put_shared(sink, page, story->representative, story->members[i]);
    }
    dvi_sink_text(sink, "]");
}

static void put_story(dvi_chunks *chunks, const dvi_page *page, const dvi_story *story) {
    comparing c = {.compared = 0};
    uint32_t group = UINT32_MAX;
    for (size_t i = 0; i < story->n && !chunks->full; i++) {
        uint32_t duplicate = dvi_article(page->results, story->members[i]).assigned.duplicate;
        if (i == 0 || duplicate != group)
            for (size_t k = 0; k < MOST_LANGUAGES; k++)
                c.in_language[k] = NOBODY;
        group = duplicate;
        put_member(dvi_chunks_next(chunks), page, story, i, &c);
        dvi_chunks_close(chunks, false);
    }
}

dvk_status dvi_page_details(const dvi_page *page, dvi_chunks *chunks) {
    for (size_t i = 0; i < page->n_shown && !chunks->full && chunks->status == DVK_OK; i++) {
        dvi_story story;
        dvi_story_look(&page->stories, page->results, page->order[i], &story);
        put_story(chunks, page, &story);
    }
    dvi_chunks_close(chunks, true);
    return chunks->status;
}

static dvk_span beginning(dvk_span text) {
    size_t len = LONGEST_TEXT;
    if (text.len <= len) return text;
    while (len > 0 && ((unsigned char)text.data[len] & 0xC0) == 0x80)
        len--;
    return (dvk_span){text.data, len};
}

dvk_status dvi_page_texts(const dvi_page *page, dvi_chunks *chunks) {
    size_t any = 0;
    for (size_t i = 0; i < page->n_articles && any == 0; i++)
        any = dvi_article(page->results, page->articles[i]).text.len;
    if (any == 0) return DVK_OK;
    for (size_t i = 0; i < page->n_articles && !chunks->full && chunks->status == DVK_OK; i++) {
        dvk_span text = dvi_article(page->results, page->articles[i]).text;
        chunks->n_cut += text.len > LONGEST_TEXT;
        put_string(dvi_chunks_next(chunks), beginning(text), DVI_PAGE_ALL_LINES);
        dvi_chunks_close(chunks, false);
    }
    dvi_chunks_close(chunks, true);
    return chunks->status;
}
