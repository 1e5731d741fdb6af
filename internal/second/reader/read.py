"""Reading bytes and vector files."""

from prim import Refused, need


class Reader:
    """Takes fields off the front of bytes, big-endian."""

    def __init__(self, b, what):
        self.b, self.at, self.what = b, 0, what

    def take(self, n):
        need(self.at + n <= len(self.b), self.what + " is cut")
        self.at += n
        return self.b[self.at - n:self.at]

    def num(self, n):
        return int.from_bytes(self.take(n), "big")

    def long(self, n):
        """n bytes of length, then that many bytes."""
        return self.take(self.num(n))

    def zeros(self, n):
        need(not any(self.take(n)), self.what + ": bytes that are not named are not zero")

    def end(self):
        need(self.at == len(self.b), self.what + " has more behind its end")

    def rest(self):
        return self.take(len(self.b) - self.at)


def u8(n):
    return n.to_bytes(1, "big")


def u16(n):
    return n.to_bytes(2, "big")


def u32(n):
    return n.to_bytes(4, "big")


def u64(n):
    return n.to_bytes(8, "big")


def number(text):
    need(text.isascii() and text.isdigit(), "no number: " + text[:40])
    return int(text)


def data(text):
    need(text == text.lower() and " " not in text, "hex is not in lower case")
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Refused("no hex: " + text[:40]) from None


def same(got, want, what):
    if isinstance(got, bytes):
        got = got.hex()
    if isinstance(want, bytes):
        want = want.hex()
    need(got == want, "%s: %.80s in the vector, %.80s by the page" % (what, want, got))


def lines(text):
    """Lines that say something: no comments, no empty ones."""
    need(text.endswith("\n"), "the last line is cut")
    return [x for x in text.split("\n") if x and not x.startswith("#")]


def pairs(text, mark):
    """key MARK value, a line each."""
    out = []
    for x in lines(text):
        key, found, value = x.partition(mark)
        need(found or x.endswith(mark.strip()), "no value: " + x[:40])
        out.append((key, value.strip(" ")))
    return out


def once(text, mark=": "):
    """The same as a dict; no key twice."""
    all_ = pairs(text, mark)
    need(len(dict(all_)) == len(all_), "a key twice")
    return dict(all_)
