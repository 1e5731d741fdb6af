"""docs/protocol/calendar.md: the form, numbers and times."""

from prim import need
from read import Reader, data

DAY = 86400000


class Calendar:
    def __init__(self, b):
        at = Reader(b, "calendar")
        self.t = at.num(4)
        need(500 <= self.t <= DAY and DAY % self.t == 0, "a length of rounds that does not fit")
        self.spans, free, ended = [], -1, False
        for _ in range(4):
            begin, n = at.num(4), at.num(4)
            if begin == n == 0:
                ended = True
                continue
            need(not ended, "a span behind one that is not used")
            need(n > 0 and begin > free and begin + n <= DAY // self.t, "a span out of order")
            need(n < DAY // self.t, "a span of the whole day")
            self.spans.append((begin, n))
            free = begin + n
        at.end()
        self.hours = bool(self.spans)
        self.of_day = sum(n for _, n in self.spans) if self.hours else DAY // self.t

    def current(self, ms):
        """The round of a time, and whether it goes on."""
        day, of_day = divmod(ms, DAY)
        begun, inside = 0, False
        for begin, n in self.spans or [(0, DAY // self.t)]:
            k = of_day // self.t - begin
            if k >= 0:
                begun, inside = begun + min(k + 1, n), k < n
        return min(max(day * self.of_day + begun - 1, 0), (1 << 32) - 1), inside

    def at_drop(self, r, keep, ms):
        """Whether a drop takes a box of round r at a time, and gives it."""
        begins = self.begins(r)
        taken = begins - self.t <= ms < begins + 2 * self.t
        return taken, begins - self.t <= ms < begins + (keep + 1) * self.t

    def begins(self, r):
        day, k = divmod(r, self.of_day)
        for begin, n in self.spans or [(0, DAY // self.t)]:
            if k < n:
                return day * DAY + (begin + k) * self.t
            k -= n
        raise AssertionError

    def rounds(self, ms):
        return -(-ms * self.of_day // DAY)

    def pl(self):
        return min(192, max(16, self.rounds((72 if self.hours else 48) * 3600000)))


def read_calendar(hexed):
    return Calendar(data(hexed))
