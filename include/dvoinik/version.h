/* The version of the library. */
#ifndef DVOINIK_VERSION_H
#define DVOINIK_VERSION_H

#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* That of the library that runs, which may be a later one than a program was built with: "0.1.0", major,
 * minor and patch. Programs built with one major version run with each later one of it. Never NULL. What
 * features and scores depend on has versions of its own: see model.h. */
DVK_API const char *dvk_version(void);

#ifdef __cplusplus
}
#endif
#endif
