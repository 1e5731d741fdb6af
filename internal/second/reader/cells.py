"""docs/protocol/cell.md, lifeline.md: invitations, packets, lifelines and their pace."""

import base64
import re

import desks
from cards import Card, read_server
from kem import hpke_open
from prim import Refused, ed25519_verify, hkdf, hmac, need, sha256
from read import Reader, data, same, u8, u16, u32

B32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def parse_invitation(b):
    at = Reader(b, "invitation")
    version = at.num(1)
    need(version == 2, "an invitation of another version")
    v = {"secret": at.take(32), "base": at.num(4), "pi": at.num(1)}
    need(v["pi"] <= 47, "a rate of loops out of bounds")
    kind = at.num(1)
    v["http"], kind = kind >> 7, kind & 127
    need(kind <= 4, "a first host of another kind")
    v["kind"] = kind
    need(kind or not v["http"], "http without a host")
    if kind:
        v["host"] = at.long(1) if kind == 3 else at.take({1: 4, 2: 16, 4: 32}[kind])
        need(1 <= len(v["host"]) <= 35, "a host that is too long")
        v["port"] = at.num(2)
        need(v["port"], "port 0")
    v["card"] = at.take(16)
    at.end()
    v["context"] = b[:1] + b[33:]
    return v


def to_base32(b):
    return base64.b32encode(b).decode().rstrip("=")


def from_base32(text):
    need(len(text) % 8 not in (1, 3, 6), "base32 of no length")
    try:
        b = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        raise Refused("no base32") from None
    need(to_base32(b) == text, "unused bits that are set")
    return b


def invitation_text(b):
    return to_base32(b + sha256(b"bulkhead/invitation/2 ", b)[:3])


