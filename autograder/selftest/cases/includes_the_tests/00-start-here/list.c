#include "../../../../autograder/tests/00-start-here/list.c"
