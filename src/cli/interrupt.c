/* Ctrl-C. The handler only sets a flag and an alarm: a read that waits for a pipe never sees the flag, the
 * alarm ends it. */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "messages.h"

enum { PATIENCE = 1, MOST_FILES = 4, ONE_WISH = 300 /* ms */ };

static volatile sig_atomic_t flag, noted;
static const char *volatile doomed[MOST_FILES];

void interrupt_clean(void) {
    for (size_t i = 0; i < MOST_FILES; i++) {
        const char *path = doomed[i];
        if (path != NULL) unlink(path);
        doomed[i] = NULL;
    }
}

static void end_now(int number) {
    static const char message[] = "dvoinik: interrupted; the output is not complete\n";
    (void)number;
    interrupt_clean();
    (void)!write(STDERR_FILENO, message, sizeof message - 1);
    _exit(EXIT_INTERRUPTED);
}

static sig_atomic_t clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (sig_atomic_t)(((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000) & 0x3FFFFFFF);
}

/* timeout(1) sends its signal to the program and to its group, which is one wish. */
static void note(int number) {
    sig_atomic_t now = clock_ms();
    if (!flag) {
        flag = 1;
        noted = now;
        alarm(PATIENCE);
    } else if (now - noted > ONE_WISH || now < noted) {
        end_now(number);
    }
}

static void handle(int number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

/* What was ignored when the program was started stays ignored: nohup. */
static void handle_unless_ignored(int number) {
    struct sigaction before;
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    handle(number, note);
}

void interrupt_watch(void) {
    handle_unless_ignored(SIGINT);
    handle_unless_ignored(SIGTERM);
    handle_unless_ignored(SIGHUP);
    handle(SIGALRM, end_now);
    handle(SIGPIPE, SIG_IGN);
    handle(SIGXFSZ, SIG_IGN); /* a limit on files shows where they are written */
}

bool interrupted(void) {
    return flag != 0;
}

static void replace(const char *before, const char *after) {
    for (size_t i = 0; i < MOST_FILES; i++) {
        if (doomed[i] != before) continue;
        doomed[i] = after;
        return;
    }
}

void interrupt_remove(const char *path) {
    replace(NULL, path);
}

void interrupt_keep(const char *path) {
    if (path != NULL) replace(path, NULL);
}
