#include <criterion/criterion.h>

Test(list, mine)
{
}
