
int aw_list_helper(int n);
int aw_list_helper(int n)
{
    return n;
}
