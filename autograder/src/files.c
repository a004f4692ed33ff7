/* SPDX-License-Identifier: MIT */
#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST = 16 << 20, A_DAY = 24 * 60 * 60 };

/* The programs of a late chapter, its objects and a compiler's own files. */
enum { ROOM = 64 << 20, ROOM_FILES = 500 };

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

const char *path_plain(struct arena *arena, const char *path)
{
    char *plain = arena_copy(arena, path), *up, *left;

    while ((up = strstr(plain, "/../")) && up != plain) {
        *up = '\0';
        left = strrchr(plain, '/');
        left = left ? left + 1 : plain;
        if (strcmp(left, "..") == 0 || strcmp(left, ".") == 0) {
            *up = '/';
            break;
        }
        memmove(left, up + 4, strlen(up + 4) + 1);
    }
    return plain;
}

bool file_kept(const char *path)
{
    return utimensat(AT_FDCWD, path, NULL, 0) == 0;
}

bool is_header(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && *name != '.' && strcmp(dot, ".h") == 0;
}

bool file_is_plain(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

char *file_read(struct arena *arena, const char *path, size_t *n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *bytes = NULL;
    struct stat st;
    size_t got = 0;

    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
        st.st_size <= LARGEST) {
        bytes = arena_new(arena, (size_t)st.st_size + 1);
        while (got < (size_t)st.st_size) {
            ssize_t r = read(fd, bytes + got, (size_t)st.st_size - got);

            if (r <= 0)
                break;
            got += (size_t)r;
        }
    }
    if (fd >= 0)
        close(fd);
    if (n)
        *n = got;
    return bytes;
}

static bool write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, bytes, n);

        if (w < 0 && errno == EINTR)
            continue;
        if (w <= 0)
            return false;
        bytes += w;
        n -= (size_t)w;
    }
    return true;
}

/* Returns 0, or what failed. */
static int write_new(const char *path, const char *bytes, size_t n,
                     bool at_once)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    int failed = 0;

    if (fd < 0)
        return errno;
    if (!write_all(fd, bytes, n) || (at_once && fsync(fd) != 0))
        failed = errno;
    if (close(fd) != 0 && !failed)
        failed = errno;
    return failed;
}

static bool replace(const char *path, const char *bytes, size_t n, bool at_once)
{
    char temporary[4096];
    int failed;

    snprintf(temporary, sizeof(temporary), "%s.new-%d", path, (int)getpid());
    failed = write_new(temporary, bytes, n, at_once);
    if (!failed && rename(temporary, path) != 0)
        failed = errno;
    if (!failed)
        return true;
    fprintf(stderr, "aw-grade: cannot write %s: %s\n", path, strerror(failed));
    unlink(temporary);
    return false;
}

bool file_write(const char *path, const char *bytes, size_t n)
{
    return replace(path, bytes, n, true);
}

bool file_write_soon(const char *path, const char *bytes, size_t n)
{
    return replace(path, bytes, n, false);
}

static bool copy_all(int from, int to)
{
    static char block[1 << 16];
    ssize_t n;

    while ((n = read(from, block, sizeof(block))) != 0)
        if (n < 0 ? errno != EINTR : !write_all(to, block, (size_t)n))
            return false;
    return true;
}

bool file_take(const char *from, const char *to, unsigned mode)
{
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), out;
    char temporary[4096];
    struct stat st;
    bool ok;

    if (in < 0)
        return false;
    snprintf(temporary, sizeof(temporary), "%s.new-%d", to, (int)getpid());
    unlink(temporary);
    out = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    ok = out >= 0 && fstat(in, &st) == 0 && S_ISREG(st.st_mode) &&
         copy_all(in, out) && fchmod(out, mode) == 0;
    close(in);
    if (out >= 0 && close(out) != 0)
        ok = false;
    if (ok && rename(temporary, to) == 0)
        return true;
    unlink(temporary);
    return false;
}

