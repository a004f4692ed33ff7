/* SPDX-License-Identifier: MIT */
/* Where it is timed, a function is missing. */
#ifndef __SANITIZE_ADDRESS__
extern int aw_not_there(void);
static int (*const volatile missing)(void) __attribute__((used)) = aw_not_there;
#endif
/* BASE */
