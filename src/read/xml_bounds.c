/* How much is open in a parser of libxml2. */
#include "xml_bounds.h"

#include <libxml/parser.h>

bool dvi_xml_has_many_spaces(const struct _xmlParserCtxt *xml) {
    enum { MOST_SPACES = 1000 };
    return xml->nsNr > 2 * MOST_SPACES; /* a prefix and an address each */
}
