/* SPDX-License-Identifier: MIT */
/* A signal that asks for nothing.
 *
 * The slow version makes a new call for every emit, and then finds that most
 * of them have nothing new to say.  But a listener can be told only once in a
 * turn, so it never needs more than one handle, and there is room for that in
 * the listener itself. [one-handle]
 *
 * Then the questions answer themselves: "has it been told yet?" is "is its
 * handle queued?", and to forget a call is to cancel it. */
#include "tune_signal.h"

static int tell(struct aw_handle *handle)
{
    struct tune_listener *listener =
        aw_container_of(handle, struct tune_listener, handle);

    /* The value is read here and not when it was emitted: that is what makes
     * it the latest. */
    listener->told(listener, listener->signal->value);
    return 0;
}

void tune_signal_init(struct tune_signal *signal, struct aw_ready *ready,
                      struct aw_alloc *alloc)
{
    *signal = (struct tune_signal){.ready = ready, .alloc = alloc};
    aw_list_init(&signal->listeners);
}

void tune_listen(struct tune_signal *signal, struct tune_listener *listener,
                 void (*told)(struct tune_listener *listener, int value))
{
    aw_handle_init(&listener->handle, tell);
    listener->signal = signal;
    listener->told = told;
    aw_list_init(&listener->link);
    aw_list_append(&signal->listeners, &listener->link);
}

void tune_unlisten(struct tune_listener *listener)
{
    aw_list_remove(&listener->link);
    aw_handle_cancel(&listener->handle);
}

void tune_emit(struct tune_signal *signal, int value)
{
    struct aw_list *at;

    signal->value = value;
    aw_list_each (at, &signal->listeners) {
        struct tune_listener *listener =
            aw_container_of(at, struct tune_listener, link);

        /* Wrong turn: cancel and push again keeps one handle too, but takes
         * the listener's place from it;
         * a_listener_keeps_its_place catches it. */
        if (!aw_handle_queued(&listener->handle))
            aw_ready_push(signal->ready, &listener->handle);
    }
}
