/* What libxml2 says, kept from standard error. */
#include "xml_hush.h"

#include <libxml/xmlerror.h>

static void say_nothing(void *context, const char *format, ...) {
    (void)context, (void)format;
}

dvi_xml_told dvi_xml_hush(void) {
    dvi_xml_told before = {xmlGenericError, xmlGenericErrorContext};
    xmlSetGenericErrorFunc(NULL, say_nothing);
    return before;
}

void dvi_xml_speak(dvi_xml_told before) {
    xmlSetGenericErrorFunc(before.context, before.say);
}
