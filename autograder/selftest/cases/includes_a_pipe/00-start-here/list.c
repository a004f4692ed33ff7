/* SPDX-License-Identifier: MIT */
#include "own.h"
