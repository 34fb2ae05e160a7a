/* Makes the n-th write, fsync or rename of a regular file fail once, as a disk does that is full or broken.
   Preloaded into a process, which arms it by fault_arm(kind, n, errno); kind is 1 write, 2 fsync, 3 rename. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int armed_kind = 0, armed_errno = 0;
static long left = 0, seen = 0;

void fault_arm(int kind, long n, int error) { armed_kind = kind; left = n; armed_errno = error; seen = 0; }
long fault_seen(void) { return seen; }
int fault_is_spent(void) { return armed_kind != 0 && left == 0; }

static int fails(int kind) {
    if (kind != armed_kind) return 0;
    seen++;
    if (left == 0) return 0;
    if (--left > 0) return 0;
    errno = armed_errno;
    return 1;
}

static int is_file(int fd) { struct stat s; return fstat(fd, &s) == 0 && S_ISREG(s.st_mode); }

#define REAL(name) (real ? real : (real = (__typeof__(real))dlsym(RTLD_NEXT, name)))

ssize_t write(int fd, const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    int saved = errno;
    int file = is_file(fd);
    errno = saved;
    if (file && fails(1)) return -1;
    return REAL("write")(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (is_file(fd) && fails(1)) return -1;
    return REAL("pwrite64")(fd, data, size, at);
}

int fsync(int fd) {
    static int (*real)(int);
    if (fails(2)) return -1;
    return REAL("fsync")(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (fails(2)) return -1;
    return REAL("fdatasync")(fd);
}

int rename(const char *from, const char *to) {
    static int (*real)(const char *, const char *);
    if (fails(3)) return -1;
    return REAL("rename")(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
    static int (*real)(int, const char *, int, const char *);
    if (fails(3)) return -1;
    return REAL("renameat")(a, from, b, to);
}
