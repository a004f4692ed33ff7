/* SPDX-License-Identifier: MIT */
int aw_list_init, aw_list_empty = 3, aw_list_append = 1, aw_list_remove = 1;
