/* Text. An article is a row of draws: small words, words of the whole feed, of the event's topic and of the
 * event, names, numbers. The draws follow from the number of the group of copies, so that each member has the
 * same, spelled in its own language; an edited one has others here and there. Ranks are drawn by octave,
 * which is Zipf's law with an exponent of 1 in whole numbers. How much is drawn from where is fitted, so that
 * random pairs score as those of the Telegram feed do (bench/NOTES.md); lengths are its quantiles. */
#include "feed_article.h"

#include <stdbool.h>
#include <string.h>

#include "dvoinik/article.h"
#include "feed_random.h"

enum {
    TOPICS = 512,
    TOPIC_OCTAVES = 9,
    COMMON_LEMMAS = 512, /* no topic's and no story's own */
    STORY_WORDS = 31,
    STORY_WORD_OCTAVES = 5,
    STORY_NAMES = 7,
    STORY_NAME_OCTAVES = 3,
    SURE_NAMES = 2,
    LEAST_SHARED = 112, /* of 256 */
    STORY_NUMBERS = 3,
    STORY_NUMBER_OCTAVES = 2,
    SMALL_OCTAVES = 5,
    RARE_NAMES = 1 << 21,
    SOURCE_OCTAVES = 8,
    LEAD_WORDS = 40,
    CLOSING_WORDS = 10,
    JITTER = 600 /* seconds */
};

#define FIRST_DAY INT64_C(1704067200) /* 1 January 2024 */

/* What of 1024 words is drawn from where; the rest are words of the whole feed. */
enum { SMALL = 390, TOPIC = 150, STORY_WORD = 45, STORY_NAME = 45, KNOWN_NAME = 30, NUMBER = 24 };

typedef struct story {
    uint32_t topic;
    uint32_t words[STORY_WORDS];
    feed_word names[STORY_NAMES];
    uint32_t numbers[STORY_NUMBERS];
} story;

typedef struct writer {
    const feed_vocabulary *words;
    uint32_t language;
    const story *about; /* NULL: of nothing in particular */
    feed_random random; /* of the group of copies */
    feed_random edits;
    uint32_t edited; /* words of 1024 that are others */
    char *out;
} writer;

static void put(writer *w, const char *text, size_t n) {
    memcpy(w->out, text, n);
    w->out += n;
}

static void put_text(writer *w, const char *text) {
    put(w, text, strlen(text));
}

static void put_word(writer *w, const feed_word *word) {
    memcpy(w->out, word, sizeof *word);
    w->out += word->len;
}

static void put_number(writer *w, uint64_t number) {
    char digits[20];
    size_t n = 0;
    do
        digits[n++] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    while (n > 0)
        *w->out++ = digits[--n];
}

/* 0 to 2^octaves - 2. */
static uint32_t rank(uint64_t draw, uint32_t octaves) {
    uint32_t k = (uint32_t)((draw & 0xFFFF) * octaves >> 16);
    return (1u << k) - 1 + ((uint32_t)(draw >> 16) & ((1u << k) - 1));
}

/* A word of the whole feed. The first octaves are the small words'. */
static uint32_t common_lemma(uint64_t draw) {
    uint32_t k = SMALL_OCTAVES + (uint32_t)((draw & 0xFFFF) * (FEED_LEMMA_BITS - SMALL_OCTAVES) >> 16);
    return (1u << k) - (1u << SMALL_OCTAVES) + ((uint32_t)(draw >> 16) & ((1u << k) - 1));
}

static uint32_t rare_lemma(uint64_t draw) {
    uint32_t lemma = (uint32_t)draw & (FEED_LEMMAS - 1);
    return lemma < COMMON_LEMMAS ? lemma + COMMON_LEMMAS : lemma;
}

/* A day or a count, a year, hundreds, thousands. */
static uint32_t some_number(uint64_t draw) {
    uint32_t of = (uint32_t)(draw >> 2 & 0xFFFFFF);
    switch (draw & 3) {
    case 0:
        return 1 + of % 31;
    case 1:
        return 1990 + of % 35;
    case 2:
        return 10 + of % 990;
    default:
        return 1000 + of % 99000;
    }
}

static uint32_t some_name(uint64_t draw) {
    return draw >> 63 ? rank(draw, FEED_NAME_BITS) : FEED_NAMES + (uint32_t)(draw >> 32) % RARE_NAMES;
}

/* What the event gives to all its reports, and what each reporter puts in its place: the first names and the
 * first number are in all. */
