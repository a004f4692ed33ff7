/* SPDX-License-Identifier: MIT */
/* Six programs, and what they say.  Two questions decide each of them: where
 * is the wait at this moment, in its place or in the queue, and is anybody
 * waiting when the poll looks?  [three-places] */
#include "predict_wakes.h"

/* A hang-up ends both waits, also of a writer that still has no room, and the
 * reader comes first although he waited last.  n bytes are one event. */
const char *const predict_1 = "| r w | |";

/* The poll has moved the reader to the queue, where a close does not find
 * him.  The writer was in his place still, so he is the one who is told. */
const char *const predict_2 = "r w-closed | |";

/* The close pushes the writer while a turn is running: he belongs to the
 * next turn. */
const char *const predict_3 = "r | w-closed |";

/* Both are in the queue when the reader gives up for the writer.  Waiting
 * anew is an event anew, for there still is room. */
const char *const predict_4 = "r | w |";

/* The event finds nobody and is dropped.  Who waits after EAGAIN has missed
 * nothing: the next event is his. */
const char *const predict_5 = "| | r |";

/* n arrivals are one, and the one that comes before the handle has run is
 * still the same.  Those raised from inside the handle count anew, as one. */
const char *const predict_6 = "s | s | |";
