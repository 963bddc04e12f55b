/* libxml2 writes to standard error what it has no handler for: that there is no memory for a parser. */
#ifndef DVI_XML_HUSH_H
#define DVI_XML_HUSH_H

/* Who was told before, in this thread. */
typedef struct dvi_xml_told {
    void (*say)(void *context, const char *format, ...);
    void *context;
} dvi_xml_told;

/* From here to dvi_xml_speak nothing is written by it in this thread. */
dvi_xml_told dvi_xml_hush(void);
void dvi_xml_speak(dvi_xml_told before);

#endif
