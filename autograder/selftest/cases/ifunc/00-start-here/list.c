
static int real(void)
{
    return 1;
}

static int (*choose(void))(void)
{
    return real;
}

int aw_list_chosen(void) __attribute__((ifunc("choose")));
