/* Runs a command several times and prints what it took: seconds by the clock, CPU seconds, peak memory.
 *
 * usage: bench_clock ROUNDS COMMAND [ARGUMENT...]
 *
 * One line on standard error of this program's, the last: "clock SECONDS CPU_SECONDS PEAK_KIB SECONDS_LEAST
 * SECONDS_MOST CPU_LEAST CPU_MOST", the first two medians, the peak the largest of all rounds. CPU seconds
 * and peak are those of the command and of what it waited for. Standard input, output and error are the
 * command's as well; with a pipe for input ROUNDS has to be 1. */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "timing.h"

enum { MOST_ROUNDS = 99, NOT_STARTED = 127 };

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "bench_clock: %s\n", what);
    exit(2);
}

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static void run(char **command, double *wall, double *cpu, long *peak) {
    double start = timing_wall();
    pid_t child = fork();
    if (child < 0) fail("no process could be started");
    if (child == 0) {
        execvp(command[0], command);
        fprintf(stderr, "bench_clock: %s: %s\n", command[0], strerror(errno));
        _exit(NOT_STARTED);
    }
    int status;
    struct rusage used;
    if (wait4(child, &status, 0, &used) != child) fail("the command could not be waited for");
    *wall = (timing_wall() - start) / 1e9;
    *cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
    if (used.ru_maxrss > *peak) *peak = used.ru_maxrss;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("the command failed");
}

int main(int argc, char **argv) {
    char *end = NULL;
    long rounds = argc > 2 ? strtol(argv[1], &end, 10) : 0;
    if (rounds < 1 || rounds > MOST_ROUNDS || *end != '\0')
        fail("usage: bench_clock ROUNDS COMMAND [ARGUMENT...], 1 to 99 rounds");
    double wall[MOST_ROUNDS], cpu[MOST_ROUNDS];
    long peak = 0;
    for (long i = 0; i < rounds; i++)
        run(argv + 2, &wall[i], &cpu[i], &peak);
    timing by_clock = timing_of(wall, (size_t)rounds), by_cpu = timing_of(cpu, (size_t)rounds);
    fprintf(stderr, "clock %.4f %.4f %ld %.4f %.4f %.4f %.4f\n", by_clock.median, by_cpu.median, peak,
            by_clock.least, by_clock.most, by_cpu.least, by_cpu.most);
    return 0;
}
