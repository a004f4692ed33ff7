#include <uv.h>

int aw_list_loop(uv_loop_t *loop);
int aw_list_loop(uv_loop_t *loop)
{
    return uv_loop_init(loop);
}
