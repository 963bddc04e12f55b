/* Which call of a kind is to fail, as the environment says: DVOINIK_FAULT=KIND:N[+], N from 0; with + all
 * later ones too. */
#ifndef TEST_COUNTDOWN_H
#define TEST_COUNTDOWN_H

#include <stdbool.h>

typedef enum fault_kind {
    FAULT_MEMORY,
    FAULT_READ,
    FAULT_WRITE,
    FAULT_OPEN,
    FAULT_THREAD,
    FAULT_PIECES, /* a byte is read or written, not all */
    FAULT_SIGNAL, /* a read or write is interrupted */
    N_FAULTS
} fault_kind;

/* Counts the call; whether it is to fail. When the process ends, DVOINIK_FAULT_LOG, a file that is there,
 * gets a line: how many calls of the kind there were, and how many of them failed. */
bool fault_now(fault_kind kind);

#endif
