#include <search.h>

void aw_list_put(struct aw_list *list, struct aw_list *node);
void aw_list_put(struct aw_list *list, struct aw_list *node)
{
    insque(node, list);
}
