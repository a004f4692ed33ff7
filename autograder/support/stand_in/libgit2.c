/* SPDX-License-Identifier: MIT */
/* What Criterion finds in place of libgit2.
 *
 * Criterion shows how two strings differ with libgit2, and starts it in every
 * worker, that is for every test.  It brings sixteen more libraries, which
 * have to be mapped and bound each time, and reads every certificate of the
 * system: half of a test's CPU time.  The workbook's own messages say how
 * values differ, so nothing is missed.
 *
 * The jobs that run tests are started with this in LD_LIBRARY_PATH.  Where
 * the system's Criterion wants another version of libgit2, the true one is
 * loaded, and tests only take longer. */

int git_libgit2_init(void);
int git_libgit2_shutdown(void);
int git_diff_buffers(void);

int git_libgit2_init(void)
{
    return 1;
}

int git_libgit2_shutdown(void)
{
    return 0;
}

/* "It could not be done": Criterion then prints both strings. */
int git_diff_buffers(void)
{
    return -1;
}
