/* Addresses of articles, for comparison. */
#ifndef DVI_URL_H
#define DVI_URL_H

#include <stdbool.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* Makes `out` the canonical form of a web address: two addresses of one article mostly have the same. It is
 * for comparison and is no address: it has no scheme. Empty when `url` is none, or no more than a host, which
 * every article of a site may have. DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_url_canonical(dvk_span url, dvi_buffer *out);

/* The host as it stands in a web address, without port and www.; empty when there is none. */
dvk_span dvi_url_host(dvk_span url);

#endif
