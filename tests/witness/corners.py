#!/usr/bin/env python3
"""Invents the awkward respondents and answers of fixtures/corners: `corners.py DIR`.

Nobody gave these answers and no model did. 240 respondents in the paper's items and factors, made to hit corners that
well-behaved data miss; the list is in fixtures/corners/README.md. The files are frozen: this script is their origin and not
a step of any test.
"""

import csv
import pathlib
import random
import sys
import tomllib

HERE = pathlib.Path(__file__).parent
SURVEY = tomllib.loads((HERE / "ess11.toml").read_text(encoding="utf-8"))
ITEMS = [item["id"] for item in SURVEY["item"]]
SCALE = {item["id"]: (item["lowest"], item["highest"]) for item in SURVEY["item"]}
RESPONDENTS = 240
REPETITIONS = 20
CHANCE = random.Random(20261124)

# Which codes of an item are missing follows from the width of its codes in the codebook.
TWO_DIGITS = {q for q in ITEMS if SCALE[q][1] in (6, 10)} | {"ccnthum"}
FORM = {q: (int(q[6:]) - 34) // 3 + 1 for q in ITEMS if q.startswith("testjc")}


def missing_codes(item):
    return [77, 88, 99] if item in TWO_DIGITS else [7, 8, 9]


def not_asked(item):
    return 66 if item in TWO_DIGITS else 6


def country(number):
    # One country has a single respondent, who is the last; ids repeat between countries.
    return ["NL", "BG", "SE", "IL"][number % 4] if number < RESPONDENTS - 1 else "AT"


def factors(number):
    pick = CHANCE.choice
    return {
        "gndr": pick([1, 2, 2, 9]),
        "feethngr": pick([1, 1, 1, 2, 7, 8]),
        "yrbrn": pick([1900, 1945, 1946, 1964, 1965, 1980, 1981, 1996, 1997, 2009, 7777, 8888]),
        # Nobody has level 4; "other" has members.
        "edulvlb": pick([0, 113, 129, 213, 229, 311, 323, 510, 520, 620, 720, 800, 5555, 7777, 9999]),
        "hinctnta": pick([1, 2, 3, 5, 7, 10, 77, 88, 99]),
        "mnactic": pick([1, 2, 5, 6, 8, 9, 66, 77]),
        "isco08": pick([110, 310, 1120, 2310, 4110, 5223, 9622, 66666, 99999]),
        "rlgdnm": pick([1, 2, 3, 6, 8, 66, 66, 77, 99]),
        "rlgdgr": pick([0, 1, 5, 7, 8, 9, 10, 77, 88, 99]),
        # Everybody answered: the missing group is empty.
        "domicil": pick([1, 2, 3, 4, 5]),
        # Nobody answered: only the missing group has members.
        "polintr": pick([7, 8, 9]),
        "netustm": pick([0, 60, 61, 120, 121, 240, 241, 360, 361, 600, 601, 1440, 6666, 7777]),
    }


def items(number, mood):
    if number % 30 == 7:
        # Answers nothing at all.
        return {q: not_asked(q) if q in FORM else CHANCE.choice(missing_codes(q)) for q in ITEMS}
    form = CHANCE.choice([1, 2, 3])
    denies = CHANCE.random() < 0.1
    answers = {}
    for q in ITEMS:
        low, high = SCALE[q]
        if q == "ccnthum" and denies:
            answers[q] = 55
        elif (denies and q in ("ccrdprs", "wrclmch")) or (q in FORM and (denies or FORM[q] != form)):
            answers[q] = not_asked(q)
        elif q == "impricha" or CHANCE.random() < 0.15:
            # Nobody gives a valid answer to `impricha`.
            answers[q] = CHANCE.choice(missing_codes(q))
        elif q == "ppltrst" and number % 4 == 1:
            # Bulgaria sits at the end of the scale.
            answers[q] = high
        else:
            answers[q] = min(high, max(low, round(low + (high - low) * (mood + CHANCE.random()) / 2)))
    return answers


def respondents():
    for number in range(RESPONDENTS):
        mood = CHANCE.random()
        # Weights over six orders of magnitude, some of them zero.
        weight = CHANCE.choice(["0", "0.000125", "0.5", "1", "1.3333333", "2.75", "120.5"])
        row = {"name": "CORNERS1e01", "essround": 11, "edition": "1.0", "proddate": "24.11.2026"}
        row |= {"idno": number // 4 + 1, "cntry": country(number), "dweight": weight}
        row |= factors(number) | items(number, mood)
        if number % 50 == 3:
            row["gndr"] = row["ppltrst"] = row["testjc34"] = ""
        yield row


def outcomes(model, q):
    """Twenty outcomes: a code or the name of an outcome."""
    low, high = SCALE[q]
    silent = ["refused", "dont_know", "ambiguous", "unparsable"]
    if model == "invented-silent" or (model == "invented-a" and q in ("ppltrst", "testjc34", "testjc37", "testjc40")):
        return [CHANCE.choice(silent) for _ in range(REPETITIONS)]
    kind = CHANCE.randrange(5)
    if kind == 0:
        return [CHANCE.randint(low, high)] * REPETITIONS
    if kind == 1:
        # A tie of the two ends of the scale.
        return [low, high] * (REPETITIONS // 2)
    if kind == 2:
        # A tie of four codes, or of what the scale has, with refusals between.
        codes = [low, low + 1, high - 1, high]
        return codes * 3 + [CHANCE.choice(silent) for _ in range(REPETITIONS - 12)]
    if kind == 3:
        # One vote decides.
        return ["refused"] * (REPETITIONS - 1) + [high]
    return [CHANCE.choice([CHANCE.randint(low, high), CHANCE.randint(low, high), *silent]) for _ in range(REPETITIONS)]


def main():
    out = pathlib.Path(sys.argv[1])
    rows = list(respondents())
    with open(out / "microdata.csv", "w", newline="", encoding="utf-8") as file:
        # The portal quotes the names of columns and the cells of a few text columns.
        file.write(",".join(f'"{name}"' for name in rows[0]) + "\n")
        quoted = {"name", "edition", "proddate", "cntry"}
        for row in rows:
            file.write(",".join(f'"{v}"' if k in quoted else str(v) for k, v in row.items()) + "\n")
    with open(out / "answers.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["model", "item", "repetition", "outcome", "code"])
        for model in ("invented-a", "invented-b", "invented-silent"):
            for q in ITEMS:
                for repetition, outcome in enumerate(outcomes(model, q), 1):
                    chosen = isinstance(outcome, int)
                    writer.writerow([model, q, repetition, "chosen" if chosen else outcome, outcome if chosen else ""])


if __name__ == "__main__":
    main()
