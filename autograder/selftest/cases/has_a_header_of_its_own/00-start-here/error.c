/* SPDX-License-Identifier: MIT */
#include "mine.h"
/* BASE */
