/* Words from syllables. A lemma is a row of sounds that depends on its number alone, so that it has one
 * spelling in each language; languages with words of their own have other sounds for some numbers. Frequent
 * lemmas are shorter, as Zipf found. */
#include "feed_words.h"

#include <stdlib.h>
#include <string.h>

#include "sign/mixing.h"

enum { LEMMA_KEY = 11, OWN_KEY = 12, NAME_KEY = 13, MOST_SYLLABLES = 4 };

static uint64_t sounds_of(uint32_t number, uint64_t key) {
    return dvi_mix64(number + key * DVI_KEY_STEP);
}

static void append(feed_word *word, const char *text) {
    size_t n = strlen(text);
    if (word->len + n > FEED_WORD_BYTES) return;
    memcpy(word->text + word->len, text, n);
    word->len = (uint8_t)(word->len + n);
}

/* Sounds of `syllables` syllables out of the bits of `sounds`: a consonant, sometimes two, and a vowel; a
 * consonant at the end. Uneven, as sounds are. */
static void spell(uint64_t sounds, unsigned syllables, const feed_language *language, feed_word *out) {
    static const uint8_t common[32] = {0, 1,  1,  2,  3,  3,  4,  5,  6,  6,  7,  7,  8,  8,  9,  9,
                                       9, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 15, 16, 17};
    static const uint8_t vowels[8] = {0, 0, 1, 1, 2, 3, 3, 4};
    *out = (feed_word){.len = 0};
    for (unsigned i = 0; i < syllables; i++, sounds >>= 14) {
        if (i > 0 || (sounds & 7) != 0) append(out, language->consonants[common[sounds >> 3 & 31]]);
        append(out, language->vowels[vowels[sounds >> 8 & 7]]);
        if (i + 1 == syllables || (sounds >> 11 & 3) == 0)
            append(out, language->consonants[common[sounds * 5 >> 9 & 31]]);
    }
}

static void spell_lemma(uint32_t lemma, uint32_t language, feed_word *out) {
    const feed_language *l = &feed_languages[language];
    uint64_t sounds = sounds_of(lemma, LEMMA_KEY);
    uint64_t own = dvi_mix64(sounds + language * DVI_KEY_STEP);
    if (l->apart || (own & 0xFF) < l->own) sounds = dvi_mix64(own + OWN_KEY);
    unsigned length = (unsigned)(sounds >> 58) & 3;
    unsigned syllables = lemma < 512 ? 2 + (length == 0) : length == 0 ? 2 : length == 3 ? MOST_SYLLABLES : 3;
    spell(sounds, syllables, l, out);
}

void feed_spell_name(uint32_t name, uint32_t language, feed_word *out) {
    uint64_t sounds = sounds_of(name, NAME_KEY);
    spell(sounds, 2 + (sounds >> 60 & 1), &feed_languages[language], out);
    feed_capital(out->text);
}

void feed_capital(char *letter) {
    uint8_t first = (uint8_t)letter[0], second = (uint8_t)letter[1];
    if (first >= 'a' && first <= 'z') letter[0] = (char)(first - 32);
    if (first == 0xC3 && second >= 0xA0) letter[1] = (char)(second - 0x20);
    if (first == 0xC4 || first == 0xC5 || first == 0xD2 || first == 0xD3)
        letter[1] = (char)(second - (second % 2 == 1 || first == 0xC5 ? 1 : 0));
    if (first == 0xD0 && second >= 0xB0) letter[1] = (char)(second - 0x20);
    if (first == 0xD1) {
        letter[0] = (char)0xD0;
        letter[1] = (char)(second < 0x90 ? second + 0x20 : second - 0x10);
    }
}

static void fill(feed_vocabulary *v, uint32_t language) {
    const feed_language *l = &feed_languages[language];
    for (uint32_t i = 0; i < FEED_LEMMAS; i++)
        spell_lemma(i, language, &v->lemmas[i]);
    for (uint32_t i = 0; i < FEED_NAMES; i++)
        feed_spell_name(i, language, &v->names[i]);
    for (uint32_t i = 0; i < FEED_SMALL_WORDS; i++)
        append(&v->small[i], l->small_words[i]);
    for (uint32_t i = 0; i < FEED_ENDINGS; i++)
        append(&v->endings[i], l->endings[i]);
}

feed_vocabulary *feed_vocabularies_create(void) {
    feed_vocabulary *all = calloc(FEED_LANGUAGES, sizeof *all);
    if (all == NULL) return NULL;
    for (uint32_t language = 0; language < FEED_LANGUAGES; language++)
        fill(&all[language], language);
    return all;
}
