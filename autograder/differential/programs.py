# SPDX-License-Identifier: MIT
"""Programs of tasks, as text; generator.py draws them by chance.

A program is a few scripts, one for each task.  Script 0 runs first, and every
other one is spawned at most once.  A task awaits only tasks of higher numbers,
so no two ever wait for each other.  All tasks share two locks, semaphores,
events and queues, one condition (of lock 0) and one barrier.  Semaphore 0 has
no limit; queue 0 is first in, first out, and queue 1 has the least first.

    program SEED FUTURES PERMITS PARTIES SIZE
    task
      spawn 1         make task 1
      sleep 3         for 3 ms; 0 and less is one turn
      yield           one turn
      await 1         wait for task 1
      wait 0          wait for future 0
      shield 1        wait for task 1 behind a shield
      cover 0         wait for future 0 behind a shield
      limit 1 3       wait for task 1, for 3 ms at most
      within 0 3      wait for future 0, for 3 ms at most
      set 0 7         settle future 0 with a result
      fail 0 5        ... with an error
      annul 0         cancel future 0
      due 0 3         settle future 0 in 3 ms
      cancel 1        ask task 1 to end
      uncancel 1      take one such request back
      count 1         how many there are
      follow 1        call back when task 1 has ended
      observe 0       call back when future 0 is settled
      soon 4          call back in the next turn
      later 2 4       call back in 2 ms
      local 6         set the task's own value, which its children inherit
      show            show it

      gather t1 f0 t1     gather tasks and futures; the first error ends it
      collect t1 f0       the same, errors in place
      waitall 3 t1 f0     wait until all are settled, for 3 ms; -1: for ever
      waitfirst 3 t1 f0   ... until one is
      waitfail 3 t1 f0    ... until one has failed
      next                the next one of `try each`
      child 2             make task 2, in the group that this task has begun
      sibling 3           make task 3, in the group that this task is in

      lock 0, trylock 0, unlock 0
      acquire 0, tryacquire 0, release 0     a permit of semaphore 0
      pause               wait for the condition
      notify 2, notifyall
      expect 0            wait for event 0
      happen 0, forget 0  set it, clear it
      meet                wait at the barrier
      reset, abort        the barrier
      put 0 5, tryput 0 5, get 0, tryget 0, done 0, join 0
      shut 0, shutnow 0   the queue

      try MODE N      up to `end`; MODE says what is done when it fails:
                      swallow  after a cancellation sleep N, and go on
                      clean    sleep N whatever happened, then as before
                      errors   after an error sleep N, and go on
                      timeout  ask this task to end when it takes N ms
                      or what it stands in:
                      lock     with lock N
                      acquire  with a permit of semaphore N
                      group    in a group
                      each     as completed, with members as `wait` has them
      end
      return 3        end with a result
      error 5         end with an error
    end

A task that ends gives up the locks that it has.
"""
import collections

Head = collections.namedtuple("Head", "seed futures permits parties size")


def value(word):
    return int(word) if word.lstrip("-").isdigit() else word


def parse(text):
    """The programs of a text: a head, and scripts.  A script is a list of
    operations, (name, numbers and members), and a block is
    ("try", mode, n, its operations, members)."""
    words = [line.split() for line in text.splitlines()]
    at = 0

    def block():
        nonlocal at
        found = []
        while words[at][0] != "end":
            name, *rest = words[at]
            rest = [value(word) for word in rest]
            at += 1
            if name == "try":
                found.append((name, rest[0], rest[1], block(), *rest[2:]))
            else:
                found.append((name, *rest))
        at += 1
        return found

    while at < len(words):
        head = Head(*map(int, words[at][1:]))
        at += 1
        scripts = []
        while at < len(words) and words[at][0] == "task":
            at += 1
            scripts.append(block())
        yield head, scripts


def lines(script, indent="  "):
    for name, *rest in script:
        block = rest.pop(2) if name == "try" else None
        yield indent + " ".join(map(str, [name, *rest]))
        if block is not None:
            yield from lines(block, indent + "  ")
            yield indent + "end"


def unparse(head, scripts):
    """The text of a program."""
    text = ["program " + " ".join(map(str, head))]
    for script in scripts:
        text += ["task", *lines(script), "end"]
    return "\n".join(text) + "\n"


def blocks_of(script):
    """A script, and all blocks in it."""
    yield script
    for op in script:
        if op[0] == "try":
            yield from blocks_of(op[3])


def operations_of(scripts):
    return [op for script in scripts for block in blocks_of(script)
            for op in block]
