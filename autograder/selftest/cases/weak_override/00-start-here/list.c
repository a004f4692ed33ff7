
__attribute__((weak)) void graded_end(void);
__attribute__((weak)) void graded_end(void)
{
}
