/* SPDX-License-Identifier: MIT */
#include "tune_signal.h"

/* One call that is to come: a listener, and who has emitted how often. */
struct call {
    struct aw_handle handle;
    struct aw_list link;
    struct tune_listener *listener;
    uintptr_t emit;
};

static struct call *call_of(struct aw_list *link)
{
    return aw_container_of(link, struct call, link);
}

static void drop(struct tune_signal *signal, struct call *call)
{
    aw_handle_cancel(&call->handle);
    aw_list_remove(&call->link);
    signal->alloc->resize(signal->alloc, call, sizeof(*call), 0);
}

static int tell(struct aw_handle *handle)
{
    struct call *call = aw_container_of(handle, struct call, handle);
    struct tune_listener *listener = call->listener;
    struct tune_signal *signal = listener->signal;
    bool news = call->emit > listener->spare[0];

    drop(signal, call);
    if (news) {
        listener->spare[0] = signal->count;
        listener->told(listener, signal->value);
    }
    return 0;
}

void tune_signal_init(struct tune_signal *signal, struct aw_ready *ready,
                      struct aw_alloc *alloc)
{
    *signal = (struct tune_signal){.ready = ready, .alloc = alloc};
    aw_list_init(&signal->listeners);
    aw_list_init(&signal->spare);
}

void tune_listen(struct tune_signal *signal, struct tune_listener *listener,
                 void (*told)(struct tune_listener *listener, int value))
{
    listener->signal = signal;
    listener->told = told;
    listener->spare[0] = signal->count;
    aw_list_init(&listener->link);
    aw_list_append(&signal->listeners, &listener->link);
}

void tune_unlisten(struct tune_listener *listener)
{
    struct aw_list *at, *after;

    aw_list_remove(&listener->link);
    aw_list_each_safe (at, after, &listener->signal->spare)
        if (call_of(at)->listener == listener)
            drop(listener->signal, call_of(at));
}

void tune_emit(struct tune_signal *signal, int value)
{
    struct aw_list *at;

    signal->value = value;
    signal->count++;
    aw_list_each (at, &signal->listeners) {
        struct call *call =
            signal->alloc->resize(signal->alloc, NULL, 0, sizeof(*call));

        if (!call)
            return;
        aw_handle_init(&call->handle, tell);
        aw_list_init(&call->link);
        call->listener = aw_container_of(at, struct tune_listener, link);
        call->emit = signal->count;
        aw_list_append(&signal->spare, &call->link);
        aw_ready_push(signal->ready, &call->handle);
    }
}
