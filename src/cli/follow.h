/* One input that is followed: a growing file of JSON lines, standard input, or a file that is read once it is
 * whole. */
#ifndef DVOINIK_CLI_FOLLOW_H
#define DVOINIK_CLI_FOLLOW_H

#include <sys/types.h>
#include <time.h>

#include "dvoinik/index.h"
#include "options.h"
#include "run_job.h"

enum { FOLLOW_TOGETHER = 64, FOLLOW_WHOLE = 256 };

/* What articles are handed to. */
typedef struct follow_sink {
    const settings *values;
    dvk_index *index;
    const dvk_index_listener *listener;
    dvk_status status; /* of the index: not DVK_OK ends the watching */
    dvk_error error;
    uint64_t bad; /* records passed over */
    warnings said;
    struct follow *whole[FOLLOW_WHOLE]; /* files that are whole and wait to be read together */
    size_t n_whole;
} follow_sink;

typedef struct follow {
    char *path; /* "-": standard input */
    bool named; /* by the user, not met in a folder */
    bool by_lines;
    bool ended;    /* standard input at its end */
    bool gone;     /* it was met in a folder and is no longer there */
    bool given_up; /* the line that is being read was too long: its rest is passed over */
    int fd;        /* -1: not open */
    dev_t device;
    ino_t inode;
    char *held; /* read, and not yet handed on: part of a line */
    size_t n_held, held_cap;
    uint64_t byte, line; /* of what is held */
    char last[64];       /* what was read last, by which a file is known that is written anew */
    size_t n_last;
    dvk_line_reader *readers[FOLLOW_TOGETHER]; /* each lends one article */
    /* Of a file that is read whole: how it was when last seen, since when, and whether it was read so. */
    off_t size;
    struct timespec changed; /* it or its mode: what may not be opened is tried again when it may be */
    int64_t since;
    bool taken;
} follow;

void follow_init(follow *f, const char *path, bool named, bool by_lines);
void follow_finish(follow *f);

/* Looks whether there is something new and hands it on; files that are read whole when there are many, or
 * with follow_read_whole. */
void follow_look(follow *f, follow_sink *sink);

/* Reads the files that wait for it. */
void follow_read_whole(follow_sink *sink);

/* Milliseconds of a clock that only goes forward. */
int64_t follow_clock(void);

#endif
