/* Counts stems of the lexicon that stand for two meanings in one language, and fails when there are more than
 * were committed. Only the first row gets such a stem, so each is a word that says the wrong thing or
 * nothing.
 *
 * Usage: check_collisions ENDINGS LEXICON MOST [print]
 * The stems are made by what gen_words is made of. */
#include <stdlib.h>

#include "base/fold_class.h"
#include "tables/gen_words.h"

static void print_stem(uint64_t key) {
    printf("%s\t", words_code(key & 31));
    for (uint64_t rest = key >> DVI_COLUMN_BITS; rest != 0; rest >>= 5)
        putchar(DVI_FOLD_LETTERS[(rest & 31) - 1]);
}

/* Stems of state that are those of an earlier meaning, too. */
static int count_collisions(word_state *s, bool print) {
    int found = 0, first = 0;
    for (int i = 1; i < s->n_stems; i++) {
        const dvi_stem *a = &s->stems[s->order[first]], *b = &s->stems[s->order[i]];
        if (a->key != b->key) {
            first = i;
            continue;
        }
        const dvi_stem *before = &s->stems[s->order[i - 1]];
        if (a->meaning == b->meaning || before->meaning == b->meaning) continue;
        found++;
        if (!print) continue;
        print_stem(b->key);
        printf("\t%s\t%s\n", s->names[a->meaning], s->names[b->meaning]);
    }
    return found;
}

int main(int argc, char **argv) {
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: check_collisions ENDINGS LEXICON MOST [print]\n");
        return 2;
    }
    static word_state s;
    words_read_endings(&s, argv[1]);
    words_read_wide(&s, argv[2], 1, 2, DVI_MEANING_CONCEPT, INFLECTED, 0);
    words_sort_stems(&s);
    int found = count_collisions(&s, argc == 5), most = atoi(argv[3]);
    printf("%d of %d stems collide; at most %d may\n", found, s.n_stems, most);
    if (found > most)
        fprintf(stderr,
                "%s: %d stems stand for two meanings, %d were allowed: run with 'print' to see them\n",
                argv[2], found, most);
    return found <= most ? 0 : 1;
}
