/* What libxml2 looks through again for each element, however small that is, and is bounded therefore. */
#ifndef DVI_XML_BOUNDS_H
#define DVI_XML_BOUNDS_H

#include <stdbool.h>

struct _xmlParserCtxt;

/* Attributes that a document declares with a value: each element that has none of its own gets it, once it
 * has been compared with all others. */
enum { DVI_MOST_DEFAULTS = 64 };

/* A name space is looked for among all that are open, which may be declared again in each element. */
bool dvi_xml_has_many_spaces(const struct _xmlParserCtxt *xml);

#endif
