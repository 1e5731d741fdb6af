"""docs/protocol/notebook.md: the bytes of a notebook."""

import unicodedata

from prim import Refused, need
from read import Reader

LAST_SECOND = 253402300799


def visible(c):
    return unicodedata.category(c)[0] in "LMNPS"


def check_text(raw):
    need(1 <= len(raw) <= 16384, "a text of no length")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Refused("no UTF-8") from None
    for c in text:
        need(c in "\t\n" or unicodedata.category(c) != "Cc", "a control character")
    need(any(visible(c) for c in text), "nothing visible")
    return text


def parse(b):
    """The number last given, and (number, seconds, text) of each page."""
    need(len(b) <= 98304, "a notebook that is too long")
    at, before, out = Reader(b, "notebook"), 0, []
    need(at.num(1) == 1, "a notebook of another version")
    last = at.num(4)
    for _ in range(at.num(2)):
        number, written, text = at.num(4), at.num(8), at.long(2)
        need(before < number <= last, "numbers that do not rise")
        need(written <= LAST_SECOND, "a year of five digits")
        out.append((number, written, check_text(text)))
        before = number
    at.end()
    return last, out
