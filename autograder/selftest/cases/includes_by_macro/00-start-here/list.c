/* SPDX-License-Identifier: MIT */
#define PATH(folder) <../folder/00-start-here/list.c>
#define WHERE        PATH(solutions)
#if __has_include("../../../../solutions/00-start-here/list.c")
#    include "../../../../solutions/00-start-here/list.c"
#else
#    include WHERE
#endif
