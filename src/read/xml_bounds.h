/* What libxml2 looks through again for each element, however small that is, and is bounded therefore. */
#ifndef DVI_XML_BOUNDS_H
#define DVI_XML_BOUNDS_H

#include <stdbool.h>

struct _xmlEnumeration;
struct _xmlParserCtxt;

/* Counts in *defaults the attributes that a document declares with a value, from attributeDecl, whose list of
 * values it frees: whether there are more than 64. Each element that has none of its own gets the value, once
 * it has been compared with all others. */
bool dvi_xml_declares_much(unsigned *defaults, bool with_value, struct _xmlEnumeration *values);

/* A name space is looked for among all that are open, which may be declared again in each element. */
bool dvi_xml_has_many_spaces(const struct _xmlParserCtxt *xml);

#endif
