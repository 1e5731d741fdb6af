"""docs/protocol/card.md: the card, its seal, its table, what may follow it, its signatures."""

import base64
import ipaddress
import re

from prim import ed25519_verify, hkdf, need, seal, sha256, unseal
from read import Reader, data, lines, number, same, u16, u32, u8
from rounds import Calendar

LENGTH = 3951


class Card:
    def __init__(self, b):
        need(len(b) <= LENGTH - 2, "a card that is too long")
        at = Reader(b, "card")
        need(at.num(1) == 1, "a card of another version")
        self.bytes = b
        self.serial, self.group, self.parent = at.num(2), at.take(16), at.take(16)
        self.issued, self.begins = at.num(4), at.num(4)
        self.calendar_bytes = at.take(36)
        self.calendar = Calendar(self.calendar_bytes)
        self.s, self.pl = at.num(1), at.num(1)
        need(3 <= self.s <= 16 and 16 <= self.pl <= 192, "S or PL out of bounds")
        self.table = list(at.take(12))
        self.gateways = [at.long(2) for _ in range(at.num(1))]
        need(len(self.gateways) <= 4, "more than 4 gateways")
        need(all(1 <= len(g) <= 2500 for g in self.gateways), "a gateway's keys of another length")
        self.places, self.place_bytes = [], []
        for _ in range(at.num(1)):
            begin = at.at
            self.places.append(_place(at, self.gateways))
            self.place_bytes.append(at.b[begin:at.at])
        at.end()
        need(1 <= len(self.places) <= 4, "no place, or more than 4")
        need(len(set(self.place_bytes)) == len(self.places), "a place twice")
        need(set(self.table) == set(range(len(self.places))), "a table that names not each place")
        if self.serial == 0:
            need(not any(self.group + self.parent) and self.begins == 0, "a founding card with parents")
        else:
            need(any(self.group) and any(self.parent), "a later card without parents")
            need(self.begins >= self.issued + 3 * self.pl, "a card that begins too early")
            need(self.begins <= self.issued + 12 * self.pl, "a card that begins too late")

    def padded(self):
        return (u16(len(self.bytes)) + self.bytes).ljust(LENGTH, b"\0")

    def digest(self):
        return sha256(b"bulkhead/card/1 card\0", self.bytes)

    def hash(self):
        return self.digest()[:16]

    def founding_hash(self):
        return self.group if self.serial else self.hash()

    def key(self, name):
        return hkdf(self.hash(), b"", b"bulkhead/card/1 " + name)

    def seal(self, by, signatures):
        return seal(self.key(b"key"), bytes(12), self.padded() + u8(by) + signatures)


def unpad(b):
    """A card from its form of one length; None for no card."""
    need(len(b) == LENGTH, "a card in a form of another length")
    n = int.from_bytes(b[:2], "big")
    need(n + 2 <= LENGTH and not any(b[2 + n:]), "a card with more behind it")
    return Card(b[2:2 + n]) if n else None


def open_sealed(hash_, sealed):
    """The card, whose signatures, and both."""
    plain = unseal(hkdf(hash_, b"", b"bulkhead/card/1 key"), bytes(12), sealed, b"", "sealed card")
    need(len(sealed) == 4096, "a sealed card of another length")
    card, by = unpad(plain[:LENGTH]), plain[LENGTH]
    need(card is not None and card.hash() == hash_, "another card than its hash says")
    first, second = plain[LENGTH + 1:LENGTH + 65], plain[LENGTH + 65:]
    need(by <= 3 and (by & 1 or not any(first)) and (by & 2 or not any(second)), "signatures")
    return card, by, first + second


def host_and_port(text):
    """The one form of a host with its port (docs/protocol/drop.md, "Address"), and whether it is this
    machine."""
    host, colon, port = text.rpartition(":")
    need(colon and re.fullmatch("[1-9][0-9]{0,4}", port) and int(port) < 65536, "no port")
    need(len(text) <= 255, "a host that is too long")
    bare = host[1:-1] if host[:1] + host[-1:] == "[]" else host
    try:
        ip = ipaddress.ip_address(bare)
    except ValueError:
        need(re.fullmatch("[A-Za-z0-9][A-Za-z0-9.-]*", host) and ".." not in host, "no host")
        need(not host.lower().endswith(".onion"), "an onion service in another form")
        return host.lower() + ":" + port, host.lower() == "localhost"
    need((ip.version == 6) == (bare != host) and "%" not in bare, "an address in another form")
    need(ip.version == 4 or ip.ipv4_mapped is None, "IPv4 in IPv6")
    form = ip.compressed if ip.version == 4 else "[%s]" % ip.compressed
    return form + ":" + port, ip.is_loopback


