"""Makes the matrix of long-term validation: order of events by evidence, with what must be said of each, and why.

    python tests/recipe/matrix/make_matrix.py   writes tests/fixtures/matrix/ and tests/fixtures/matrix.toml, the same bytes each time

Documents, certificates, lists and answers come from pyHanko and what it stands on, never from the verifier. What must be said is
written by hand in `rows.py` and worked out again in `model.py`; where the two differ nothing is written. Then pyHanko is asked, and
where it says something else than the answer with nothing relaxed, `disagreements.py` has to say why.
"""

import shutil
import sys
from datetime import datetime
from importlib.metadata import version

import ask_pyhanko
from ask_pyhanko import FIXTURES, NOT_ASKED
from disagreements import why_pyhanko_differs
from documents import DOCUMENTS, Sign, Store
from model import FAILED, PASSED, REGISTRIES, Judge, Said, worst
from pki import ANCHORS, PEOPLE, utc
from rows import ROWS, Row

HEAD = """\
# The matrix of long-term validation: documents signed by {maker}, and what must be said of each at a moment, with the evidence that is
# at hand then. Written by tests/recipe/matrix/make_matrix.py; ask_pyhanko.py asks again. Files are in tests/fixtures/matrix/.
# published: lists supplied with the validation data; added: by the visitor. registry: which time-stamp authorities are listed
# (below); the anchors always are. why: what the row shows. Signatures and document time-stamps stand in the order of the document;
# policy_rules are those that make the difference between the two indications.
# pyhanko: its answer by the clause of EN 319 102-1; differs: why it is not indication_strict.
"""


def said_of(row: Row) -> list[Said]:
    said = Judge(row.document, utc(row.at), row.published, row.added, row.registry).all()
    words = " ".join(one.policy if one.policy == one.strict else f"{one.policy}/{one.strict}" for one in said)
    if words != row.said:
        sys.exit(f"{row.document} at {row.at}: by hand {row.said}, by the model {words}\n  {row.why}")
    return said


def main() -> None:
    shutil.rmtree(FIXTURES, ignore_errors=True)
    for folder in ("certificates", "evidence"):
        (FIXTURES / folder).mkdir(parents=True)
    pdfs = {name: document.pdf(name) for name, document in DOCUMENTS.items()}
    for name, pdf in pdfs.items():
        (FIXTURES / f"{name}.pdf").write_bytes(pdf)
    for name in [*ANCHORS, *(tsa for listed in REGISTRIES.values() for tsa in listed)]:
        (FIXTURES / "certificates" / f"{name}.cer").write_bytes(PEOPLE[name].certificate().dump())
    for evidence in {one.file: one for row in ROWS for one in row.published + row.added}.values():
        (FIXTURES / "evidence" / evidence.file).write_bytes(evidence.object().dump())
    (FIXTURES.parent / "matrix.toml").write_text(table(pdfs))
    total = sum(path.stat().st_size for path in FIXTURES.rglob("*") if path.is_file())
    print(f"{len(ROWS)} rows, {len(pdfs)} documents, {total} bytes")


def table(pdfs: dict[str, bytes]) -> str:
    text = HEAD.format(maker="pyHanko " + version("pyHanko")) + line("schema", "periksa-matrix/1") + line("anchors", list(ANCHORS))
    for name, listed in REGISTRIES.items():
        for tsa, window in listed.items():
            since, until = (line(word, moment(utc(time))) for word, time in zip(("from", "until"), window))
            text += "\n[[registry]]\n" + line("name", name) + line("authority", tsa) + since + until
    numbers = dict.fromkeys(pdfs, 0)
    anchors = [PEOPLE[name].certificate().dump() for name in ANCHORS]
    for row in ROWS:
        numbers[row.document] += 1
        said = said_of(row)
        evidence = {one.file: one.object().dump() for one in row.published + row.added}
        answers = ask_pyhanko.answers(pdfs[row.document], utc(row.at), anchors, evidence)
        text += "\n[[row]]\n" + "".join((
            line("name", f"{row.document}-{numbers[row.document]:02}"), line("document", row.document), line("at", moment(utc(row.at))),
            line("published", [one.file for one in row.published]), line("added", [one.file for one in row.added]),
            line("registry", row.registry), line("verdict", worst(said)), line("why", row.why)))
        steps = [(number, step) for number, step in enumerate(DOCUMENTS[row.document].steps, 1) if not isinstance(step, Store)]
        for (number, step), one, answer in zip(steps, said, answers, strict=True):
            text += "[[row.signature]]\n" + signature(number, step, one) + line("pyhanko", answer)
            if answer not in (NOT_ASKED, f"{ask_pyhanko.clause(answer)} {one.strict}"):
                text += line("differs", why_pyhanko_differs(row, step, one, answer))
    return text


def signature(number: int, step, one: Said) -> str:
    field = f"{'TandaTangan' if isinstance(step, Sign) else 'StempelWaktu'}{number}"
    lines = [line("field", field), line("kind", one.kind), line("level", one.level)]
    if one.verdict:
        lines.append(line("verdict", one.verdict))
    for name, sub_indication in (("indication", one.policy), ("indication_strict", one.strict)):
        lines.append(line(name, indication(sub_indication)))
        if sub_indication != PASSED:
            lines.append(line("sub_" + name, sub_indication))
    lines.append(line("policy_rules", list(one.rules)))
    if one.best:
        lines.append(line("best_signature_time", moment(one.best)))
    return "".join(lines)


def indication(sub_indication: str) -> str:
    return "TOTAL-PASSED" if sub_indication == PASSED else "TOTAL-FAILED" if sub_indication in FAILED else "INDETERMINATE"


def moment(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def line(name: str, value) -> str:
    quoted = "[" + ", ".join(f'"{one}"' for one in value) + "]" if isinstance(value, list) else f'"{value}"'
    return f"{name} = {quoted}\n"


if __name__ == "__main__":
    main()