static void make_story(const feed_press *press, const feed_item *item, story *out) {
    feed_random event = feed_random_of(press->seed, FEED_FOR_STORY, item->event);
    feed_random report = feed_random_of(press->seed, FEED_FOR_STORY, ~(uint64_t)item->group);
    uint64_t shared = LEAST_SHARED + feed_below(&report, 256 - LEAST_SHARED);
    out->topic = rank(feed_next(&event), TOPIC_OCTAVES) % TOPICS;
    for (int i = 0; i < STORY_WORDS; i++) {
        uint64_t draw = feed_next(&event), other = feed_next(&report);
        out->words[i] = rare_lemma((other & 255) < shared ? draw : other >> 8);
    }
    for (int i = 0; i < STORY_NAMES; i++) {
        uint64_t draw = feed_next(&event), other = feed_next(&report);
        feed_spell_name(some_name(i < SURE_NAMES || (other & 255) < shared ? draw : other), item->language,
                        &out->names[i]);
    }
    for (int i = 0; i < STORY_NUMBERS; i++) {
        uint64_t draw = feed_next(&event), other = feed_next(&report);
        out->numbers[i] = some_number(i == 0 || (other & 255) < shared ? draw : other >> 8);
    }
}

static void put_lemma(writer *w, uint32_t lemma, uint64_t draw) {
    put_word(w, &w->words->lemmas[lemma]);
    put_word(w, &w->words->endings[draw >> 60 & (FEED_ENDINGS - 1)]);
}

static void put_name(writer *w, const feed_word *name, uint64_t draw) {
    put_word(w, name);
    if (draw >> 62 == 0) put_word(w, &w->words->endings[draw >> 59 & 1]);
}

static void put_story_word(writer *w, uint64_t of, uint64_t draw) {
    uint64_t place = draw >> 10;
    if (of < STORY_WORD)
        put_lemma(w, w->about->words[rank(place, STORY_WORD_OCTAVES)], draw);
    else if (of < STORY_WORD + STORY_NAME)
        put_name(w, &w->about->names[rank(place, STORY_NAME_OCTAVES)], draw);
    else
        put_number(w, w->about->numbers[rank(place, STORY_NUMBER_OCTAVES)]);
}

/* One word of a sentence. */
static void put_draw(writer *w, uint64_t draw) {
    uint64_t of = draw & 1023, place = draw >> 10;
    if (of < SMALL) {
        put_word(w, &w->words->small[rank(place, SMALL_OCTAVES)]);
        return;
    }
    of -= SMALL;
    if (of < KNOWN_NAME) {
        put_name(w, &w->words->names[rank(place, FEED_NAME_BITS)], draw);
        return;
    }
    of -= KNOWN_NAME;
    if (w->about != NULL && of < STORY_WORD + STORY_NAME + NUMBER / 2) {
        put_story_word(w, of, draw);
        return;
    }
    of -= STORY_WORD + STORY_NAME + NUMBER / 2;
    if (of < NUMBER / 2)
        put_number(w, some_number(place));
    else if (w->about != NULL && of < NUMBER / 2 + TOPIC)
        put_lemma(w, rare_lemma(dvi_mix64(w->about->topic * DVI_KEY_STEP + rank(place, TOPIC_OCTAVES))),
                  draw);
    else
        put_lemma(w, common_lemma(place), draw);
}

/* A draw for a title or a lead: half of them are of the story. */
static uint64_t to_the_point(uint64_t draw) {
    if (draw >> 32 & 1) return draw;
    uint64_t of = (draw & 1023) * (STORY_WORD + STORY_NAME + NUMBER / 2) >> 10;
    return (draw & ~UINT64_C(1023)) | (SMALL + KNOWN_NAME + of);
}

/* The next word: draws are used up in the same way whether it is another or not. */
static void put_next(writer *w, bool pointed) {
    uint64_t draw = feed_next(&w->random);
    if (w->edited != 0 && feed_below(&w->edits, 1024) < w->edited)
        draw = feed_next(&w->edits) | 1023; /* a word of the whole feed */
    else if (pointed)
        draw = to_the_point(draw);
    put_draw(w, draw);
}

static void put_sentence(writer *w, uint32_t n, bool pointed) {
    uint64_t shape = feed_next(&w->random);
    bool quoted = (shape & 7) == 0,
         ascii = feed_languages[w->language].vowels[0][0] == 'a' && !feed_languages[w->language].apart;
    if (quoted) put_text(w, ascii ? "\\\"" : "«");
    char *first = w->out;
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) put(w, (shape >> (8 + i) & 15) == 0 ? ", " : " ", (shape >> (8 + i) & 15) == 0 ? 2 : 1);
        put_next(w, pointed);
    }
    feed_capital(first);
    if (quoted) put_text(w, ascii ? "\\\"" : "»");
    put_text(w, ".");
}

