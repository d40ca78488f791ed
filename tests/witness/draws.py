#!/usr/bin/env python3
"""Prints which respondents each bootstrap replicate draws: `draws.py SEED REPLICATES RESPONDENTS > COUNTS.csv`.

One line per replicate: how often it draws each respondent. With it methods.py computes the very intervals that the
pipeline must print. Streams are a convention, not a method, so this follows the comments of `crates/bootstrap/src/stream.rs`:
replicate r has a PCG-64 MCG (O'Neill 2014, XSL-RR output) of its own, its state mixed from (seed, r) by the finaliser of
SplitMix64; a draw below n is the high half of a 32-bit number times n, without bias (Lemire 2019).
"""

import sys

U32, U64, U128 = (1 << 32) - 1, (1 << 64) - 1, (1 << 128) - 1
GAMMA = 0x9E3779B97F4A7C15
MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645


def mix(value):
    z = (value + GAMMA) & U64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & U64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & U64
    return z ^ (z >> 31)


def stream(seed, replicate):
    """64-bit numbers without end."""
    high = mix((mix(seed) + replicate * GAMMA) & U64)
    low = mix(high ^ mix(~replicate & U64))
    state = (high << 64 | low) | 1
    while True:
        state = state * MULTIPLIER & U128
        rotation, folded = state >> 122, (state >> 64 ^ state) & U64
        yield (folded >> rotation | folded << (64 - rotation)) & U64


def below(numbers, bound):
    while True:
        product = (next(numbers) >> 32) * bound
        if (product & U32) >= (1 << 32) % bound:
            return product >> 32


def counts(seed, replicate, respondents):
    drawn, numbers = [0] * respondents, stream(seed, replicate)
    for _ in range(respondents):
        drawn[below(numbers, respondents)] += 1
    return drawn


def main():
    seed, replicates, respondents = map(int, sys.argv[1:])
    for replicate in range(replicates):
        print(",".join(map(str, counts(seed, replicate, respondents))))


if __name__ == "__main__":
    main()
