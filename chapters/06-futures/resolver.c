/* SPDX-License-Identifier: MIT */
/* Given code: the resolver of resolver.h.  A name takes 10 ms of the loop's
 * time to be looked up, and giving that up takes 2 ms.  Nothing in this file
 * is graded. */
#include "resolver.h"

#include <string.h>

static struct resolver_name *find(struct resolver *resolver, const char *name)
{
    for (size_t i = 0; i < resolver->n; i++)
        if (strcmp(resolver->names[i].name, name) == 0)
            return &resolver->names[i];
    return NULL;
}

static void answer(struct resolver_query *query, int error,
                   const struct resolver_name *found)
{
    struct resolver *resolver = query->resolver;

    if (error) {
        query->answered(query, error, NULL);
        return;
    }
    resolver->answer = found->address;
    query->answered(query, 0, &resolver->answer);
    /* Valid during the callback, and no longer. */
    memset(&resolver->answer, 0, sizeof(resolver->answer));
}

static int due(struct aw_handle *handle)
{
    struct resolver_query *query =
        aw_container_of(handle, struct resolver_query, timer.handle);
    struct resolver_name *found = find(query->resolver, query->name);

    if (query->error == 0 && found)
        found->known = true;
    answer(query, query->error || found ? query->error : -ENOENT, found);
    return 0;
}

void resolver_init(struct resolver *resolver, struct aw_loop *loop)
{
    *resolver = (struct resolver){.loop = loop};
}

void resolver_add(struct resolver *resolver, const char *name,
                  unsigned char last)
{
    AW_ASSERT(resolver->n < RESOLVER_NAMES, "the resolver is full");
    resolver->names[resolver->n++] =
        (struct resolver_name){.name = name, .address = {{10, 0, 0, last}}};
}

int resolver_ask(struct resolver *resolver, struct resolver_query *query,
                 const char *name, resolver_fn answered)
{
    struct resolver_name *found = find(resolver, name);

    if (!*name)
        return -EINVAL;
    *query = (struct resolver_query){
        .resolver = resolver, .name = name, .answered = answered};
    aw_timer_init(&query->timer, due);
    if (found && found->known) {
        answer(query, 0, found);
        return 0;
    }
    return aw_call_later(resolver->loop, &query->timer, RESOLVER_TAKES);
}

void resolver_cancel(struct resolver_query *query)
{
    bool on_its_way = aw_handle_queued(&query->timer.handle);

    if (query->error || on_its_way)
        return;
    query->error = -ECANCELED;
    aw_call_later(query->resolver->loop, &query->timer, RESOLVER_STOPPING);
}