def invitation_rows(text):
    out = []
    for n in range(0, len(text), 35):
        row = text[n:n + 35]
        check = to_base32(sha256(b"bulkhead/invitation-row/1 ", u8(n // 35), row.encode()))[:3]
        out.append(" ".join(row[i:i + 5] for i in range(0, len(row), 5)) + " " + check)
    return out


class Typo(Exception):
    pass


class Newer(Exception):
    """A packet of a newer program's."""


def _newer_above(version, b):
    if b and b[0] > version:
        raise Newer("version %d" % b[0])


def _clean(text):
    return re.sub(r"[\s-]", "", text).upper().translate(str.maketrans("018", "OIB"))


def read_text(text):
    text = _clean(text)
    try:
        b = from_base32(text)
    except Refused as err:
        raise Typo(str(err)) from None
    if len(b) < 3 or sha256(b"bulkhead/invitation/2 ", b[:-3])[:3] != b[-3:]:
        raise Typo("the check is wrong")
    return b[:-3]


def read_invitation_rows(text):
    """The bytes of an invitation that was typed whole, or as rows."""
    try:
        return read_text(text)
    except Typo:
        pass
    rows = [_clean(x) for x in text.split("\n") if _clean(x)]
    if len(rows) == 1:
        rows = [rows[0][i:i + 38] for i in range(0, len(rows[0]), 38)]
    for n, row in enumerate(rows):
        check = sha256(b"bulkhead/invitation-row/1 ", u8(n), row[:-3].encode())
        if to_base32(check)[:3] != row[-3:]:
            raise Typo("row %d" % (n + 1))
    return read_text("".join(row[:-3] for row in rows))


# Packets

def _body(at):
    b = at.long(2)
    need(len(b) <= 4096, "a body that is too long")
    return b


def _in(at, n, low, high):
    v = at.num(n)
    need(low <= v <= high, "a field out of bounds")
    return v


def _times(at):
    issued, expires = at.num(4), at.num(4)
    need(1 <= expires - issued <= 35040, "it expires out of bounds")
    return {"issued": issued, "expires": expires}


def _keyring(at):
    v = {"first": at.take(32)}
    if _in(at, 1, 0, 1):
        v["second"], v["vouched"] = at.take(32), at.take(64)
        need(ed25519_verify(v["first"], b"bulkhead/cell/1 founder key\0" + v["second"], v["vouched"]),
             "a keyring with a wrong signature")
    return v


def _relation(at):
    v = at.num(1)
    need(v in (1, 2, 6), "a relation of no inviter's")
    return v


def _welcome(at):
    return dict({"relation": _relation(at), "check-in": _in(at, 4, 1, 35040),
                 "grace": _in(at, 4, 1, 35040)}, **_keyring(at))


def _introduction(at):
    v = {"number": at.num(8), "role": _in(at, 1, 0, 1), "invitation": at.long(1)}
    _newer_above(2, v["invitation"])
    inside = parse_invitation(v["invitation"])
    need(inside["kind"] == 0 and inside["pi"] == 0, "an introduction with a host or a rate")
    return v


def _stopped(at):
    v = {"why": _in(at, 1, 0, 2), "ids": at.rest()}
    need(len(v["ids"]) % 16 == 0 and 1 <= len(v["ids"]) // 16 <= 64, "no whole ids, or too many")
    return v


def _card(at):
    v = {"by": _in(at, 1, 0, 3)}
    for bit, name in ((1, "signature-1"), (2, "signature-2")):
        if v["by"] & bit:
            v[name] = at.take(64)
    v["card"] = at.long(2)
    _newer_above(1, v["card"])
    Card(v["card"])
    return v


def _odd(at):
    v = at.num(2)
    need(v % 2, "an even serial")
    return v


def _report(at):
    b = b"\x18" + at.rest()
    need(len(b) in (3836, 11540) and b[1] >= 1, "a packet to a desk of another length")
    return {"to": b[2:10], "way": sha256(desks.label(b"way"), b)[:16]}


def _desk_reply(at):
    b = b"\x19" + at.rest()
    need(len(b) == 1268 and b[1] >= 1 and b[18] <= 28, "a desk's reply of another length")
    return {"version": b[1], "way": b[2:18], "keep": b[18], "sealed": b[19:]}


def _desk_record(at):
    v = {"by": _in(at, 1, 1, 3), "signature-1": at.take(64), "signature-2": at.take(64),
         "record": at.rest()}
    _newer_above(1, v["record"])
    desks.Record(v["record"])
    return v


def _desk_revoked(at):
    v, founders = {}, set()
    for n in range(32):
        if not at.at < len(at.b):
            break
        v["group %d" % n], v["digest %d" % n] = at.take(16), at.take(32)
        v["founder %d" % n] = _in(at, 1, 0, 1)
        founders.add(v["founder %d" % n])
        v["signature %d" % n] = at.take(64)
    need(len(founders) == 1, "no revocation, or of two founders")
    return v


def _report_stopped(at):
    v = {"why": _in(at, 1, 0, 2), "ways": at.rest()}
    need(len(v["ways"]) % 16 == 0 and 1 <= len(v["ways"]) // 16 <= 64, "no whole ways, or too many")
    return v


PACKETS = {
    1: ("welcome", _welcome),
    2: ("key offer", lambda at: {"key": at.take(32), "signature": at.take(64)}),
    3: ("founder key", lambda at: {"key": at.take(32), "signature": at.take(64)}),
    4: ("text", lambda at: {"text": at.rest()}),
    5: ("introduction", _introduction),
    6: ("ready", lambda at: {"number": at.num(8)}),
    7: ("note", lambda at: {"id": at.take(16), "body": _body(at)}),
    8: ("note stopped", _stopped),
    9: ("reply", lambda at: {"id": at.take(16), "founder": _in(at, 1, 0, 1),
                             "number": _in(at, 1, 1, 255), "body": _body(at),
                             "signature": at.take(64)}),
    10: ("notice", lambda at: dict({"id": at.take(16), "founder": _in(at, 1, 0, 1)}, **_times(at),
                                   **{"body": _body(at), "signature": at.take(64)})),
    11: ("revocation", lambda at: dict({"id": at.take(16), "founder": _in(at, 1, 0, 1)},
                                       **_times(at), **{"signature": at.take(64)})),
    12: ("taken", lambda at: {"whom": _in(at, 1, 1, 3), "back": _in(at, 1, 0, 1)}),
    13: ("ask", lambda at: {"id": at.take(16), "rank": _in(at, 1, 0, 2), "step": _in(at, 1, 1, 3),
                            "key": at.take(1216)}),
    14: ("answer", lambda at: {"id": at.take(16), "sealed": at.take(1172)}),
    15: ("lost", lambda at: {"id": at.take(16), "whom": _in(at, 1, 0, 4)}),
    16: ("orphan", lambda at: {"number": at.num(8)}),
    17: ("adoption", lambda at: {"secret": at.take(32), "base": at.num(4), "paced": _in(at, 1, 0, 1)}),
    18: ("settled", lambda at: {}),
    19: ("stamp", lambda at: {"founder": _in(at, 1, 0, 1), "issued": at.num(4),
                              "signature": at.take(64)}),
    20: ("reply stopped", lambda at: {"id": at.take(16), "founder": _in(at, 1, 0, 1),
                                      "number": _in(at, 1, 1, 255), "why": _in(at, 1, 0, 2)}),
    21: ("card", _card),
    22: ("card revoked", lambda at: {"founder": _in(at, 1, 0, 1), "serial": _odd(at),
                                     "signature": at.take(64)}),
    23: ("card named", lambda at: {"founder": _in(at, 1, 0, 1), "serial": _odd(at),
                                   "digest": at.take(32), "signature": at.take(64)}),
    24: ("report", _report),
    25: ("desk's reply", _desk_reply),
    26: ("desk's record", _desk_record),
    27: ("desk revoked", _desk_revoked),
    28: ("desk reached", lambda at: {"name": at.take(8), "until": at.num(4)}),
    29: ("report stopped", _report_stopped),
    30: ("desk named", lambda at: {"founder": _in(at, 1, 0, 1), "digest": at.take(32),
                                   "signature": at.take(64)}),
}


def parse_packet(b):
    need(1 <= len(b) <= 65536, "a packet of no length")
    need(b[0] > 0, "kind 0")
    if b[0] not in PACKETS:
        raise Newer("kind %d" % b[0])
    name, read = PACKETS[b[0]]
    at = Reader(b, name)
    at.take(1)
    fields = read(at)
    at.end()
    return name, fields


def check_signature(name, b, v, keys, founding):
    """keys: the first and the second founder's. Nothing, if the packet has no signature."""
    who = v.get("founder", 0)
    domain, message = name, b[1:-64]
    if name == "key offer":
        key, message = v["key"], v["key"]
    elif name == "founder key":
        key, message = keys[0], v["key"]
    elif name in ("reply", "notice", "stamp"):
        key = keys[who]
    elif name == "revocation":
        key = keys[1 - who]
    elif name == "card":
        card = Card(v["card"])
        for i, field in ((0, "signature-1"), (1, "signature-2")):
            if field in v:
                need(ed25519_verify(keys[i], b"bulkhead/cell/1 card\0" + u16(card.serial)
                                    + card.digest(), v[field]), "a wrong signature of a card")
        return
    elif name == "card named":
        domain, key, message = "card", keys[who], u16(v["serial"]) + v["digest"]
    elif name == "desk's record":
        head = b[1:130]
        desks.Record(v["record"]).check_signed(keys, v["by"], head)
        return
    elif name == "desk named":
        need(ed25519_verify(keys[who], desks.label(b"desk signed", v["digest"]), v["signature"]),
             "a wrong signature of a name")
        return
    elif name == "desk revoked":
        for n in range(1, len(b), 113):
            one = b[n:n + 113]
            need(ed25519_verify(keys[one[48]], desks.label(b"desk revoked", one[:49]), one[49:]),
                 "a wrong signature of a revocation")
        return
    elif name == "card revoked":
        key, message = keys[1 - who], founding + u8(who) + u16(v["serial"])
    else:
        return
    need(ed25519_verify(key, b"bulkhead/cell/1 " + domain.encode() + b"\0" + message, v["signature"]),
         "a wrong signature: " + name)


# Lifelines

def open_answer(seed, id_, founding, sealed):
    """The secret and the base in an answer, and the public key of the seed."""
    plain, public = hpke_open(seed, sealed[:1120], b"bulkhead/cell/1 lifeline" + id_ + founding,
                              sealed[1120:])
    need(plain is not None and len(plain) == 36, "an answer does not open")
    return plain[:32], int.from_bytes(plain[32:], "big"), public


def packet_context(base, founding):
    """The link's context of a lifeline or an adoption: an invitation in a packet, less its secret."""
    return b"\x02" + u32(base) + b"\0\0" + founding


class Pace:
    def __init__(self, secret, base, pl, adopted):
        self.seed = hkdf(secret, b"", b"bulkhead/cell/1 pace")
        self.base, self.adopted = base, adopted
        self.quick = 8 if pl >= 48 else 2
        self.count = 0 if adopted else 2 * max(pl, 48) // self.quick
        self.later = 4 if adopted else 16
        self.pl = max(16, pl // self.later)

    def of(self, number):
        """The real round of a box, and the u64 by which it gives way."""
        i = number - self.base
        if i < self.count:
            begin, length = self.base + i * self.quick, self.quick
        else:
            begin = self.base + self.count * self.quick + (i - self.count) * self.later
            length = self.later
        d = hmac(self.seed, u32(number))
        return begin + d[0] % length, int.from_bytes(d[1:9], "big")
