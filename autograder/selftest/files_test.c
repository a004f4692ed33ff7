/* SPDX-License-Identifier: MIT */
/* What files.h promises of files that are kept, pruned and not to be had. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"

static unsigned passed, failed;
static struct arena arena;

static void expect(bool held, const char *what)
{
    passed += held;
    failed += !held;
    printf("%s %s\n", held ? "ok     " : "FAILED ", what);
}

/* A file whose last change was `seconds` ago. */
static void old_file(const char *path, long seconds)
{
    struct timespec times[2] = {{time(NULL) - seconds, 0},
                                {time(NULL) - seconds, 0}};

    file_write(path, "x", 1);
    utimensat(AT_FDCWD, path, times, 0);
}

static void age_folder(const char *path, long seconds)
{
    struct timespec times[2] = {{time(NULL) - seconds, 0},
                                {time(NULL) - seconds, 0}};

    utimensat(AT_FDCWD, path, times, 0);
}

static bool holds(const char *folder, const char *names)
{
    struct strings list = folder_list(&arena, folder);
    const char *all = "";

    for (size_t i = 0; i < list.n; i++)
        all = arena_printf(&arena, "%s%s ", all, list.item[i]);
    if (strcmp(all, names) != 0)
        printf("        %s holds %s\n", folder, all);
    return strcmp(all, names) == 0;
}

/* ---- Pruning ------------------------------------------------------------*/

static void try_prune(void)
{
    folder_make("kept");
    old_file("kept/a", 50);
    old_file("kept/b", 400);
    old_file("kept/c", 300);
    old_file("kept/d", 10);
    folder_prune(&arena, "kept", 4);
    expect(holds("kept", "a b c d "), "as many as may be are all kept");
    folder_prune(&arena, "kept", 3);
    expect(holds("kept", "a c d "), "the oldest goes");
    expect(file_kept("kept/c"), "a file is used");
    folder_prune(&arena, "kept", 2);
    expect(holds("kept", "c d "), "what was used counts as new");
    expect(!file_kept("kept/b"), "what has gone is not kept");
    folder_prune(&arena, "nowhere", 0);
    expect(!file_exists("nowhere"), "a folder that is not there stays away");
}

static void try_remove(void)
{
    folder_make("work/1-1/deep/er");
    file_write("work/1-1/deep/file", "x", 1);
    folder_make("work/2-1");
    file_write("work/2-1/ccX.s", "x", 1);
    folder_make("aside");
    file_write("aside/file", "x", 1);
    expect(symlink("../../aside", "work/1-1/link") == 0, "a link is made");
    age_folder("work/1-1", 23 * 60 * 60);
    folder_sweep(&arena, "work");
    expect(holds("work", "1-1 2-1 "), "young folders are somebody's");
    age_folder("work/2-1", 25 * 60 * 60);
    folder_sweep(&arena, "work");
    expect(holds("work", "1-1 "), "one that nobody wants is swept");
    folder_remove("work/1-1");
    expect(holds("work", ""), "a folder goes with all that is in it");
    expect(holds("aside", "file "), "and not with what a link points to");
    folder_remove("nowhere");
    expect(!file_exists("nowhere"), "what is not there need not be removed");
}

/* ---- Writing ------------------------------------------------------------*/

