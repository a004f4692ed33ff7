static char huge[1L << 34];
char *aw_list_huge(void);
char *aw_list_huge(void)
{
    return huge;
}
