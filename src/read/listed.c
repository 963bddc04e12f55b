/* Files that an input lists.
 *
 * A list comes from somewhere else, and what it names is opened with the user's rights and ends up in the
 * output. So only files in the list's folder, or below it, are opened, links resolved. */
#include "listed.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "filename.h"

static_assert((int)DVI_LISTED_PATH >= (int)PATH_MAX, "realpath writes that much");

void dvi_listed_finish(dvi_listed *listed) {
    dvi_buffer_finish(&listed->names);
    dvi_buffer_finish(&listed->folder);
    dvi_buffer_finish(&listed->root);
    *listed = (dvi_listed){.left = 0};
}

dvk_status dvi_listed_begin(dvi_listed *listed, const char *list, const dvi_buffer *names, size_t n) {
    char real[DVI_LISTED_PATH], folder[DVI_LISTED_PATH];
    dvk_span path = {list, strlen(list)};
    size_t len = path.len - dvi_name_base(path).len;
    if (len >= sizeof folder) return DVK_E_IO;
    memcpy(folder, list, len);
    folder[len] = 0;
    if (realpath(len != 0 ? folder : ".", real) == NULL) return DVK_E_IO;
    listed->names.len = listed->folder.len = listed->root.len = listed->at = 0;
    dvk_status status = dvi_buffer_append(&listed->names, names->data, names->len);
    if (status == DVK_OK) status = dvi_buffer_append(&listed->folder, folder, len);
    if (status == DVK_OK) status = dvi_buffer_append_text(&listed->root, real);
    if (status == DVK_OK && strcmp(real, "/") != 0) status = dvi_buffer_append_byte(&listed->root, '/');
    if (status == DVK_OK) listed->left = n;
    return status;
}

dvi_listed_answer dvi_listed_next(dvi_listed *listed, dvi_buffer *path, char real[DVI_LISTED_PATH]) {
    const char *name = listed->names.data + listed->at;
    size_t len = strlen(name);
    listed->at += len + 1;
    listed->left--;
    path->len = 0;
    dvk_status status = DVK_OK;
    if (name[0] != '/') status = dvi_buffer_append(path, listed->folder.data, listed->folder.len);
    if (status == DVK_OK) status = dvi_buffer_append(path, name, len + 1);
    if (status != DVK_OK) return DVI_LISTED_NO_MEMORY;
    path->len--;
    if (realpath(path->data, real) == NULL) return DVI_LISTED_ABSENT;
    bool inside = strncmp(real, listed->root.data, listed->root.len) == 0;
    return inside ? DVI_LISTED_FILE : DVI_LISTED_OUTSIDE;
}
