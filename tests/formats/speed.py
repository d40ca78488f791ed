#!/usr/bin/env python3
"""How long other readers take for the files of `cargo bench -p survey-files`; the figures stand in docs/performance.md.

    speed.py FOLDER

FOLDER is `target/tmp`, where the benchmarks leave `invented.csv`, `.sav`, `.zsav`, `.dta` and `.parquet`.
Every reader takes the 75 wanted columns; the best of three runs counts, with the files in the page cache.
Needs pandas, polars, pyarrow and pyreadstat.
"""

import pathlib
import sys
import time

import pandas as pd
import polars as pl
import pyreadstat

COLUMNS, WANTED, KEYS, RUNS = 640, 75, 5, 3
names = ["cntry", "idno", "edition", "pspwght", "anweight"]
names += [f"v{KEYS + index * (COLUMNS - KEYS) // (WANTED - KEYS)}" for index in range(WANTED - KEYS)]


def read_bytes(path):
    return path.read_bytes()


READERS = {
    ".csv": {
        "bytes": read_bytes,
        "pandas": lambda path: pd.read_csv(path, usecols=names),
        "polars": lambda path: pl.read_csv(path, columns=names),
    },
    ".sav": {"bytes": read_bytes, "pyreadstat": lambda path: pyreadstat.read_sav(path, usecols=names)},
    ".zsav": {"bytes": read_bytes, "pyreadstat": lambda path: pyreadstat.read_sav(path, usecols=names)},
    ".dta": {
        "bytes": read_bytes,
        "pandas": lambda path: pd.read_stata(path, columns=names),
        "pyreadstat": lambda path: pyreadstat.read_dta(path, usecols=names),
    },
    ".parquet": {
        "bytes": read_bytes,
        "pandas": lambda path: pd.read_parquet(path, columns=names),
        "polars": lambda path: pl.read_parquet(path, columns=names),
    },
}


def seconds(read, path):
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        read(path)
        best = min(best, time.perf_counter() - start)
    return best


def main(folder):
    for ending, readers in READERS.items():
        path = pathlib.Path(folder) / f"invented{ending}"
        for name, read in readers.items():
            print(f"{path.name:<18}{name:<12}{seconds(read, path):8.3f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
