#include "raw.h"

static void first(void)
{
    raw_exit(0);
}

__attribute__((section(".preinit_array"),
               used)) static void (*entry)(void) = first;
