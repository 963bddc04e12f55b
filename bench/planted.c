/* Reads the ids of a synthetic feed. */
#include "planted.h"

#include <string.h>

static bool read_number(dvk_span *id, const char *mark, uint64_t *out) {
    size_t n = strlen(mark), digits = 0;
    if (id->len < n || memcmp(id->data, mark, n) != 0) return false;
    *out = 0;
    for (; n + digits < id->len && digits < 18 && id->data[n + digits] >= '0' && id->data[n + digits] <= '9';
         digits++)
        *out = *out * 10 + (uint64_t)(id->data[n + digits] - '0');
    id->data += n + digits;
    id->len -= n + digits;
    return digits > 0;
}

bool planted_read(dvk_span id, planted *out) {
    uint64_t event, group;
    if (!read_number(&id, "e", &event) || !read_number(&id, ".d", &group) ||
        !read_number(&id, ".", &out->place))
        return false;
    if (event > UINT32_MAX || group > UINT32_MAX || out->place > UINT32_MAX || id.len != 1 ||
        strchr("ocest", id.data[0]) == NULL)
        return false;
    out->event = (uint32_t)event;
    out->group = (uint32_t)group;
    out->kind = id.data[0];
    return true;
}
