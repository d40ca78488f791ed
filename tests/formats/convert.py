#!/usr/bin/env python3
"""Writes an ESS CSV in every format that the portal offers, with writers that nobody here wrote.

    convert.py DATA.csv CODEBOOK.json FOLDER

CODEBOOK.json is `crates/ess-codebook/data/ess11-codebook.json`: labels and missing codes of the study's variables.
Missing codes are kept as the ESS keeps them: numbers that are declared missing in SPSS, tags `.a` to `.d` with value
labels in Stata, plain numbers in Parquet.
Needs pandas, polars, pyarrow and pyreadstat. `haven.R` does the same with R.
"""

import json
import pathlib
import sys
import zipfile

import pandas as pd
import polars as pl
import pyarrow.csv
import pyarrow.parquet
import pyreadstat

# Stata stores whole numbers in these types, the lowest that holds the column; its weights are single precision.
WEIGHTS = ["dweight", "pspwght", "pweight", "anweight", "prob"]


def labels_of(codebook, columns):
    """For each described column its label, and its (code, label, is missing) in the codebook's order."""
    described = {v["name"]: v for v in codebook["variables"] if v["name"] in columns}
    codes = {
        name: [(c["code"], c["label"], c.get("missing") is not None) for c in v["categories"]]
        for name, v in described.items()
        if v["categories"]
    }
    return {name: v["label"] for name, v in described.items()}, codes


def missing_range(codes):
    """SPSS takes three single codes, or one range."""
    missing = sorted(code for code, _, is_missing in codes if is_missing)
    valid = [code for code, _, is_missing in codes if not is_missing]
    if len(missing) <= 3:
        return missing
    low, high = missing[0], missing[-1]
    assert not any(low <= code <= high for code in valid), codes
    return [{"lo": low, "hi": high}]


def write_spss(table, names, codes, folder):
    options = {
        "column_labels": [names.get(column, "") for column in table.columns],
        "variable_value_labels": {k: {c: label for c, label, _ in v} for k, v in codes.items()},
        "missing_ranges": {k: missing_range(v) for k, v in codes.items() if any(m for *_, m in v)},
    }
    pyreadstat.write_sav(table, folder / "plain.sav", **options)
    pyreadstat.write_sav(table, folder / "rows.sav", row_compress=True, **options)
    pyreadstat.write_sav(table, folder / "data.zsav", compress=True, **options)


def write_stata(table, names, codes, folder):
    table = table.copy()
    value_labels, tags = {}, {}
    for name, categories in codes.items():
        missing = [(code, label) for code, label, is_missing in categories if is_missing]
        tag_of = {code: chr(ord("a") + at) for at, (code, _) in enumerate(missing)}
        value_labels[name] = {c: label for c, label, is_missing in categories if not is_missing}
        value_labels[name] |= {tag_of[code]: label for code, label in missing}
        tags[name] = list(tag_of.values())
        cell = lambda value: tag_of.get(value, None if pd.isna(value) else int(value))
        table[name] = pd.Series([cell(value) for value in table[name]], dtype=object)
    for name in [name for name in WEIGHTS if name in table.columns]:
        table[name] = table[name].astype("float32")
    tags = {name: used for name, used in tags.items() if used}
    for version in (12, 15):
        pyreadstat.write_dta(
            table, folder / f"release-{version}.dta", version=version, variable_value_labels=value_labels,
            column_labels=[names.get(column, "")[:80] for column in table.columns], missing_user_values=tags,
        )


def main(data, codebook, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = {"cntry": str, "name": str, "edition": str, "proddate": str}
    table = pd.read_csv(data, dtype=text, keep_default_na=False, na_values=[""], low_memory=False)
    names, codes = labels_of(json.loads(pathlib.Path(codebook).read_text(encoding="utf-8")), set(table.columns))
    # Columns that are blank throughout have no type of their own.
    for column in table.columns[table.isna().all()]:
        table[column] = table[column].astype("float64")
    write_spss(table, names, codes, folder)
    write_stata(table, names, codes, folder)
    table.to_parquet(folder / "pandas.parquet", index=False)
    # Polars writes the narrowest types and zstd; pyarrow's own reader takes nullable integers.
    schema = {name: pl.String for name in text}
    columns = pl.read_csv(data, schema_overrides=schema, infer_schema_length=None)
    columns.select([column.shrink_dtype() for column in columns]).write_parquet(folder / "polars.parquet")
    types = pyarrow.csv.ConvertOptions(column_types={name: pyarrow.string() for name in text})
    arrow = pyarrow.csv.read_csv(data, convert_options=types)
    pyarrow.parquet.write_table(arrow, folder / "pyarrow.parquet", compression="gzip", use_dictionary=True)
    columns.write_csv(folder / "semicolons.csv", separator=";", quote_style="always", include_bom=True)
    reversed_columns = columns.select(reversed(columns.columns))
    reversed_columns.write_csv(folder / "reversed.csv", line_terminator="\r\n")
    for path in sorted(folder.iterdir()):
        if path.suffix in (".sav", ".zsav", ".dta", ".parquet", ".csv"):
            with zipfile.ZipFile(f"{path}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(path, path.name)


if __name__ == "__main__":
    main(*sys.argv[1:4])