bool folder_make(const char *path)
{
    char part[4096];

    for (const char *end = path; *end;) {
        end += strcspn(end + 1, "/") + 1;
        snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
        if (mkdir(part, 0755) != 0 && errno != EEXIST) {
            fprintf(stderr, "aw-grade: cannot make the folder %s: %s\n", part,
                    strerror(errno));
            return false;
        }
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct strings folder_list(struct arena *arena, const char *path)
{
    struct strings names = {0};
    DIR *folder = opendir(path);
    struct dirent *entry;

    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            strings_add(arena, &names, arena_copy(arena, entry->d_name));
    if (folder)
        closedir(folder);
    if (names.n)
        qsort(names.item, names.n, sizeof(*names.item), by_name);
    return names;
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void folder_sweep(struct arena *arena, const char *path)
{
    struct strings names = folder_list(arena, path);
    struct stat st;

    for (size_t i = 0; i < names.n; i++) {
        const char *folder = arena_printf(arena, "%s/%s", path, names.item[i]);

        if (stat(folder, &st) == 0 && time(NULL) - st.st_mtime > A_DAY)
            folder_remove(folder);
    }
}

bool disk_has_room(const char *path)
{
    struct statvfs disk;

    if (statvfs(path, &disk) != 0)
        return true; /* who writes there will say what is wrong */
    if (disk.f_blocks == 0)
        return true; /* nor does every file system count */
    return (unsigned long long)disk.f_bavail * disk.f_frsize >= ROOM &&
           (disk.f_files == 0 || disk.f_favail >= ROOM_FILES);
}

struct aged {
    const char *path;
    time_t age;
};

static int by_age(const void *a, const void *b)
{
    const struct aged *x = a, *y = b;

    return x->age < y->age ? -1 : x->age > y->age;
}

void folder_prune(struct arena *arena, const char *path, size_t keep)
{
    struct strings names = folder_list(arena, path);
    struct aged *file;
    struct stat st;

    if (names.n <= keep)
        return;
    file = arena_new(arena, names.n * sizeof(*file));
    for (size_t i = 0; i < names.n; i++) {
        file[i].path = arena_printf(arena, "%s/%s", path, names.item[i]);
        file[i].age = stat(file[i].path, &st) == 0 ? st.st_mtime : 0;
    }
    qsort(file, names.n, sizeof(*file), by_age);
    for (size_t i = 0; i < names.n - keep; i++)
        unlink(file[i].path);
}

/* ---- Names for contents -------------------------------------------------*/

struct digest {
    EVP_MD_CTX *ctx;
};

struct digest *digest_new(void)
{
    struct digest *digest = malloc(sizeof(*digest));

    if (!digest || !(digest->ctx = EVP_MD_CTX_new()) ||
        !EVP_DigestInit_ex(digest->ctx, EVP_sha256(), NULL)) {
        fputs("aw-grade: libcrypto cannot compute SHA-256\n", stderr);
        exit(2);
    }
    return digest;
}

void digest_add(struct digest *digest, const void *bytes, size_t n)
{
    EVP_DigestUpdate(digest->ctx, bytes, n);
}

void digest_add_string(struct digest *digest, const char *string)
{
    digest_add(digest, string, strlen(string) + 1);
}

/* Returns false when not all of its `n` bytes are to be had. */
static bool add_bytes(struct digest *digest, int fd, size_t n)
{
    char block[64 << 10];
    size_t got = 0;
    ssize_t r;

    while ((r = read(fd, block, sizeof(block))) > 0) {
        digest_add(digest, block, (size_t)r);
        got += (size_t)r;
    }
    return r == 0 && got == n;
}

/* What nobody knows is not what was there the last time. */
static void add_unknown(struct digest *digest)
{
    char random[16];

    if (getentropy(random, sizeof(random)) != 0) {
        fputs("aw-grade: there is no random number to be had\n", stderr);
        exit(2);
    }
    digest_add(digest, random, sizeof(random));
}

/* However large: two programs whose large objects differ are two. */
void digest_add_file(struct digest *digest, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool known = fd >= 0 || errno == ENOENT || errno == ENOTDIR;
    struct stat st = {0};
    size_t n;

    if (fd >= 0 && fstat(fd, &st) != 0)
        known = false;
    n = S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
    digest_add(digest, &n, sizeof(n));
    if (known && S_ISREG(st.st_mode))
        known = add_bytes(digest, fd, n);
    else
        digest_add_string(digest, "(unreadable)");
    if (!known)
        add_unknown(digest);
    if (fd >= 0)
        close(fd);
}

/* One that cannot be read cannot be included either: it is the same as long as
 * that is so. */
void digest_add_headers(struct digest *digest, struct arena *arena,
                        const char *folder)
{
    struct strings names = folder_list(arena, folder);

    for (size_t i = 0; i < names.n; i++) {
        const char *path = arena_printf(arena, "%s/%s", folder, names.item[i]);

        if (!is_header(names.item[i]))
            continue;
        digest_add_string(digest, path);
        if (access(path, R_OK) == 0)
            digest_add_file(digest, path);
    }
}

char *digest_end(struct arena *arena, struct digest *digest)
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    char *hex;

    EVP_DigestFinal_ex(digest->ctx, raw, &n);
    EVP_MD_CTX_free(digest->ctx);
    free(digest);
    hex = arena_new(arena, 2 * (size_t)n + 1);
    for (unsigned i = 0; i < n; i++)
        snprintf(hex + 2 * (size_t)i, 3, "%02x", raw[i]);
    return hex;
}
