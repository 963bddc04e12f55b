/* How much is declared and open in a parser of libxml2. */
#include "xml_bounds.h"

#include <libxml/parser.h>

bool dvi_xml_declares_much(unsigned *defaults, bool with_value, struct _xmlEnumeration *values) {
    enum { MOST_DEFAULTS = 64 };
    xmlFreeEnumeration(values);
    *defaults += with_value;
    return *defaults > MOST_DEFAULTS;
}

bool dvi_xml_has_many_spaces(const struct _xmlParserCtxt *xml) {
    enum { MOST_SPACES = 1000 };
    return xml->nsNr > 2 * MOST_SPACES; /* a prefix and an address each */
}
