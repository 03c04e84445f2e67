"""DER, written by hand: whatever a twisted certificate or list has to say can be said, and the same case has the same bytes.

Only what certificates and lists are made of (X.690); reading is left to the oracles.
"""

from datetime import UTC, datetime

PRINTABLE, UTF8, IA5 = 0x13, 0x0C, 0x16


def tlv(tag, *contents):
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def integer(value):
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def enumerated(value):
    return tlv(0x0A, bytes([value]))


def boolean(value):
    return tlv(0x01, b"\xff" if value else b"\x00")


def octets(content):
    return tlv(0x04, content)


def bits(content, unused=0):
    return tlv(0x03, bytes([unused]), content)


def named_bits(positions):
    """A BIT STRING of named bits: without trailing zeros (X.690 11.2.2)."""
    if not positions:
        return bits(b"")
    size = max(positions) // 8 + 1
    value = sum(1 << (size * 8 - 1 - position) for position in positions)
    return bits(value.to_bytes(size, "big"), size * 8 - 1 - max(positions))


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    encoded = bytearray()
    for arc in [first * 40 + second, *rest]:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | (arc & 0x7F))
        encoded += bytes(reversed(groups))
    return tlv(0x06, bytes(encoded))


def time(seconds):
    """UTCTime through 2049, GeneralizedTime after (RFC 5280 4.1.2.5)."""
    moment = datetime.fromtimestamp(seconds, UTC)
    if moment.year < 2050:
        return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())
    return generalized_time(seconds)


def generalized_time(seconds):
    return tlv(0x18, datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%d%H%M%SZ").encode())


def text(value, tag=UTF8):
    return tlv(tag, value.encode())


def context(number, *parts):
    """[number], constructed."""
    return tlv(0xA0 | number, *parts)


def primitive(number, content):
    """[number] IMPLICIT over a primitive type."""
    return tlv(0x80 | number, content)


def implicit(number, encoded, constructed=True):
    """The same element under [number] IMPLICIT."""
    return bytes([(0xA0 if constructed else 0x80) | number]) + encoded[1:]
