/* SPDX-License-Identifier: MIT */
/* files.h: small things with files, each whole or not at all. */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

bool file_exists(const char *path);

/* `path` without the folders that a "/../" in it leaves again, as people would
 * write it; links are not looked at. */
const char *path_plain(struct arena *arena, const char *path);

/* The same of a file that is kept for later gradings: it counts as used now,
 * so that another grading's folder_prune does not take it from this one. */
bool file_kept(const char *path);

/* Is that the name of a header?  One that begins with a dot is not: nobody
 * sees it in a folder. */
bool is_header(const char *name);

/* A file that is itself, and no link to something else. */
bool file_is_plain(const char *path);

/* The file's bytes, with a NUL behind them; NULL when it cannot be read (or
 * is larger than 16 MiB).  `n` may be NULL. */
char *file_read(struct arena *arena, const char *path, size_t *n);

/* Replace the file by these bytes: readers see the old file or the new one,
 * never half of either, even after a power cut.  Prints what failed. */
bool file_write(const char *path, const char *bytes, size_t n);

/* The same, but that a power cut may empty the file: for what can be had
 * again, and should not make anybody wait for the disk. */
bool file_write_soon(const char *path, const char *bytes, size_t n);

/* Take `from`, which a job has made, for `to`: a copy that is ours and that
 * nobody else may write, whoever has `from` open.  Returns false, with errno
 * set, when that is not possible; then `to` is what it was. */
bool file_take(const char *from, const char *to, unsigned mode);

/* Make a folder and those above it. */
bool folder_make(const char *path);

/* Remove a folder and all that is in it. */
void folder_remove(const char *path);

/* Remove the folders in this one that nobody has changed for a day: whoever
 * made them was killed. */
void folder_sweep(struct arena *arena, const char *path);

/* Has its disk room for what a grading writes? */
bool disk_has_room(const char *path);

/* Remove what was not used for longest until at most `keep` files are left. */
void folder_prune(struct arena *arena, const char *path, size_t keep);

/* Names in a folder, sorted, without those that begin with a dot. */
struct strings folder_list(struct arena *arena, const char *path);

/* ---- Names for contents: SHA-256, in hex --------------------------------*/

struct digest;
struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *bytes, size_t n);
void digest_add_string(struct digest *digest, const char *string);
/* Of any size.  Where no file is, that is added; one that cannot be read is
 * another one each time. */
void digest_add_file(struct digest *digest, const char *path);
/* The names and the contents of the headers in a folder. */
void digest_add_headers(struct digest *digest, struct arena *arena,
                        const char *folder);
/* Frees `digest`. */
char *digest_end(struct arena *arena, struct digest *digest);

#endif
