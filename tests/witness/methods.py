#!/usr/bin/env python3
"""An outside implementation of docs/methods.md, to compare the pipeline's numbers with.

It was written from the text of the methods alone, before any line of `alignment-core` or `bootstrap` was read, and shares
no code with them. It uses only the standard library and computes in exact fractions; a number becomes a float
once, when it is written.

    methods.py --survey SURVEY.toml --microdata DATA.csv --answers ANSWERS.csv --out DIR
               [--weight COLUMN] [--counts COUNTS.csv]

SURVEY.toml lists items, questions and factors (see mini.toml and ess11.toml beside this file). DIR receives
group_scores.csv, item_scores.csv, model_summary.csv and missing.csv. COUNTS.csv has one line per bootstrap replicate
and, in it, how often each respondent was drawn; with it group_scores.csv has intervals.

How it reads what the methods leave open is said where it is decided, after the word READING.
"""

import argparse
import csv
import pathlib
import sys
import tomllib
from collections import Counter
from fractions import Fraction


# --- input ------------------------------------------------------------------------------------------------------


class Survey:
    """Items in the study's order, the questions they form, and the factors."""

    def __init__(self, path):
        with open(path, "rb") as file:
            tables = tomllib.load(file)
        self.items = {item["id"]: item for item in tables["item"]}
        self.factors = tables["factor"]
        self.questions = {}
        for name, item in self.items.items():
            self.questions.setdefault(item.get("question", name), []).append(name)

    def scale(self, item):
        """The valid codes."""
        return range(self.items[item]["lowest"], self.items[item]["highest"] + 1)

    def width(self, item):
        """R - 1: the highest minus the lowest code."""
        return self.items[item]["highest"] - self.items[item]["lowest"]

    def omega(self, item):
        """1, or 1/3 for each form of a triple: one over the number of forms of the item's question."""
        return Fraction(1, len(self.questions[self.items[item].get("question", item)]))


