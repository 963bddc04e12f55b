/* The phrases of the status codes. */
#include "dvoinik/status.h"

const char *dvk_status_text(dvk_status status) {
    switch (status) {
    case DVK_OK:
        return "success";
    case DVK_END:
        return "nothing more to read";
    case DVK_E_ARGUMENT:
        return "invalid argument";
    case DVK_E_MEMORY:
        return "out of memory";
    case DVK_E_IO:
        return "input or output failed";
    case DVK_E_INPUT:
        return "malformed input";
    case DVK_E_ENCODING:
        return "not valid UTF-8";
    case DVK_E_LIMIT:
        return "limit exceeded";
    case DVK_E_DUPLICATE:
        return "duplicate id";
    case DVK_E_VERSION:
        return "version mismatch";
    case DVK_E_DAMAGED:
        return "damaged data";
    case DVK_E_CANCELLED:
        return "cancelled";
    case DVK_E_THREAD:
        return "cannot start a thread";
    case DVK_E_BUSY:
        return "in use by another process";
    case DVK_E_WRITE:
        return "cannot be written";
    }
    return "unknown status";
}
