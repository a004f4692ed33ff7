/* SPDX-License-Identifier: MIT */
/* Users for root's jobs.
 *
 * RLIMIT_NPROC counts what a user runs, on the whole machine.  So that no job
 * uses up what another one may have, no two slots have the same user, nor
 * those of another grader: each user is held by a socket bound to its name. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "jail.h"
#include "job_internal.h"

enum { UID_MIN = 60000 };

/* The kernel gives the name back when we end, however that comes. */
static int claim_name(const char *name)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t len = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    snprintf(at.sun_path + 1, sizeof(at.sun_path) - 1, "%s", name);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&at, (socklen_t)len) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

void users_claim(struct jobs *jobs)
{
    uid_t uid = JAIL_UID;
    char name[64];

    for (unsigned i = 0; i < jobs->parallel; i++) {
        struct slot_user *user = &jobs->users[i];

        user->lock = -1;
        user->uid = uid; /* shared, should all be taken */
        while (jobs->as_root && user->lock < 0 && uid > UID_MIN) {
            snprintf(name, sizeof(name), "aw-job-user-%u", uid);
            user->lock = claim_name(name);
            user->uid = uid--;
        }
    }
}

void users_release(struct jobs *jobs)
{
    for (unsigned i = 0; i < jobs->parallel; i++)
        if (jobs->users[i].lock >= 0)
            close(jobs->users[i].lock);
}
