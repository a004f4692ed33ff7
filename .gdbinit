# Commands for looking at the runtime in gdb.
#
#     gdb -x .gdbinit PROGRAM        always works
#     aw-list HEAD                   the nodes of a list, and whether it is whole
#     aw-list HEAD TYPE MEMBER       the structs around them
#     aw-ready READY                 what waits for its turn
#     aw-timers TIMERS               what has been started
#
# Each takes a struct or a pointer to one.  They only read: nothing of the
# program is called or changed, and a broken list ends the walk with a word.
# gdb reads this file by itself once ~/.config/gdb/gdbinit trusts it:
#     add-auto-load-safe-path /path/to/the/workbook

python
import gdb

AW_MOST = 1000  # nodes; a list that is longer is probably not whole


def aw_struct(expression, tag):
    """The struct an expression names, through a pointer if need be."""
    value = gdb.parse_and_eval(expression)
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        value = value.dereference()
    if value.type.strip_typedefs().tag != tag:
        raise gdb.GdbError("%s is a %s, not a struct %s"
                           % (expression, value.type, tag))
    return value


def aw_nodes(head):
    """Addresses of a list's nodes.  Says so where the links disagree."""
    first, before, seen = head.address, head.address, 0
    node = head["next"]
    while node != first:
        if seen == AW_MOST:
            print("  ... and more than %d in all: is it a ring?" % AW_MOST)
            return
        try:
            broken, after = node["prev"] != before, node["next"]
            broken, after = bool(broken), after + 0
            after.fetch_lazy()
        except gdb.MemoryError:
            print("  %s cannot be read: is it freed, or never initialised?"
                  % node)
            return
        if broken:
            print("  %s: its prev is %s, and not the node before it"
                  % (node, node["prev"]))
        yield node
        before, node, seen = node, after, seen + 1


def aw_around(node, type_name, member):
    """aw_container_of."""
    outer = gdb.lookup_type(type_name)
    fields = [f for f in outer.fields() if f.name == member]
    if not fields:
        raise gdb.GdbError("%s has no member %s" % (type_name, member))
    address = int(node) - fields[0].bitpos // 8
    return gdb.Value(address).cast(outer.pointer())


def aw_moment(when):
    """Nanoseconds for people."""
    when = int(when)
    return "never" if when == 2 ** 63 - 1 else "%.6f s" % (when / 1e9)


class AwList(gdb.Command):
    """aw-list HEAD [TYPE MEMBER]: show the nodes of a list.

With TYPE and MEMBER, as in  aw-list &ready->next "struct aw_handle" link,
show the structs in which the nodes stand."""

    def __init__(self):
        super().__init__("aw-list", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if len(words) not in (1, 3):
            raise gdb.GdbError("usage: aw-list HEAD [TYPE MEMBER]")
        count = 0
        for node in aw_nodes(aw_struct(words[0], "aw_list")):
            count += 1
            if len(words) == 1:
                print("  %s" % node)
            else:
                outer = aw_around(node, words[1], words[2])
                print("  %s %s" % (outer, outer.dereference()))
        print("%d in the list" % count)


def aw_handles(title, head):
    print(title)
    for node in aw_nodes(head):
        handle = aw_around(node, "struct aw_handle", "link")
        print("  %s calls %s" % (handle, handle["fn"]))


class AwReady(gdb.Command):
    """aw-ready READY: show what waits for its turn in a ready queue."""

    def __init__(self):
        super().__init__("aw-ready", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        ready = aw_struct(argument, "aw_ready")
        print("turn %s, %s called so far" % (ready["turns"], ready["ran"]))
        if int(ready["running"]):
            print("running now: %s" % ready["running"])
        aw_handles("left of this turn:", ready["batch"])
        aw_handles("for the next turn:", ready["next"])


class AwTimers(gdb.Command):
    """aw-timers TIMERS: show the timers that have been started.

Those in the heap are shown when the heap is the reference's: an array of
struct entry.  The shape of yours is your own."""

    def __init__(self):
        super().__init__("aw-timers", gdb.COMMAND_DATA,
                         gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        timers = aw_struct(argument, "aw_timers")
        print("%s live, %s of them in the heap (room for %s)"
              % (timers["live"], timers["len"], timers["cap"]))
        print("staged:")
        for node in aw_nodes(timers["staged"]):
            timer = aw_around(node, "struct aw_timer", "link")
            self.show(timer, timer["when"], timer["handle"]["fn"])
        print("in the heap:")
        self.heap(timers)

    def show(self, timer, when, fn):
        print("  %s due at %s calls %s" % (timer, aw_moment(when), fn))

    def heap(self, timers):
        try:
            entry = gdb.lookup_type("struct entry")
        except gdb.error:
            entry = None
        if not entry or {f.name for f in entry.fields()} != {
                "when", "seq", "timer"}:
            print("  (of a shape that this command does not know)")
            return
        heap = timers["heap"].cast(entry.pointer())
        for slot in range(min(int(timers["len"]), AW_MOST)):
            timer = heap[slot]["timer"]
            self.show(timer, heap[slot]["when"], timer["handle"]["fn"])


AwList()
AwReady()
AwTimers()
end
