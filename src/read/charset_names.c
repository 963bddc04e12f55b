/* What charsets are called: by their declarations, by ICU and by people. */
#include "charset_names.h"

#include <string.h>

#include "base/span.h"

typedef struct label {
    const char *name; /* small letters */
    const char *icu;  /* NULL: the same charset as the row above */
    const char *shown;
} label;

/* Rows with `icu` begin a charset; its number is how many such rows come before. As in HTML, Latin-1 and
 * ASCII are read as windows-1252. */
static const label labels[] = {
    {"utf-8", "UTF-8", "UTF-8"},
    {"utf8", NULL, NULL},
    {"utf-16le", "UTF-16LE", "UTF-16"},
    {"utf-16", NULL, NULL},
    {"utf16", NULL, NULL},
    {"ucs-2", NULL, NULL},
    {"iso-10646-ucs-2", NULL, NULL},
    {"utf-16be", "UTF-16BE", "UTF-16"},
    {"windows-1251", "windows-1251", "windows-1251"},
    {"cp1251", NULL, NULL},
    {"cp-1251", NULL, NULL},
    {"x-cp1251", NULL, NULL},
    {"win-1251", NULL, NULL},
    {"koi8-u", "KOI8-U", "KOI8-U"},
    {"koi8-ru", NULL, NULL},
    {"koi8-r", "KOI8-R", "KOI8-R"},
    {"koi8", NULL, NULL},
    {"koi8_r", NULL, NULL},
    {"iso-8859-5", "ISO-8859-5", "ISO-8859-5"},
    {"iso8859-5", NULL, NULL},
    {"iso_8859-5", NULL, NULL},
    {"cyrillic", NULL, NULL},
    {"ibm866", "IBM866", "IBM866"},
    {"cp866", NULL, NULL},
    {"866", NULL, NULL},
    {"dos-866", NULL, NULL},
    {"x-mac-cyrillic", "x-mac-cyrillic", "MacCyrillic"},
    {"x-mac-ukrainian", NULL, NULL},
    {"maccyrillic", NULL, NULL},
    {"mac-cyrillic", NULL, NULL},
    {"cp1125", "cp1125", "CP1125"},
    {"ibm1125", NULL, NULL},
    {"windows-1252", "windows-1252", "windows-1252"},
    {"cp1252", NULL, NULL},
    {"iso-8859-1", NULL, NULL},
    {"iso8859-1", NULL, NULL},
    {"iso_8859-1", NULL, NULL},
    {"latin1", NULL, NULL},
    {"us-ascii", NULL, NULL},
    {"ascii", NULL, NULL},
    {"windows-1250", "windows-1250", "windows-1250"},
    {"cp1250", NULL, NULL},
    {"iso-8859-2", "ISO-8859-2", "ISO-8859-2"},
    {"iso8859-2", NULL, NULL},
    {"latin2", NULL, NULL},
    {"iso-8859-15", "ISO-8859-15", "ISO-8859-15"},
    {"windows-1254", "windows-1254", "windows-1254"},
    {"iso-8859-9", NULL, NULL},
    {"windows-1253", "windows-1253", "windows-1253"},
    {"iso-8859-7", "ISO-8859-7", "ISO-8859-7"},
    {"windows-1255", "windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256", "windows-1256"},
    {"windows-1257", "windows-1257", "windows-1257"},
    {"windows-1258", "windows-1258", "windows-1258"},
    {"gb18030", "gb18030", "GB18030"},
    {"gbk", NULL, NULL},
    {"gb2312", NULL, NULL},
    {"big5", "Big5", "Big5"},
    {"shift_jis", "Shift_JIS", "Shift_JIS"},
    {"euc-jp", "EUC-JP", "EUC-JP"},
    {"euc-kr", "EUC-KR", "EUC-KR"},
};
enum { N_LABELS = sizeof labels / sizeof *labels };

dvi_charset dvi_charset_named(dvk_span name) {
    dvi_charset charset = 0;
    for (size_t i = 0; i < N_LABELS; i++) {
        charset += i != 0 && labels[i].icu != NULL;
        if (dvi_is_called(name, labels[i].name)) return charset;
    }
    return DVI_CHARSET_UNKNOWN;
}

static const label *label_of(dvi_charset charset) {
    size_t i = 0;
    for (dvi_charset at = 0; at < charset; at += labels[i].icu != NULL)
        i++;
    return &labels[i];
}

const char *dvi_charset_name(dvi_charset charset) {
    return label_of(charset)->shown;
}

const char *dvi_charset_icu_name(dvi_charset charset) {
    return label_of(charset)->icu;
}
