/* The version, as meson.build has it. */
#include "dvoinik/version.h"

#include "version.inc"

const char *dvk_version(void) {
    return DVI_VERSION;
}
