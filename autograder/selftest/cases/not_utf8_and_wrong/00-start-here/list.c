const char *aw_list_word(void);
const char *aw_list_word(void)
{
    return "größer"
}
