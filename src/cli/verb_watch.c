/* dvoinik watch. */
#include "messages.h"
#include "verbs.h"

int verb_watch(const settings *values) {
    (void)values;
    return EXIT_USAGE;
}
