"""Writes cases of path validation with the answers of pyHanko and openssl: `generate.py --cases 3000 --seed 1 OUTPUT`.

One JSON object a line. The same seed gives the same cases, whatever their count and however many processes write them.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from multiprocessing import Pool
from pathlib import Path

import oracles
import twist_names  # noqa: F401
import twist_revocation  # noqa: F401
import twist_structure  # noqa: F401
from case import base_case, written
from twist_policies import policy_facts
from twists import apply_some


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("output", type=Path)
    arguments.add_argument("--cases", type=int, default=3000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", type=int, help="the number of the one case to write")
    arguments = arguments.parse_args()
    numbers = [arguments.only] if arguments.only is not None else range(arguments.cases)
    questions = [(arguments.seed, number) for number in numbers]
    with (
        tempfile.TemporaryDirectory() as directory,
        Pool(os.cpu_count(), start, [directory]) as pool,
        arguments.output.open("w") as output,
    ):
        for done, line in enumerate(pool.imap(asked, questions, chunksize=20), 1):
            output.write(line + "\n")
            if done % 500 == 0 or done == len(questions):
                print(f"      {done} of {len(questions)} cases", file=sys.stderr, flush=True)


DIRECTORY = None


def start(directory):
    """Each process has a folder for the files that openssl reads."""
    global DIRECTORY
    DIRECTORY = Path(tempfile.mkdtemp(dir=directory))


def asked(question):
    case = made(*question)
    case["answers"] = {
        "pyhanko": oracles.pyhanko(case),
        "openssl": oracles.openssl(case, DIRECTORY),
    }
    return json.dumps(case)


def made(seed, number):
    source = random.Random(f"{seed} {number}")
    case = base_case(number, source)
    apply_some(case, source)
    policy_facts(case)
    return written(case, source.shuffle)


if __name__ == "__main__":
    main()
