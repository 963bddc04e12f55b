/* Runs a command several times and prints what it took: median seconds by the clock, median CPU seconds, peak
 * memory.
 *
 * usage: bench_clock ROUNDS COMMAND [ARGUMENT...]
 *
 * One line on standard error of this program's, the last: "clock SECONDS CPU_SECONDS PEAK_KB". Standard
 * input, output and error are the command's as well; with a pipe for input ROUNDS has to be 1. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 99 };

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "bench_clock: %s\n", what);
    exit(2);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void run(char **command, double *wall, double *cpu, long *peak) {
    double start = now();
    pid_t child = fork();
    if (child < 0) fail("no process could be started");
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (wait4(child, &status, 0, &used) != child) fail("the command could not be waited for");
    *wall = now() - start;
    *cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
    if (used.ru_maxrss > *peak) *peak = used.ru_maxrss;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail("the command failed");
}

int main(int argc, char **argv) {
    int rounds = argc > 2 ? atoi(argv[1]) : 0;
    if (rounds < 1 || rounds > MOST_ROUNDS) fail("usage: bench_clock ROUNDS COMMAND [ARGUMENT...]");
    double wall[MOST_ROUNDS], cpu[MOST_ROUNDS];
    long peak = 0;
    for (int i = 0; i < rounds; i++)
        run(argv + 2, &wall[i], &cpu[i], &peak);
    qsort(wall, (size_t)rounds, sizeof *wall, compare_doubles);
    qsort(cpu, (size_t)rounds, sizeof *cpu, compare_doubles);
    fprintf(stderr, "clock %.4f %.4f %ld\n", wall[rounds / 2], cpu[rounds / 2], peak);
    return 0;
}
