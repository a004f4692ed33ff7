/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <unistd.h>

#include "aw/internal_errno.h"
#include "graded.h"

GRADED(error, success_passes_through, "Returns `result` itself unless it is -1")
{
    errno = EBADF;

    EXPECT_INT(aw_sys(0), 0, "a call returned 0; errno was an old EBADF");
    EXPECT_INT(aw_sys(7), 7, "a call returned 7; errno was an old EBADF");
}

GRADED(error, a_failure_becomes_a_negative_code, "-errno when it is -1")
{
    errno = ENOENT;
    EXPECT_INT(aw_sys(-1), -ENOENT, "a call returned -1; errno was ENOENT");
    errno = EINTR;
    EXPECT_INT(aw_sys(-1), -EINTR, "a call returned -1; errno was EINTR");

    EXPECT_INT(aw_sys(close(-1)), -EBADF, "closed descriptor -1");
}

GRADED(error, only_minus_one_is_a_failure,
       "Returns `result` itself unless it is -1")
{
    errno = EBADF;

    EXPECT_INT(aw_sys(-2), -2, "a call returned -2; errno was an old EBADF");
    EXPECT_INT(aw_sys(LONG_MIN), LONG_MIN, "a call returned LONG_MIN");
}

GRADED(error, large_results_are_not_cut_off,
       "Returns `result` itself unless it is -1")
{
    errno = EBADF;

    EXPECT_INT(aw_sys(5000000000L), 5000000000L, "a read returned 5 GB");
    EXPECT_INT(aw_sys(0xffffffffL), 0xffffffffL,
               "a call returned 2^32 - 1, whose low half looks like -1");
}

GRADED(error, success_is_called_ok, "\"OK\" when `code` is 0 or more")
{
    EXPECT_STR(aw_error_name(0), "OK", "asked for 0");
    EXPECT_STR(aw_error_name(1), "OK", "asked for 1");
    EXPECT_STR(aw_error_name(EINVAL), "OK", "asked for 22, not -22");
    EXPECT_STR(aw_error_name(INT_MAX), "OK", "asked for INT_MAX");
}

GRADED(error, an_errno_is_called_by_its_name,
       "the symbolic name, when `code` is a negative errno")
{
    EXPECT_STR(aw_error_name(-EPERM), "EPERM", "asked for -1, the first");
    EXPECT_STR(aw_error_name(-EINVAL), "EINVAL", "asked for -22");
    EXPECT_STR(aw_error_name(-ECANCELED), "ECANCELED", "asked for -125");
    EXPECT_STR(aw_error_name(-EHWPOISON), "EHWPOISON",
               "asked for -133, the last");
}

GRADED(error, a_number_with_two_names_has_one,
       "where a number has two names, EAGAIN, EDEADLK and EOPNOTSUPP")
{
    EXPECT_STR(aw_error_name(-EWOULDBLOCK), "EAGAIN", "asked for -11");
    EXPECT_STR(aw_error_name(-EDEADLOCK), "EDEADLK", "asked for -35");
    EXPECT_STR(aw_error_name(-ENOTSUP), "EOPNOTSUPP", "asked for -95");
}

GRADED(error, every_errno_has_its_name,
       "the symbolic name, when `code` is a negative errno")
{
#define ENTRY(name)                                                            \
    EXPECT_STR(aw_error_name(-name), #name, "asked for %d", -name);
    AW_ERRNO_MAP(ENTRY)
#undef ENTRY
}

GRADED(error, our_own_code_has_a_name, "\"AW_EGROUP\" for AW_EGROUP")
{
    EXPECT_STR(aw_error_name(AW_EGROUP), "AW_EGROUP", "asked for -5001");
    EXPECT_STR(aw_error_name(AW_EGROUP - 1), "unknown error",
               "asked for -5002");
    EXPECT_STR(aw_error_name(AW_EGROUP + 1), "unknown error",
               "asked for -5000");
}

GRADED(error, a_gap_between_the_numbers_is_unknown,
       "\"unknown error\" for any other negative code")
{
    EXPECT_STR(aw_error_name(-41), "unknown error", "asked for -41, a gap");
    EXPECT_STR(aw_error_name(-58), "unknown error", "asked for -58, a gap");
}

GRADED(error, a_number_beyond_the_last_is_unknown,
       "\"unknown error\" for any other negative code")
{
    EXPECT_STR(aw_error_name(-134), "unknown error",
               "asked for -134, right behind the last errno");
    EXPECT_STR(aw_error_name(-100000), "unknown error", "asked for -100000");
    EXPECT_STR(aw_error_name(INT_MIN), "unknown error", "asked for INT_MIN");
}

GRADED(error, drawn_numbers_mean_what_they_mean_in_the_reference,
       "the symbolic name, when `code` is a negative errno")
{
    for (int i = 0; i < 40; i++) {
        int code = 1 - (int)graded_random(136);
        long result = 1 - (long)graded_random(4);

        errno = (int)graded_random(100);
        say("%d:%s", code, aw_error_name(code));
        say("%ld,%d:%ld", result, errno, (long)aw_sys(result));
    }
    EXPECT_AS_REFERENCE("asked 40 drawn codes for their names (-2:ENOENT), and "
                        "handed on what drawn calls returned, with their "
                        "errno (-1,2:-2)");
}
