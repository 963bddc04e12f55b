/* Status codes and error places, shared by every stage.
 *
 * A function that can fail returns dvk_status: 0 is success, a negative number is a failure, a positive
 * one an expected answer that is not a failure (the end of the input). The numbers are pinned: they are part
 * of the ABI and are never reused. NULL where something is needed, and a span of a length without bytes, is
 * DVK_E_ARGUMENT; a function that gives no status does nothing then, or gives 0, false or NULL. Where a file
 * is parsed an optional dvk_error says where and why. */
#ifndef DVOINIK_STATUS_H
#define DVOINIK_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DVK_API __attribute__((visibility("default")))
#else
#define DVK_API
#endif

typedef enum dvk_status {
    DVK_OK = 0,
    DVK_END = 1,           /* nothing more to read */
    DVK_E_ARGUMENT = -1,   /* the caller broke the function's contract */
    DVK_E_MEMORY = -2,     /* an allocation failed */
    DVK_E_IO = -3,         /* open, read or write failed */
    DVK_E_INPUT = -4,      /* the input is not what its format says */
    DVK_E_ENCODING = -5,   /* the input is not valid UTF-8 */
    DVK_E_LIMIT = -6,      /* a documented limit was passed */
    DVK_E_DUPLICATE = -7,  /* an id stands twice */
    DVK_E_VERSION = -8,    /* made by another model, format or Unicode version */
    DVK_E_DAMAGED = -9,    /* a stored record does not match its checksum or shape */
    DVK_E_CANCELLED = -10, /* the caller asked to stop */
    DVK_E_THREAD = -11,    /* a thread could not be started */
    DVK_E_BUSY = -12,      /* another process is writing to the index */
    DVK_E_WRITE =
        -13 /* the index or a temporary file could not be written: a full disk, a limit, a failing device */
} dvk_status;

/* Where and why. `file` and `message` always end in NUL and are cut to fit, at a character's boundary. */
typedef struct dvk_error {
    dvk_status status;
    uint64_t line;     /* from 1; 0 when lines do not apply */
    uint64_t byte;     /* offset in the decompressed input, from 0 */
    char file[512];    /* as the user named it, "-" for standard input; empty when there is none */
    char message[320]; /* one sentence without a full stop: what is wrong and what to do */
} dvk_error;

/* A short constant English phrase for a status, for logs. Never NULL. */
DVK_API const char *dvk_status_text(dvk_status status);

#ifdef __cplusplus
}
#endif
#endif