def read_server(at):
    kind = at.num(1)
    need(kind <= 3, "a server of another kind")
    if kind == 3:
        where = at.take(32), at.num(2)
        need(where[1], "port 0")
    else:
        where = at.long(1)
        need(where.isascii(), "no host and port")
        form, here = host_and_port(where.decode())
        same(form.encode(), where, "the one form of a host")
        need(here or kind, "http, and not on loopback")
    prefix = at.take(16)
    return kind, where, prefix, at.take(32) if kind == 2 else None


def _place(at, gateways):
    kind = at.num(1)
    need(kind in (1, 2), "a place of another kind")
    if kind == 1:
        return kind, read_server(at)
    drop, relay, gateway = read_server(at), read_server(at), at.num(1)
    need(gateway < len(gateways), "a gateway that is not there")
    return kind, drop, relay, gateways[gateway]


def entry(id_):
    return int.from_bytes(id_[:4], "big") % 12


def which(now, coming, first, r, id_):
    """Place of a box: from 4 on one of the coming card. first: its first round, or 0."""
    if coming and (r >= first + 3 * now.pl or (r >= first and r % 2)):
        return 4 + coming.table[entry(id_)]
    return now.table[entry(id_)]


def next_table(old, places):
    """The table of a card with these places after the card old."""
    go = [p for p in old.places if p not in places]
    come = [p for p in places if p not in old.places]
    table = [old.places[n] for n in old.table]
    if len(go) == len(come):
        table = [come[go.index(p)] if p in go else p for p in table]
        return [places.index(p) for p in table]
    count = {p: 0 for p in places}
    for p in table:
        if p in count:
            count[p] += 1
    for i, p in enumerate(table):
        if p not in count:
            table[i] = min(places, key=count.get)
            count[table[i]] += 1
    for p in come:
        while count[p] < 12 // len(places):
            most = max(places, key=count.get)
            table[table.index(most)] = p
            count[most] -= 1
            count[p] += 1
    return [places.index(p) for p in table]


def alone_tables(parent, comes):
    """All tables of a card by one, with a place that comes or without."""
    old, n, seen, open_ = parent.table, len(parent.places), {}, []
    for i, e in enumerate(old):
        seen[e] = seen.get(e, 0) + 1
        if seen[e] % 2 == 0:
            open_.append(i)
    if comes:
        table, left = list(old), list(open_)
        while table.count(n) < 12 // (n + 1):
            most = max(range(n), key=lambda p: sum(old[i] == p for i in left))
            i = next(i for i in left if old[i] == most)
            table[i] = n
            left.remove(i)
        yield table
    for leaves in range(n):
        table = list(old)
        others = [p for p in range(n) if p != leaves]
        if not comes and not others:
            continue
        for i in open_:
            if old[i] == leaves:
                table[i] = n if comes else min(others, key=table.count)
        yield table


def follows(parent, card):
    """Whether card is exactly what the rules make of parent."""
    if not (card.calendar_bytes == parent.calendar_bytes and (card.s, card.pl) == (parent.s, parent.pl)
            and card.group == parent.founding_hash() and card.parent == parent.hash()):
        return False
    if card.serial % 2 == 0:
        return card.serial == parent.serial // 2 * 2 + 2 and card.table == next_table(parent, card.places)
    n = len(parent.places)
    if parent.serial % 2 or card.serial != parent.serial + 1 or card.place_bytes[:n] != parent.place_bytes:
        return False
    gateways, more = list(parent.gateways), card.places[n:]
    for i, place in enumerate(more):
        if place in parent.places:
            return False
        if place[0] == 2:
            if place[3] not in gateways:
                gateways.append(place[3])
            if card.place_bytes[n + i][-1] != gateways.index(place[3]):
                return False
    return len(more) <= 1 and card.gateways == gateways and card.table in alone_tables(parent, bool(more))


def rank(card):
    return card.serial, card.issued, card.digest()


def fingerprint(card, number):
    """What people compare of a place."""
    keys = b""
    place = bytearray(card.place_bytes[number])
    if card.places[number][0] == 2:
        keys, place[-1] = card.places[number][3], 0
    d = sha256(b"bulkhead/card/1 place\0", bytes(place), u16(len(keys)), keys)
    return as_text(d)[:16]


def said(card, unlocked):
    """Bytes 98 and 99 of a header whose bytes 8 to 11 are unlocked."""
    if not card.serial:
        return bytes(2)
    return u8(card.serial % 256) + sha256(b"bulkhead/card/1 mark\0", card.digest(), u32(unlocked))[:1]


def signed(key, card, signature):
    return ed25519_verify(key, b"bulkhead/cell/1 card\0" + u16(card.serial) + card.digest(), signature)


def revoked(key, founding, founder, serial, signature):
    return ed25519_verify(key, b"bulkhead/cell/1 card revoked\0" + founding + u8(founder) + u16(serial),
                          signature)


def as_text(hash_):
    return base64.b32encode(hash_).decode().rstrip("=")
