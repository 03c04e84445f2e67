"""Asks openssl and pyHanko again about the committed files of the agreement set, and compares with agreement.toml.

    python tests/recipe/check_agreement.py      prints the disagreements by reason; exits 1 when an answer is another one

It reads the table and nothing of the recipe that wrote it: a file that is missing, left over or bent is found.
"""

import sys
import tomllib
from collections import Counter
from datetime import datetime

from agreement_answers import openssl, openssl_time_stamp, pyhanko
from agreement_makers import CONTENT, FIXTURES


def bent(row: dict) -> tuple[bytes, bytes | None]:
    """File and content as the row says, the bit of a twin flipped."""
    parts = {"file": bytearray((FIXTURES / "files" / row["file"]).read_bytes()), "content": bytearray(CONTENT)}
    if "flip_at" in row:
        parts[row["flip_in"]][row["flip_at"]] ^= 0x20
    return bytes(parts["file"]), bytes(parts["content"]) if row["content"] == "detached" else None


def main() -> None:
    table = tomllib.loads((FIXTURES.parent / "agreement.toml").read_text())
    at = datetime.fromisoformat(tomllib.loads((FIXTURES.parent / "letters.toml").read_text())["at"])
    wrong = sorted({row["file"] for row in table["row"]} ^ {path.name for path in (FIXTURES / "files").iterdir()})
    reasons = Counter()
    for row in table["row"] + table["twin"]:
        file, content = bent(row)
        answers = {"openssl": openssl(file, content, at), "pyhanko": pyhanko(file, content, at)}
        if "flip_at" not in row:
            answers["openssl_time_stamp"] = openssl_time_stamp(file, at)
        wrong += [f"{row['file']}: {tool} now says {answer}" for tool, answer in answers.items() if answer != row.get(tool)]
        reasons[row.get("disagreement", "(agreement)")] += 1
    for reason, count in reasons.most_common():
        print(f"{count:4} {reason}")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
