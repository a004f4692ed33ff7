/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>

#include "honest.h"

IDLE_LIST(dlopen("build/list.so", RTLD_NOW))
