/* What stands at the names of an index must be plain files: whoever can write into its folder may have put
 * something else there, that a program waits at or that leads elsewhere. */
#ifndef DVI_PLAIN_FILE_H
#define DVI_PLAIN_FILE_H

#include "dvoinik/status.h"

/* DVK_E_IO when there is something at `path` that is no plain file. Nothing there is well. */
dvk_status dvi_check_plain(const char *path, dvk_error *error);

/* The same of all that SQLite has beside the database at `path`; and of the database too. */
dvk_status dvi_check_beside_plain(const char *path, dvk_error *error);
dvk_status dvi_check_all_plain(const char *path, dvk_error *error);

/* As open, but -1 where there is no plain file; it neither waits nor follows a link. */
int dvi_open_plain(const char *path, int flags);

#endif
