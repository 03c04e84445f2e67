"""Lints the fixtures, and the real lists where they are, with `site-gen crl lint` and with pkilint, and compares the codes.

    python tests/lint/compare.py SITE_GEN

Both must say the same of every file, but for what `differences.toml` lists with its reason. A listed difference that is none
any more fails too, so that the list cannot outlive what it explains.
"""

import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pkilint_answers

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "lint"
DIFFERENCES = Path(__file__).with_name("differences.toml")
CORPUS = ROOT / ".." / "shared" / "corpus" / "bsre"
# What is known of the real ones: the root certifies authorities only.
REAL = {
    "crl/bsre-ca-ds-g1-20260203T003733Z.crl": "subscribers",
    "crl/root-ca-indonesia-ds-g1-20251022T052402Z.crl": "authorities",
}


def ours(site_gen, judged_as, paths):
    """The codes of `site-gen crl lint`, a set for each file."""
    option = "--covers" if judged_as in pkilint_answers.KINDS else "--role"
    asked = subprocess.run(
        [site_gen, "crl", "lint", "--json", option, judged_as, *map(str, paths)], capture_output=True, text=True
    )
    if asked.returncode not in (0, 1):
        raise SystemExit(asked.stderr)
    return [{found["code"] for found in json.loads(line)["findings"]} for line in asked.stdout.splitlines()]


def differences():
    """By file: what they have and we do not, and the other way round."""
    listed = defaultdict(lambda: {"theirs": set(), "ours": set()})
    for row in tomllib.loads(DIFFERENCES.read_text())["difference"]:
        assert row["because"] and set(row) == {"files", "because", "theirs", "ours"}, row
        for file in row["files"]:
            for side in ("theirs", "ours"):
                assert not listed[file][side] & set(row[side]), f"{file} is explained twice"
                listed[file][side] |= set(row[side])
    return listed


def main():
    files = defaultdict(list)
    for row in tomllib.loads((FIXTURES / "lint.toml").read_text())["file"]:
        files[row["as"]].append(FIXTURES / row["name"])
    listed = differences()
    if CORPUS.is_dir():
        for name, judged_as in REAL.items():
            files[judged_as].append(CORPUS / name)
    else:
        print("SKIPPED: the real lists, which are not beside the project")
        for name in REAL:
            listed.pop(Path(name).name, None)

    wrong, compared = [], 0
    for judged_as, paths in files.items():
        answers = ours(sys.argv[1], judged_as, paths)
        for path, own in zip(paths, answers, strict=True):
            other = pkilint_answers.codes(path.read_bytes(), judged_as)
            expected = listed.pop(path.name, {"theirs": set(), "ours": set()})
            found = {"theirs": other - own, "ours": own - other}
            wrong += [
                f"{path.name}: {what} {side} alone: {', '.join(sorted(codes))}"
                for side in ("theirs", "ours")
                for what, codes in (
                    ("not explained,", found[side] - expected[side]),
                    ("explained, but no longer", expected[side] - found[side]),
                )
                if codes
            ]
            compared += 1
    wrong += [f"{file}: explained, but not there" for file in listed]
    if wrong:
        raise SystemExit("\n".join(wrong))
    print(f"{compared} files: pkilint says the same, but for what differences.toml explains")


main()
