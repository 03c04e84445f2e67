"""Reads reports in the XML of ETSI TS 119 102-2 with a reader made from ETSI's schema, and refuses whatever it does not expect.

pyHanko ships classes generated from the schema. Reading into them finds unknown elements and attributes and values of the wrong
type; their metadata names what is required, and how often; what is written from them again has the schema's order, so that a
difference is something misplaced or lost.
"""

import dataclasses
import sys
import typing
from pathlib import Path
from xml.etree import ElementTree

from pyhanko.generated.etsi.ts_11910202 import ValidationReport
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata.formats.dataclass.serializers import XmlSerializer

STRICT = ParserConfig(
    fail_on_unknown_properties=True,
    fail_on_unknown_attributes=True,
    fail_on_converter_warnings=True,
)

# The schema has a choice of a digest or this; the classes, which know no choices, ask for it whatever else is there.
CHOSEN = {"SignersDocumentRepresentation"}


def lacking(value: typing.Any, way: str) -> typing.Iterator[str]:
    """What the schema requires of a value and is not there."""
    if not dataclasses.is_dataclass(value):
        return
    for field in dataclasses.fields(value):
        inner, metadata = getattr(value, field.name), field.metadata
        here = f"{way}/{metadata.get('name', field.name)}"
        if metadata.get("required") and inner is None:
            yield f"{here} is required"
        if isinstance(inner, tuple):
            if len(inner) < metadata.get("min_occurs", 0) and metadata["name"] not in CHOSEN:
                yield f"{here} occurs {len(inner)} times"
            for one in inner:
                yield from lacking(one, here)
        else:
            yield from lacking(inner, here)


def tree(element: ElementTree.Element) -> tuple:
    """An element without the white space between elements."""
    children = [tree(child) for child in element]
    text = element.text or ""
    return element.tag, sorted(element.attrib.items()), "" if children else text, children


def identifiers(root: ElementTree.Element) -> typing.Iterator[str]:
    """What is wrong with xs:ID and xs:IDREFS, which the classes do not know as such."""
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    if len(ids) != len(set(ids)):
        yield "an id is there twice"
    for element in root.iter():
        for reference in element.attrib.get("VOReference", "").split():
            if reference not in ids:
                yield f"nothing has the id {reference}"


def problems(text: bytes) -> list[str]:
    """Everything that is wrong with a report."""
    try:
        root = ElementTree.fromstring(text)
        report = XmlParser(config=STRICT).from_bytes(text, ValidationReport)
    except Exception as error:  # noqa: BLE001: whatever a reader stops at
        return [f"{type(error).__name__}: {error}"]
    found = [*lacking(report, "ValidationReport"), *identifiers(root)]
    again = ElementTree.fromstring(XmlSerializer().render(report))
    if tree(root) != tree(again):
        found.append("what the schema's classes write is not what they read: something is misplaced")
    return found


def missed(text: bytes) -> list[str]:
    """Which of these mistakes the reader does not find."""
    def swap(first: bytes, second: bytes) -> bytes:
        return text.replace(first, b"@").replace(second, first).replace(b"@", second)

    mistakes = {
        "unknown element": text.replace(b"<HashOnly>", b"<Baru>1</Baru><HashOnly>", 1),
        "unknown attribute": text.replace(b"<HashOnly>", b'<HashOnly baru="1">', 1),
        "missing element": text.replace(b"<HashOnly>false</HashOnly>", b"", 1),
        "missing reference": text.replace(b' VOReference="', b' VORef="', 1),
        "reference to nothing": text.replace(b' VOReference="', b' VOReference="x', 1),
        "misplaced elements": swap(b"<DocHashOnly>false</DocHashOnly>", b"<HashOnly>false</HashOnly>"),
        "not a boolean": text.replace(b"<HashOnly>false", b"<HashOnly>tidak", 1),
        "not a time": text.replace(b"<ValidationTime>2", b"<ValidationTime>x", 1),
        "another namespace": text.replace(b"/19102/v1.2.1#", b"/19102/v1.1.1#", 1),
        "not XML": text.replace(b"<HashOnly>", b"<HashOnly>\x01", 1),
    }
    same = [name for name, bent in mistakes.items() if bent == text]
    return same + [name for name, bent in mistakes.items() if not problems(bent)]


def main() -> int:
    folder = Path(sys.argv[1])
    texts = {path.name: path.read_bytes() for path in sorted(folder.glob("*.xml"))}
    found = {name: wrong for name, text in texts.items() if (wrong := problems(text))}
    for name, wrong in found.items():
        print(f"{name}: {'; '.join(wrong[:3])}")
    blunt = missed(texts["letters-a-valid.pdf.xml"])
    if blunt:
        print(f"mistakes that are not found: {', '.join(blunt)}")
    print(f"{len(texts)} reports read, {len(found)} refused")
    return 1 if found or blunt or not texts else 0


if __name__ == "__main__":
    sys.exit(main())
