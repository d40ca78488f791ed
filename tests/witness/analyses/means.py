"""What every witness needs of the invented study: means, targets, and scores, from docs/methods.md."""

import numpy as np

import study as invented

STUDY = invented.read()
ITEMS = STUDY["items"]
MODELS = sorted(STUDY["models"])
WEIGHTS = np.array([1 / item["forms"] for item in ITEMS])
WIDTHS = np.array([item["highest"] - item["lowest"] for item in ITEMS], dtype=float)
LOWEST = np.array([item["lowest"] for item in ITEMS], dtype=float)
CODES = np.array(
    [[np.nan if code is None else code for code in STUDY["codes"][item["id"]]] for item in ITEMS]
)
SCALES = [np.arange(item["lowest"], item["highest"] + 1, dtype=float) for item in ITEMS]


def respondent_weights(name):
    count = len(STUDY["country"])
    return np.ones(count) if name == "none" else np.array(STUDY["numbers"][name], dtype=float)


def means(weights, members=slice(None)):
    """The mean code on every item, NaN without a valid answer."""
    codes, weights = CODES[:, members], weights[members]
    valid = ~np.isnan(codes)
    total = (valid * weights).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.where(valid, codes, 0.0) @ weights / total


def votes(column):
    """The smallest of the modal codes, NaN without a code."""
    codes = [code for code in column if code is not None and not np.isnan(code)]
    if not codes:
        return np.nan
    values, counts = np.unique(codes, return_counts=True)
    return float(values[counts == counts.max()].min())


def answers(model):
    return np.array([votes(STUDY["models"][model][item["id"]]) for item in ITEMS])


def item_scores(mean, answer):
    return 1 - np.abs(mean - answer) / WIDTHS


def score(mean, answer, items=None):
    """The weighted mean of the item scores over the items that have one, NaN if none has."""
    scores = item_scores(mean, answer)
    counts = ~np.isnan(scores) if items is None else ~np.isnan(scores) & items
    return float(np.average(scores[counts], weights=WEIGHTS[counts])) if counts.any() else np.nan


def groups():
    """Each factor's groups and its members, the factors in alphabetical order, then countries; missing is last."""
    cuts = {}
    for name in sorted(STUDY["factors"]):
        members = np.array(STUDY["factors"][name])
        last = members.max()
        cuts[name] = [(str(g + 1) if g < last else "missing", members == g) for g in range(last + 1)]
    country = np.array(STUDY["country"])
    cuts["country"] = [(code, country == code) for code in sorted(set(STUDY["country"]))]
    return cuts


def plain(value):
    """NaN as null, and numpy's numbers as Python's."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, str):
        return value
    return None if np.isnan(value) else float(value)
