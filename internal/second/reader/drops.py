"""docs/protocol/drop.md: addresses and paths."""

import base64
import re

from cards import host_and_port
from prim import Refused, need
from read import data, lines, same, u8


def unspare(text, decode, encode, n, what):
    """Bytes of a text whose spare bits are zero."""
    try:
        b = decode(text)
    except ValueError:
        raise Refused("no " + what) from None
    need(len(b) == n and encode(b) == text, "no " + what)
    return b


def prefix_text(b):
    return base64.b32encode(b).decode().lower().rstrip("=")


def read_prefix(text):
    need(re.fullmatch("[a-z2-7]{26}", text), "no prefix")
    return unspare(text, lambda t: base64.b32decode(t.upper() + "======"), prefix_text, 16, "prefix")


def pin_text(b):
    return base64.urlsafe_b64encode(b).decode().rstrip("=")


def read_pin(text):
    need(re.fullmatch("[A-Za-z0-9_-]{43}", text), "no pin")
    return unspare(text, lambda t: base64.urlsafe_b64decode(t + "="), pin_text, 32, "pin")


def read_address(text):
    """The one form of an address, and its form on a card."""
    found = re.fullmatch("(https?)://([^/]+)/([^/#]*)(?:#sha256=([^#]*))?", text)
    need(found, "no address")
    scheme, host, prefix, pin = found.groups()
    if scheme == "https" and not re.search(r":[0-9]*\Z", re.sub(r"\[.*\]", "", host)):
        host += ":443"
    host, here = host_and_port(host)
    need(scheme == "https" or (here and pin is None), "http, and not on loopback")
    p = read_prefix(prefix)
    kind = 0 if scheme == "http" else 2 if pin else 1
    form = "%s://%s/%s" % (scheme, host, prefix)
    binary = u8(kind) + u8(len(host)) + host.encode() + p
    if pin is not None:
        form, binary = form + "#sha256=" + pin, binary + read_pin(pin)
    return form, binary


def path_of(prefix, path):
    """What a path names."""
    below = "/" + prefix_text(prefix)
    found = re.fullmatch(below + "/v1/boxes/(0|[1-9][0-9]{0,9})/([0-9a-f]{64})", path)
    if found and int(found.group(1)) < 1 << 32:
        return "box %s %s" % found.groups()
    if path == below + "/v1/drop":
        return "drop"
    found = re.fullmatch("(" + below + "/v1/cards)?/([0-9a-f]{64})", path)
    if found:
        return "%s 0 %s" % ("card-kept" if found.group(1) else "card", found.group(2))
    return "unknown"


def check(text):
    all_lines, seen, prefix = lines(text), set(), None
    for line in all_lines:
        kind, _, rest = line.partition(" ")
        seen.add(kind)
        if kind == "address":
            typed, _, says = rest.partition(" is ")
            same("%s %s" % (lambda a: (a[0], a[1].hex()))(read_address(typed)), says, "address")
        elif kind == "refused":
            try:
                read_address(rest)
            except Refused:
                continue
            need(False, "an address: " + rest)
        elif kind == "prefix":
            prefix = data(rest)
        elif kind == "path":
            path, _, says = rest.partition(" is ")
            same(path_of(prefix, path), says, "path " + path)
        else:
            need(False, "an unknown line: " + line[:40])
    need(len(seen) == 4, "a kind of line is missing")
    return len(all_lines)
