/* SPDX-License-Identifier: MIT */
#include "hunt_idle.h"

static struct aw_clock *clock_of(struct hunt_server *server)
{
    return &server->clock->clock;
}

static void restart_idle_time(struct hunt_session *session)
{
    struct hunt_server *server = session->server;

    aw_timer_start(&server->timers, &session->idle,
                   aw_deadline(server->now, server->limit));
}

static int close_session(struct aw_handle *handle)
{
    struct hunt_session *session =
        aw_container_of(handle, struct hunt_session, idle.handle);
    struct aw_clock *clock = clock_of(session->server);

    aw_handle_cancel(&session->request);
    session->closed_at = clock->now(clock);
    return 0;
}

static int answer(struct aw_handle *handle)
{
    struct hunt_session *session =
        aw_container_of(handle, struct hunt_session, request);
    struct aw_clock *clock = clock_of(session->server);

    /* The work: nothing else happens on this loop meanwhile. */
    clock->jump(clock, aw_deadline(clock->now(clock), session->work));
    session->answered_at = clock->now(clock);
    restart_idle_time(session);
    return 0;
}

void hunt_server_init(struct hunt_server *server,
                      struct aw_clock_virtual *clock, aw_time limit)
{
    *server = (struct hunt_server){.clock = clock, .limit = limit};
    aw_timers_init(&server->timers, NULL);
    aw_ready_init(&server->ready);
    server->now = clock->clock.now(&clock->clock);
}

void hunt_session_open(struct hunt_server *server, struct hunt_session *session)
{
    *session = (struct hunt_session){.server = server, .closed_at = AW_NEVER};
    aw_handle_init(&session->request, answer);
    aw_timer_init(&session->idle, close_session);
    restart_idle_time(session);
}

void hunt_session_request(struct hunt_session *session, aw_time work)
{
    if (session->closed_at != AW_NEVER || aw_handle_queued(&session->request))
        return;
    session->work = work;
    aw_ready_push(&session->server->ready, &session->request);
}

bool hunt_server_turn(struct hunt_server *server)
{
    struct aw_clock *clock = clock_of(server);
    aw_time next = aw_timers_next(&server->timers);
    bool queued = !aw_list_empty(&server->ready.next);

    if (!queued && next == AW_NEVER)
        return false;
    if (!queued && next > clock->now(clock))
        clock->jump(clock, next);
    server->now = clock->now(clock);
    aw_timers_expire(&server->timers, server->now, &server->ready);
    aw_ready_run(&server->ready);
    return true;
}
