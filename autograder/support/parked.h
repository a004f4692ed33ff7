/* SPDX-License-Identifier: MIT */
/* parked.h: which tasks there were when everything slept. */
#ifndef PARKED_H
#define PARKED_H

/* A record "task" for each of the first tasks of the current loop, in the
 * order of spawning, with what it waits for; and the number of the others.
 * Nothing in a program without tasks.
 *
 * It reads lists that the program under test has built, and may crash on
 * them: whoever calls it is about to die, and has said everything else. */
void parked_tell(const char *test);

#endif
