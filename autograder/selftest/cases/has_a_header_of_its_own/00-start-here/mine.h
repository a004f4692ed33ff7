/* SPDX-License-Identifier: MIT */
enum { MINE = 1 };
