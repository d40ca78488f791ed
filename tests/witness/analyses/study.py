#!/usr/bin/env python3
"""Draws the invented study that every witness in this folder computes on, and reads it back for them.

    study.py        writes crates/alignment-analyses/tests/frozen/study.json

Numbers come from a linear congruential generator (Knuth's MMIX constants), so that no library's stream matters.
"""

import json
import pathlib
from collections import Counter

FROZEN = pathlib.Path(__file__).resolve().parents[3] / "crates/alignment-analyses/tests/frozen"
RESPONDENTS = 240
COUNTRIES = ["AA", "BB", "CC", "DD"]
ITEMS = [
    # id, lowest, highest, question, forms, topic
    ("trust1", 0, 10, "trust1", 1, "trust"),
    ("trust2", 0, 10, "trust2", 1, "trust"),
    ("trust3", 0, 10, "trust3", 1, "trust"),
    ("cause", 1, 5, "cause", 1, "climate"),
    ("worry", 1, 5, "worry", 1, "climate"),
    ("limit1", 0, 10, "limit", 3, "climate"),
    ("limit2", 1, 4, "limit", 3, "climate"),
    ("limit3", 1, 6, "limit", 3, "climate"),
    ("rich", 1, 6, "rich", 1, "values"),
    ("safe", 1, 6, "safe", 1, "values"),
    ("rules", 1, 6, "rules", 1, "values"),
    ("fun", 1, 6, "fun", 1, "values"),
]
FACTORS = {"gender": 2, "education": 4, "religiosity": 5}
REPETITIONS = 20
# What each model never answers.
REFUSALS = {"alpha": ["trust3", "rich"], "beta": ["rich"], "gamma": []}


class Stream:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


def draw(seed):
    stream = Stream(seed)
    country = [COUNTRIES[i * len(COUNTRIES) // RESPONDENTS] for i in range(RESPONDENTS)]
    # The last group is "missing"; about one respondent in twelve is in it.
    factors = {
        name: [groups if stream.below(12) == 0 else stream.below(groups) for _ in range(RESPONDENTS)]
        for name, groups in FACTORS.items()
    }
    form = [1 + stream.below(3) for _ in range(RESPONDENTS)]
    codes = {}
    for name, low, high, _, forms, _ in ITEMS:
        column = []
        for i in range(RESPONDENTS):
            pull = COUNTRIES.index(country[i]) + factors["education"][i]
            step = min(high - low, (stream.below(high - low + 1) + stream.below(high - low + 1) * pull // 4) // 2 + (pull > 4))
            asked = forms == 1 or name.endswith(str(form[i]))
            column.append(low + step if asked and stream.below(10) else None)
        codes[name] = column
    # Three strata in each country, four primary sampling units in each stratum, five respondents in each unit.
    psu = [i // 5 for i in range(RESPONDENTS)]
    stratum = [i // 20 for i in range(RESPONDENTS)]
    numbers = {}
    for name in ["dweight", "pspwght", "anweight"]:
        numbers[name] = [(1 + stream.below(400)) / 100 for _ in range(RESPONDENTS)]
    models = {}
    for model, refused in REFUSALS.items():
        models[model] = {}
        for name, low, high, *_ in ITEMS:
            favourite = stream.below(high - low + 1)
            answers = []
            for _ in range(REPETITIONS):
                near = max(0, min(high - low, favourite + stream.below(3) - 1))
                refuses = name in refused or stream.below(8) == 0
                answers.append(None if refuses else low + near)
            models[model][name] = answers
    keys = ["id", "lowest", "highest", "question", "forms", "topic"]
    return {
        "items": [dict(zip(keys, item)) for item in ITEMS],
        "country": country,
        "codes": codes,
        "factors": factors,
        "design": {"psu": psu, "stratum": stratum},
        "numbers": numbers,
        "models": models,
    }


def read():
    """The frozen study as Python lists."""
    return json.loads((FROZEN / "study.json").read_text())


def write(name, results):
    """Freezes a witness's results; Python prints the shortest digits that read back to the same float."""
    (FROZEN / f"{name}.json").write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


def consensus(answers):
    votes = Counter(code for code in answers if code is not None)
    return min((code for code in votes if votes[code] == max(votes.values())), default=None)


def individual(data, model):
    """Every respondent's own score with the model."""
    scores = []
    for p in range(len(data["country"])):
        top = bottom = 0.0
        for item in data["items"]:
            x, a = data["codes"][item["id"]][p], consensus(data["models"][model][item["id"]])
            if x is not None and a is not None:
                top += (1 - abs(x - a) / (item["highest"] - item["lowest"])) / item["forms"]
                bottom += 1 / item["forms"]
        scores.append(top / bottom)
    return scores


if __name__ == "__main__":
    FROZEN.mkdir(exist_ok=True)
    (FROZEN / "study.json").write_text(json.dumps(draw(11)) + "\n")
