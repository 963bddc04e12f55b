/* What the user's terminal can show. */
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

uint32_t terminal_width(const settings *values, const output *out) {
    if (values->width != 0) return values->width;
    struct winsize size;
    if (output_is_terminal(out) && ioctl(out->fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char *columns = getenv("COLUMNS");
    if (columns != NULL && strspn(columns, "0123456789") == strlen(columns) && strlen(columns) < 5 &&
        atoi(columns) > 0)
        return (uint32_t)atoi(columns);
    return 80;
}

bool terminal_obeys(void) {
    const char *kind = getenv("TERM");
    return kind != NULL && strcmp(kind, "dumb") != 0;
}

bool terminal_colour(const settings *values, const output *out) {
    if (values->colour != COLOUR_AUTO) return values->colour == COLOUR_ALWAYS;
    const char *none = getenv("NO_COLOR");
    if (none != NULL && none[0] != '\0') return false;
    return output_is_terminal(out) && terminal_obeys();
}