static unsigned descriptors(void)
{
    unsigned n = 0;

    for (int fd = 0; fd < 100; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

/* What a job has made is the job's: it may keep it open. */
static void try_take(void)
{
    int fd = open("made", O_RDWR | O_CREAT, 0666);
    struct stat st;
    size_t n = 0;

    expect(write(fd, "made", 4) == 4, "a job makes a file");
    expect(symlink("made", "link") == 0, "and a link");
    expect(file_take("made", "taken", 0644), "it is taken");
    expect(pwrite(fd, "evil", 4, 0) == 4, "the job writes to it again");
    close(fd);
    expect(strcmp(file_read(&arena, "taken", &n), "made") == 0 && n == 4,
           "what was taken is a copy");
    expect(stat("taken", &st) == 0 && st.st_uid == geteuid() &&
               (st.st_mode & 0777) == 0644,
           "which is ours, and which nobody else may write");
    expect(!file_take("link", "taken", 0644) &&
               !file_take("/dev/zero", "taken", 0644) &&
               !file_take("nowhere", "taken", 0644),
           "what is no plain file is not taken");
    expect(strcmp(file_read(&arena, "taken", &n), "made") == 0,
           "what was there stays");
    unlink("made");
    unlink("link");
    unlink("taken");
}

/* A limit of one byte does what a full disk does. */
static void try_full_disk(void)
{
    struct rlimit before, small;
    unsigned open_before = descriptors();
    bool first, second;
    size_t n = 0;

    file_write("text", "old", 3);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 1;
    setrlimit(RLIMIT_FSIZE, &small);
    first = file_write("text", "new and longer", 14);
    second = file_write_soon("another", "new and longer", 14);
    setrlimit(RLIMIT_FSIZE, &before);
    expect(!first && !second, "what cannot be written is told");
    expect(strcmp(file_read(&arena, "text", &n), "old") == 0 && n == 3,
           "the old text is there, whole");
    expect(!file_exists("another"), "no file is there that was not");
    expect(holds(".", "aside kept text work "), "and no half of one");
    expect(descriptors() == open_before, "no descriptor is left open");
}

static void try_folders(void)
{
    expect(folder_make("a/b/c") && folder_make("a/b/c"), "twice is well");
    expect(folder_make("a//b/d/"), "slashes do not count");
    expect(holds("a/b", "c d "), "those above it are made as well");
    expect(!folder_make("text/b/c"), "a file is no folder");
    expect(!file_write("nowhere/file", "x", 1), "nor is nothing");
}

static bool plain(const char *path, const char *expected)
{
    return strcmp(path_plain(&arena, path), expected) == 0;
}

static void try_paths(void)
{
    expect(plain("a/b.c", "a/b.c") && plain("", ""), "what is plain stays so");
    expect(plain("t/11/g/../../09/../08/x.h", "t/08/x.h"),
           "folders that are left again are not named");
    expect(plain("a/../b", "b") && plain("a/b/..", "a/b/.."),
           "the first as well; the last is none that is left");
    expect(plain("../a", "../a") && plain("../../a", "../../a") &&
               plain("/../a", "/../a") && plain("a//../b", "a/b"),
           "what leads out of it all is left alone");
}

static void try_reading(void)
{
    size_t n = 7;
    int fd = open("large", O_WRONLY | O_CREAT, 0644);

    expect(ftruncate(fd, (16 << 20) + 1) == 0, "a large file is made");
    close(fd);
    expect(!file_read(&arena, "large", &n) && n == 0, "it is not read");
    expect(!file_read(&arena, "a", &n), "a folder is not read");
    mkfifo("pipe", 0600);
    expect(!file_read(&arena, "pipe", &n), "for a pipe nobody waits");
    expect(!file_is_plain("pipe") && file_is_plain("text"), "plain is plain");
}

/* ---- Names for contents -------------------------------------------------*/

static const char *digest_of(const char *path)
{
    struct digest *digest = digest_new();

    digest_add_file(digest, path);
    return digest_end(&arena, digest);
}

static bool same(const char *a, const char *b)
{
    return strcmp(digest_of(a), digest_of(b)) == 0;
}

/* Of a size that file_read does not read, with `c` at the end. */
static void large_file(const char *path, char c)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    expect(pwrite(fd, &c, 1, 40 << 20) == 1, "a large file is written");
    close(fd);
}

static void try_digests(void)
{
    uid_t me = geteuid();

    large_file("large-1", 'a');
    large_file("large-2", 'b');
    expect(!same("large-1", "large-2"), "large files that differ");
    large_file("large-2", 'a');
    expect(same("large-1", "large-2"), "large files that are the same");
    file_write("small-1", "text", 4);
    file_write("small-2", "text", 4);
    expect(same("small-1", "small-2"), "small ones");
    file_write("small-2", "", 0);
    expect(!same("small-1", "small-2"), "and not");
    expect(same("nowhere", "nowhere") && !same("nowhere", "small-2"),
           "that there is no file is known");
    expect(same("a", "a") && same("pipe", "pipe"), "that it is none as well");
    /* Nobody may not even look into this folder. */
    expect(chmod("small-1", 0) == 0 && (me != 0 || seteuid(65534) == 0),
           "a file may not be read");
    expect(!same("small-1", "small-1"), "then nobody knows what it holds");
    expect(me != 0 || seteuid(me) == 0, "this one may again");
}

static void try_room(void)
{
    expect(disk_has_room("nowhere"), "what is not there is no full disk");
    expect(disk_has_room("/proc"), "nor is one that does not count");
}

int main(void)
{
    char folder[] = "/tmp/aw-files-test-XXXXXX";

    if (!mkdtemp(folder) || chdir(folder) != 0) {
        perror(folder);
        return 1;
    }
    try_prune();
    try_remove();
    try_take();
    try_full_disk();
    try_folders();
    try_paths();
    try_reading();
    try_digests();
    try_room();
    folder_remove(folder);
    expect(!file_exists(folder), "nothing is left of all this");
    arena_free(&arena);
    printf("%u passed, %u failed, 0 skipped\n", passed, failed);
    return failed > 0;
}
