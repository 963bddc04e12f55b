/* The languages of the synthetic feed: letters, endings and the words that hold sentences together. */
#ifndef FEED_LANGUAGES_H
#define FEED_LANGUAGES_H

#include <stdbool.h>
#include <stdint.h>

enum { FEED_LANGUAGES = 12, FEED_CONSONANTS = 18, FEED_VOWELS = 5, FEED_ENDINGS = 8, FEED_SMALL_WORDS = 32 };

typedef struct feed_language {
    const char *code;
    uint8_t share; /* of the articles, in 1/256 */
    uint8_t own;   /* of its words, that have no cognate in the others, in 1/256 */
    bool apart;    /* never translated, nothing shared: a language that the detector does not cross */
    const char *consonants[FEED_CONSONANTS]; /* of b v g d zh z k l m n p r s t f kh ts ch */
    const char *vowels[FEED_VOWELS];         /* of a e i o u */
    const char *endings[FEED_ENDINGS];
    const char *small_words[FEED_SMALL_WORDS]; /* the most frequent first; lists need not agree by meaning */
} feed_language;

extern const feed_language feed_languages[FEED_LANGUAGES];

#endif
