/* SPDX-License-Identifier: MIT */
/* A value, and two who watch it.  The first makes every odd value even.
 *
 * Told by direct calls, the second hears of the change before it hears of
 * what was changed, and believes the old value for ever.  Told through the
 * queue, both hear the same story. */
#include <stdio.h>

#include "aw/ready.h"

struct news {
    struct aw_handle handle;
    char watcher;
    int value;
};

static struct aw_ready ready;
static struct news news[8];
static int used, stored, believed;
static bool direct;

static void set(int value);

static int tell(struct aw_handle *handle)
{
    struct news *n = aw_container_of(handle, struct news, handle);

    printf("  %c hears %d\n", n->watcher, n->value);
    if (n->watcher == 'B')
        believed = n->value;
    else if (n->value % 2 == 1)
        set(n->value + 1);
    return 0;
}

static void set(int value)
{
    stored = value;
    for (int i = 0; i < 2; i++) {
        struct news *n = &news[used++];

        *n = (struct news){.watcher = "AB"[i], .value = value};
        aw_handle_init(&n->handle, tell);
        if (direct)
            tell(&n->handle);
        else
            aw_ready_push(&ready, &n->handle);
    }
}

int main(void)
{
    aw_ready_init(&ready);
    for (direct = true;; direct = false) {
        used = 0;
        printf(direct ? "called directly\n" : "through the queue\n");
        set(1);
        while (aw_ready_run(&ready) > 0)
            ;
        printf("  stored %d, B believes %d\n", stored, believed);
        if (!direct)
            return 0;
    }
}