def read_microdata(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def code_of(cell):
    """An integer code, or None for a blank cell."""
    return int(cell) if cell.strip() else None


def read_answers(path):
    """{(model, item): [code or None, ...]} and the models in order of first appearance."""
    votes, models = {}, []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["model"] not in models:
                models.append(row["model"])
            chosen = row["outcome"] == "chosen"
            if chosen != bool(row["code"]):
                sys.exit(f"{path}: {row}: a code belongs to `chosen` and to no other outcome")
            votes.setdefault((row["model"], row["item"]), []).append(int(row["code"]) if chosen else None)
    return votes, models


# --- replies to answers -----------------------------------------------------------------------------------------


def modes(outcomes):
    """The codes with the most votes, ascending; only choices vote."""
    tally = Counter(code for code in outcomes if code is not None)
    return sorted(code for code in tally if tally[code] == max(tally.values()))


def median(codes):
    """Of an even number of modes the mean of the two in the middle. READING: it need not be a code."""
    half = len(codes) // 2
    return Fraction(codes[half]) if len(codes) % 2 else Fraction(codes[half - 1] + codes[half], 2)


# --- groups -----------------------------------------------------------------------------------------------------


def group_of(factor, cell):
    code = code_of(cell)
    if code is None or code in factor["missing"]:
        return "missing"
    for group in factor["groups"]:
        for low, high in group["ranges"]:
            if low <= code <= high:
                return group["group"]
    # READING: a code that no group holds and that is not declared missing is missing too, so that
    # every factor stays a partition.
    return "missing"


def partitions(survey, rows):
    """[(factor, [(group, label, [positions of respondents])])]: 12 factors, then country, then everybody."""
    result = []
    for factor in survey.factors:
        members = {group["group"]: [] for group in factor["groups"]} | {"missing": []}
        for at, row in enumerate(rows):
            members[group_of(factor, row[factor["variable"]])].append(at)
        labels = {group["group"]: group["label"] for group in factor["groups"]} | {"missing": "Missing"}
        # READING: a group that nobody is in keeps its row, with 0 respondents and no score.
        result.append((factor["name"], [(group, labels[group], members[group]) for group in members]))
    countries = {}
    for at, row in enumerate(rows):
        countries.setdefault(row["cntry"], []).append(at)
    # READING: only countries that occur, in alphabetical order of their codes.
    result.append(("country", [(code, code, countries[code]) for code in sorted(countries)]))
    result.append(("everybody", [("all", "Everybody", list(range(len(rows))))]))
    return result


# --- alignment --------------------------------------------------------------------------------------------------


def valid_answers(survey, item, rows):
    """[code or None]: missing codes, codes off the scale, forms not asked and blank cells are None."""
    scale = survey.scale(item)
    return [code if (code := code_of(row[item])) in scale else None for row in rows]


def weighted_mean(answers, weights, members):
    """abar = sum w x / sum w over the valid answers of the members, and how many there are.

    READING: with weights, an item whose valid answers all weigh 0 has no mean, as if there were none.
    """
    valid = [at for at in members if answers[at] is not None]
    total = sum((weights[at] for at in valid), Fraction(0))
    if total == 0:
        return None, len(valid)
    return sum((weights[at] * answers[at] for at in valid), Fraction(0)) / total, len(valid)


def item_score(survey, item, mean, answer):
    """A(G,m,q) = 1 - |abar - a| / (R_q - 1)."""
    if mean is None or answer is None:
        return None
    return 1 - abs(mean - answer) / survey.width(item)


def group_score(survey, means, answers):
    """A(G,m) over the items that the model answered and for which the group has a mean; and their number."""
    scores = {q: item_score(survey, q, means[q], answers[q]) for q in survey.items}
    kept = {q: score for q, score in scores.items() if score is not None}
    if not kept:
        return None, 0
    total = sum(survey.omega(q) for q in kept)
    return sum(survey.omega(q) * score for q, score in kept.items()) / total, len(kept)


# --- Table 1 ----------------------------------------------------------------------------------------------------


def ratio(part, whole):
    return Fraction(part, whole) if whole else None


def summary(survey, model, votes):
    """The model's row of Table 1 without its scores.

    READING: an item is uniform if all repetitions that chose, chose the same code; refusals do not break uniformity.
    READING: a triple's repetitions are pooled: its disagreement is the share of the voting repetitions of
    all its forms that differ from their own form's consensus, its refusal rate the share of all repetitions of all forms.
    READING: the refusal rate over questions weighs each question the same, however many forms it has.
    """
    outcomes = {q: votes.get((model, q), []) for q in survey.items}
    chosen = {q: [code for code in outcomes[q] if code is not None] for q in survey.items}
    answered = [forms for forms in survey.questions.values() if any(chosen[q] for q in forms)]
    uniform = [forms for forms in answered if all(len(set(chosen[q])) <= 1 for q in forms)]
    shares_differing = []
    for forms in answered:
        voting = sum(len(chosen[q]) for q in forms)
        agreeing = sum(chosen[q].count(modes(outcomes[q])[0]) for q in forms if chosen[q])
        shares_differing.append(Fraction(voting - agreeing, voting))
    silent = {q: len(outcomes[q]) - len(chosen[q]) for q in survey.items}
    asked = {name: sum(len(outcomes[q]) for q in forms) for name, forms in survey.questions.items()}
    silent_of = {name: sum(silent[q] for q in forms) for name, forms in survey.questions.items()}
    return {
        "model": model,
        "questions": len(survey.questions),
        "items": len(survey.items),
        "questions_answered": len(answered),
        "items_answered": sum(1 for q in survey.items if chosen[q]),
        "questions_uniform": len(uniform),
        "uniform_share": ratio(len(uniform), len(answered)),
        "disagreement_mean": sum(shares_differing) / len(answered) if answered else None,
        "refusal_share_questions": sum(Fraction(silent_of[n], asked[n]) for n in asked) / len(asked),
        "refusal_share_items": Fraction(sum(silent.values()), sum(len(o) for o in outcomes.values())),
        "questions_all_refused": len(survey.questions) - len(answered),
        "questions_ever_refused": sum(1 for name in asked if silent_of[name]),
        "ties": sum(1 for q in survey.items if len(modes(outcomes[q])) > 1),
    }


# --- bootstrap --------------------------------------------------------------------------------------------------


def quantile_type_7(values, p):
    """Hyndman and Fan's type 7: linear interpolation at (n - 1) p of the sorted values."""
    values = sorted(values)
    at = (len(values) - 1) * p
    below = at.numerator // at.denominator
    above = min(below + 1, len(values) - 1)
    return values[below] + (at - below) * (values[above] - values[below])


def interval(scores):
    """The 2.5 and 97.5 % points of the replicates that have a score, and how many have none."""
    present = [score for score in scores if score is not None]
    if not present:
        return None, None, len(scores)
    ends = [quantile_type_7(present, p) for p in (Fraction(25, 1000), Fraction(975, 1000))]
    return *ends, len(scores) - len(present)


def read_counts(path, respondents):
    with open(path, newline="", encoding="utf-8") as file:
        counts = [[int(cell) for cell in row] for row in csv.reader(file)]
    for number, row in enumerate(counts, 1):
        if len(row) != respondents or sum(row) != respondents:
            sys.exit(f"{path}, line {number}: {len(row)} counts with sum {sum(row)} for {respondents} respondents")
    return counts


def means_of(survey, valid, weights, members, counts=None):
    """{item: (mean, valid answers)}; a respondent drawn k times weighs k times as much."""
    if counts is not None:
        weights = [weight * count for weight, count in zip(weights, counts)]
        members = [at for at in members if counts[at]]
    return {q: weighted_mean(valid[q], weights, members) for q in survey.items}


# --- output -----------------------------------------------------------------------------------------------------


def text(value):
    """Shortest float that reads back the same; empty for no value."""
    if value is None:
        return ""
    return repr(float(value)) if isinstance(value, Fraction) else str(value)


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([text(value) for value in row.values()] for row in rows)


def analyse(survey, rows, votes, models, weight=None, counts=None):
    """The tables as lists of dictionaries."""
    weights = [Fraction(row[weight]) if weight else Fraction(1) for row in rows]
    valid = {q: valid_answers(survey, q, rows) for q in survey.items}
    groups = [(factor, *group) for factor, parts in partitions(survey, rows) for group in parts]
    means = {(f, g): means_of(survey, valid, weights, members) for f, g, _, members in groups}
    redrawn = {
        (f, g): [means_of(survey, valid, weights, members, draw) for draw in counts or []]
        for f, g, _, members in groups
    }
    tables = {"group_scores": [], "item_scores": [], "model_summary": [], "missing": []}
    for model in models:
        ties = {q: modes(votes.get((model, q), [])) for q in survey.items}
        smallest = {q: codes[0] if codes else None for q, codes in ties.items()}
        middle = {q: median(codes) if codes else None for q, codes in ties.items()}
        for factor, group, label, members in groups:
            mean = {q: means[factor, group][q][0] for q in survey.items}
            score, items = group_score(survey, mean, smallest)
            draws = [
                group_score(survey, {q: m[q][0] for q in survey.items}, smallest)[0]
                for m in redrawn[factor, group]
            ]
            low, high, absent = interval(draws)
            tables["group_scores"].append({
                "model": model, "factor": factor, "group": group, "label": label,
                "respondents": len(members), "items": items, "score": score, "ci_low": low, "ci_high": high,
            })
            for q in survey.items:
                tables["item_scores"].append({
                    "model": model, "factor": factor, "group": group, "item": q, "mean": mean[q],
                    "valid": means[factor, group][q][1], "score": item_score(survey, q, mean[q], smallest[q]),
                })
        everybody = {q: means["everybody", "all"][q][0] for q in survey.items}
        tables["model_summary"].append(summary(survey, model, votes) | {
            "overall": group_score(survey, everybody, smallest)[0],
            "overall_median_of_modes": group_score(survey, everybody, middle)[0],
        })
    for factor in survey.factors:
        cells = [group_of(factor, row[factor["variable"]]) for row in rows]
        tables["missing"].append({
            "factor": factor["name"], "variable": factor["variable"], "missing": cells.count("missing"),
        })
    return tables


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("survey", "microdata", "answers", "out"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--weight")
    parser.add_argument("--counts", type=pathlib.Path)
    arguments = parser.parse_args()
    survey, rows = Survey(arguments.survey), read_microdata(arguments.microdata)
    votes, models = read_answers(arguments.answers)
    unknown = sorted({item for _, item in votes} - set(survey.items))
    if unknown:
        sys.exit(f"{arguments.answers}: items that the survey does not have: {', '.join(unknown)}")
    counts = read_counts(arguments.counts, len(rows)) if arguments.counts else None
    tables = analyse(survey, rows, votes, models, arguments.weight, counts)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        write(arguments.out / f"{name}.csv", table)


if __name__ == "__main__":
    main()
