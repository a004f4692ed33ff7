/* SPDX-License-Identifier: MIT */
/* Errors: one number space for the whole runtime, and its names.
 *
 * The kernel's convention (-1, and look into errno) does not survive a
 * suspended task, so each call is translated on the spot: aw_sys.  The names
 * are a table in read-only memory, indexed by errno.
 *
 * The one hard thing is the edges of the table: its gaps, both its ends, and
 * the int that has no positive twin. [errno-map] */
#include "aw/base.h"

#include "aw/internal_errno.h"

/* [errno-map] `[EPERM] = "EPERM",` and so on.  The numbers that no errno has
 * are left out, so they hold NULL. */
#define ENTRY(name) [name] = #name,
static const char *const names[] = {AW_ERRNO_MAP(ENTRY)};
#undef ENTRY

#define NAMES ((int)(sizeof(names) / sizeof(names[0])))

long aw_sys(long result)
{
    /* Wrong turn: `result < 0` looks the same, but some calls return other
     * negative numbers in good health, and errno is an old one then;
     * only_minus_one_is_a_failure catches it. */
    return result == -1 ? -errno : result;
}

const char *aw_error_name(int code)
{
    if (code >= 0)
        return "OK";
    if (code == AW_EGROUP)
        return "AW_EGROUP";

    /* The bound comes first: -INT_MIN does not fit an int, and in C that is
     * no big number but undefined behaviour. */
    if (code > -NAMES && names[-code])
        return names[-code];
    return "unknown error";
}
