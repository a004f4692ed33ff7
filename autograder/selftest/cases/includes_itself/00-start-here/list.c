#include "list.c"