/* Sentences of `n` words together, up to the end of the one that reaches `stop`. */
static void put_sentences(writer *w, uint32_t n, uint32_t stop) {
    for (uint32_t done = 0; done < n && done < stop;) {
        uint32_t length = 6 + (uint32_t)feed_below(&w->random, 23);
        if (length > n - done) length = n - done;
        if (done > 0) put_text(w, feed_below(&w->random, 3) == 0 ? "\\n" : " ");
        put_sentence(w, length, done < LEAD_WORDS);
        done += length;
    }
}

/* Words of a text: the quantiles of the Telegram feed, in steps of a twentieth. */
static uint32_t text_words(feed_random *random) {
    static const uint32_t quantiles[] = {12,  57,  85,  103, 120, 138, 157, 176, 196, 216, 237,
                                         262, 292, 327, 368, 416, 478, 562, 692, 945, 2465};
    uint32_t at = (uint32_t)feed_below(random, 20), within = (uint32_t)feed_below(random, 1024);
    return quantiles[at] + ((quantiles[at + 1] - quantiles[at]) * within >> 10);
}

static void put_text_field(writer *w, const feed_item *item) {
    uint32_t n = text_words(&w->random), stop = n;
    if (item->kind == FEED_SHORTENED) stop = n * (uint32_t)(50 + feed_below(&w->edits, 40)) / 100;
    if (item->kind == FEED_SHORTENED || item->kind == FEED_EDITED)
        w->edited = (uint32_t)(51 + feed_below(&w->edits, 154)); /* 5 to 20% */
    put_sentences(w, n, stop);
    w->edited = 0;
}

static void put_title(writer *w) {
    uint32_t n = 5 + (uint32_t)feed_below(&w->random, 9);
    char *first = w->out;
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0) put_text(w, " ");
        put_next(w, true);
    }
    feed_capital(first);
}

/* What every text of this source ends in: one source of four has it. */
static void put_closing(writer *w, const feed_press *press, uint32_t source) {
    w->random = feed_random_of(press->seed, FEED_FOR_SOURCE, source);
    w->about = NULL;
    if (feed_below(&w->random, 4) != 0) return;
    put_text(w, "\\n");
    put_sentence(w, CLOSING_WORDS, false);
}

static void put_source(writer *w, uint32_t source) {
    feed_word name;
    feed_spell_name(source, w->language, &name);
    put_word(w, &name);
    put_text(w, " ");
    put_word(w, &w->words->lemmas[source % FEED_LEMMAS]);
}

static void put_date(writer *w, const feed_press *press, uint64_t index, uint64_t late) {
    char date[32];
    dvk_format_date(FIRST_DAY + (int64_t)(index * 86400 / press->articles_a_day) - (int64_t)late, date);
    put_text(w, date);
}

char *feed_write_id(const feed_item *item, uint64_t index, char *out) {
    writer w = {.out = out};
    put_text(&w, "e");
    put_number(&w, item->event);
    put_text(&w, ".d");
    put_number(&w, item->group);
    put_text(&w, ".");
    put_number(&w, index);
    *w.out++ = "ocest"[item->kind];
    return w.out;
}

char *feed_write_article(const feed_press *press, const feed_item *item, uint64_t index, char *out) {
    story about;
    make_story(press, item, &about);
    writer w = {.words = &press->vocabularies[item->language],
                .language = item->language,
                .about = &about,
                .random = feed_random_of(press->seed, FEED_FOR_GROUP, item->group),
                .edits = feed_random_of(press->seed, FEED_FOR_VARIANT, index),
                .out = out};
    feed_random own = feed_random_of(press->seed, FEED_FOR_SOURCE, ~index);
    uint32_t source = rank(feed_next(&own), SOURCE_OCTAVES) * FEED_LANGUAGES + item->language;
    put_text(&w, "{\"id\": \"");
    w.out = feed_write_id(item, index, w.out);
    put_text(&w, "\", \"title\": \"");
    put_title(&w);
    put_text(&w, "\", \"text\": \"");
    put_text_field(&w, item);
    put_closing(&w, press, source);
    put_text(&w, "\", \"date\": \"");
    put_date(&w, press, index, feed_below(&own, JITTER));
    put_text(&w, "\", \"source\": \"");
    put_source(&w, source);
    put_text(&w, "\", \"url\": \"https://s");
    put_number(&w, source);
    put_text(&w, ".example/");
    put_number(&w, index);
    put_text(&w, "\"}\n");
    return w.out;
}
