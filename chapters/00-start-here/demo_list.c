/* SPDX-License-Identifier: MIT */
/* Four players in a ring.  Who leaves does so by himself: he does not ask the
 * list, and the list does not look for him. */
#include <stdio.h>

#include "aw/base.h"

struct player {
    struct aw_list link;
    const char *name;
};

static void print(const char *what, struct aw_list *list)
{
    struct aw_list *at;

    printf("%s:", what);
    aw_list_each (at, list)
        printf(" %s", aw_container_of(at, struct player, link)->name);
    printf("\n");
}

int main(void)
{
    struct player player[] = {
        {.name = "anna"}, {.name = "ben"}, {.name = "carl"}, {.name = "dora"}};
    struct aw_list game, bench;

    aw_list_init(&game);
    aw_list_init(&bench);
    for (int i = 0; i < 4; i++) {
        aw_list_init(&player[i].link);
        aw_list_append(&game, &player[i].link);
    }
    print("to begin with", &game);

    aw_list_append(&game, aw_list_pop(&game));
    print("the first goes to the end", &game);

    aw_list_remove(&player[2].link);
    aw_list_append(&bench, &player[2].link);
    print("carl sits down", &game);
    print("on the bench", &bench);

    aw_list_splice(&game, &bench);
    print("and comes back", &game);
    printf("bench empty: %s\n", aw_list_empty(&bench) ? "yes" : "no");
    return 0;
}
