"""docs/protocol/parcel.md: manifests, chunks, receipts of parcels."""

from prim import need, sha256
from read import Reader

CHUNK, LONGEST = 1284, 2136576


def chunks(length):
    return -(-length // CHUNK)


def parse_manifest(b):
    need(len(b) == 48, "a manifest of another length")
    at = Reader(b, "manifest")
    v = {"first": at.num(4), "length": at.num(4), "packet": at.num(4), "expires": at.num(4),
         "sum": at.take(32)}
    if v["length"] == 0:
        need(not any(b[8:]), "a withdrawal with something behind its length")
        return v
    need(v["length"] <= LONGEST and 1 <= v["packet"] <= min(65536, v["length"]),
         "a manifest out of bounds")
    return v


def parse_receipts(b):
    """(first, state, count and bits held if it is open) of each parcel."""
    at, out, before = Reader(b, "receipts"), [], -1
    while at.at < len(b):
        first, state = at.num(4), at.num(1)
        need(first > before and 1 <= state <= 4, "receipts out of order, or of another state")
        before, entry = first, (first, state)
        if state == 1:
            count = at.num(2)
            need(1 <= count <= chunks(LONGEST), "an entry with too many chunks")
            bits = at.take(-(-count // 8))
            need(int.from_bytes(bits, "little") >> count == 0, "bits beyond the count")
            entry += (count, [k for k in range(count) if bits[k // 8] >> k % 8 & 1])
        out.append(entry)
    need(len(out) <= 16, "more than 16 entries")
    return out


class Parcels:
    """What a direction announces, and its chunks."""

    def __init__(self):
        self.announced, self.end, self.chunks, self.withdrawn = {}, 0, {}, set()

    def announce(self, message):
        v = parse_manifest(message)
        if v["length"] == 0:
            need(v["first"] in self.announced, "a withdrawal of what was not announced")
            self.withdrawn.add(v["first"])
        else:
            need(v["first"] >= self.end, "numbers of chunks given twice")
            self.announced[v["first"]], self.end = v, v["first"] + chunks(v["length"])
        return v

    def chunk(self, num, eight, payload):
        for first, v in self.announced.items():
            if first <= num < first + chunks(v["length"]):
                need(eight == v["sum"][:8], "a chunk of another parcel")
                left = v["length"] - CHUNK * (num - first)
                need(len(payload) == min(CHUNK, left), "a chunk of another length")
                need(self.chunks.setdefault(num, payload) == payload, "two contents of one chunk")
                return
        need(False, "a chunk that was not announced")

    def whole(self):
        out = {}
        for first, v in self.announced.items():
            numbers = range(first, first + chunks(v["length"]))
            if all(n in self.chunks for n in numbers):
                b = b"".join(self.chunks[n] for n in numbers)
                need(len(b) == v["length"] and sha256(b) == v["sum"], "a wrong sum")
                out[first] = b
        return out
