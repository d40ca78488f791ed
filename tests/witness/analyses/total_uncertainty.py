#!/usr/bin/env python3
"""Scores and gaps under given draws of respondents, questions, replies and readings, and the budget of their variance.

    total_uncertainty.py        writes crates/alignment-analyses/tests/frozen/total_uncertainty.json

The draws come from the stream of `study.py`, in an order that the Rust test repeats, so that they need not be frozen.
"""

import itertools

import numpy as np
from scipy.stats import beta

import study as frozen

S = frozen.read()
REPLICATES = 30
WEIGHTS = np.array(S["numbers"]["anweight"])
PEOPLE = len(S["country"])
MODELS = sorted(S["models"])
QUESTIONS = list(dict.fromkeys(item["question"] for item in S["items"]))
SOURCES = ["respondents", "questions", "repetitions", "extraction"]


def draws():
    stream = frozen.Stream(29)
    people = np.zeros((REPLICATES, PEOPLE))
    questions = np.zeros((REPLICATES, len(QUESTIONS)))
    for r in range(REPLICATES):
        for _ in range(PEOPLE):
            people[r, stream.below(PEOPLE)] += 1
    for r in range(REPLICATES):
        for _ in QUESTIONS:
            questions[r, stream.below(len(QUESTIONS))] += 1
    taken, truth = {}, {}
    for model in MODELS:
        for item in S["items"]:
            replies = S["models"][model][item["id"]]
            for r in range(REPLICATES):
                times = [0] * len(replies)
                for _ in replies:
                    times[stream.below(len(replies))] += 1
                taken[model, item["id"], r] = times
            for r in range(REPLICATES):
                meant = list(replies)
                for i in range(len(replies)):
                    if stream.below(10) == 0:
                        steps = item["highest"] - item["lowest"] + 1
                        meant[i] = None if stream.below(4) == 0 else item["lowest"] + stream.below(steps)
                truth[model, item["id"], r] = meant
    return people, questions, taken, truth


PEOPLE_DRAWS, QUESTION_DRAWS, TAKEN, TRUTH = draws()
CODES = {name: np.array([np.nan if c is None else c for c in cells], float) for name, cells in S["codes"].items()}


def mean(members, item, r):
    """The group's weighted mean in a replicate, or as observed; None without a valid answer."""
    codes = CODES[item][members]
    counts = np.ones(len(members)) if r is None else PEOPLE_DRAWS[r, members]
    mass = (counts * WEIGHTS[members])[~np.isnan(codes)]
    return None if mass.sum() == 0 else float(codes[~np.isnan(codes)] @ mass / mass.sum())


def answer(model, item, taken, truth):
    """The majority, the smallest of several."""
    meant = S["models"][model][item] if truth is None else TRUTH[model, item, truth]
    times = [1] * len(meant) if taken is None else TAKEN[model, item, taken]
    votes = {}
    for code, count in zip(meant, times):
        if code is not None and count > 0:
            votes[code] = votes.get(code, 0) + count
    return min((code for code in votes if votes[code] == max(votes.values())), default=None)


MEANS, ANSWERS = {}, {}


def score(name, members, model, people, questions, taken, truth):
    total = weight = 0.0
    for item in S["items"]:
        key = (name, item["id"], people)
        if key not in MEANS:
            MEANS[key] = mean(members, item["id"], people)
        vote = (model, item["id"], taken, truth)
        if vote not in ANSWERS:
            ANSWERS[vote] = answer(*vote)
        times = 1 if questions is None else QUESTION_DRAWS[questions, QUESTIONS.index(item["question"])]
        if MEANS[key] is None or ANSWERS[vote] is None or times == 0:
            continue
        share = times / item["forms"]
        total += share * (1 - abs(MEANS[key] - ANSWERS[vote]) / (item["highest"] - item["lowest"]))
        weight += share
    return total / weight if weight else np.nan


def scenarios(name, members, model):
    """All sources together, each alone, and each drawn once more while the others stay: replicate by replicate."""
    def values(draw_of):
        return np.array([score(name, members, model, *draw_of(r)) for r in range(REPLICATES)])

    found = {"all together": values(lambda r: [r] * 4)}
    for at, source in enumerate(SOURCES):
        found[source] = values(lambda r: [r if other == at else None for other in range(4)])
        # The source is taken from one replicate and the others from a neighbour: of the next one for the respondents,
        # of the one before for the others.
        away = -1 if source == "respondents" else 1
        found[source + " redrawn"] = values(
            lambda r: [(r + away) % REPLICATES if other == at else r for other in range(4)]
        )
    return found


def movement(values):
    present = values[~np.isnan(values)]
    low, high = np.quantile(present, [0.025, 0.975])
    return [float(present.std(ddof=1)), float(low), float(high)]


def budget(found):
    whole = found["all together"].var(ddof=1)
    alone = [float(found[source].var(ddof=1) / whole) for source in SOURCES]
    total = [
        float(np.mean((found["all together"] - found[source + " redrawn"]) ** 2) / 2 / whole) for source in SOURCES
    ]
    return {"variance": float(whole), "alone": alone, "remainder": 1 - sum(alone), "total": total}


def partitions():
    everybody = {"all": list(range(PEOPLE))}
    yield "everybody", everybody
    for factor, members in S["factors"].items():
        last = max(members)
        groups = {str(g + 1): [i for i, m in enumerate(members) if m == g] for g in range(last)}
        yield factor, groups | {"missing": [i for i, m in enumerate(members) if m == last]}
    yield "country", {c: [i for i, other in enumerate(S["country"]) if other == c] for c in sorted(set(S["country"]))}


def main():
    rows, gaps, budgets, leads, whole = [], [], [], [], {}
    for factor, groups in partitions():
        for model in MODELS:
            found = {g: scenarios((factor, g), members, model) for g, members in groups.items()}
            observed = {g: score((factor, g), groups[g], model, None, None, None, None) for g in groups}
            for group, values in found.items():
                moves = {source: movement(values[source]) for source in [*SOURCES, "all together"]}
                rows.append([factor, group, model, float(observed[group]), moves])
            if factor == "everybody":
                whole[model] = found["all"]
                budgets.append([factor, model, budget(found["all"])])
                continue
            named = [g for g in groups if g != "missing"]
            low, high = min(named, key=observed.get), max(named, key=observed.get)
            apart = {scenario: found[high][scenario] - found[low][scenario] for scenario in found[low]}
            moves = {source: movement(apart[source]) for source in [*SOURCES, "all together"]}
            gaps.append([factor, low, high, model, float(observed[high] - observed[low]), moves])
            budgets.append([factor, model, budget(apart)])
    for first, second in itertools.combinations(MODELS, 2):
        apart = {scenario: whole[first][scenario] - whole[second][scenario] for scenario in whole[first]}
        observed = [score(("everybody", "all"), list(range(PEOPLE)), m, None, None, None, None) for m in (first, second)]
        moves = {source: movement(apart[source]) for source in [*SOURCES, "all together"]}
        leads.append([first, second, float(observed[0] - observed[1]), moves])
    cases = [(71, 0, 0.5), (113, 7, 0.025), (10, 10, 0.9), (3, 1, 0.3), (1000, 16, 0.975)]
    rates = [[n, k, share, float(beta.ppf(share, k + 0.5, n - k + 0.5))] for n, k, share in cases]
    frozen.write("total_uncertainty", {"groups": rows, "gaps": gaps, "leads": leads, "budgets": budgets, "rates": rates})


if __name__ == "__main__":
    main()
