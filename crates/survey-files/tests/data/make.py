"""Writes the invented respondents of invented.csv in the binary formats (pandas, pyreadstat and pyarrow).

    python -m venv venv && venv/bin/pip install pandas pyreadstat pyarrow && venv/bin/python make.py
"""

import pandas as pd
import pyreadstat

text = {"land": str, "edition": str}
plain = pd.read_csv("invented.csv", dtype=text)
plain["edition"] = plain["edition"].astype(str)

labels = {"land": "Country", "id": "Number", "edition": "Edition", "weight": "Design weight",
          "psu": "Primary sampling unit", "vote": "Voted  last time", "year": "Year of birth", "note": "Note ZZ"}
votes = {1: "Yes", 2: "No", 777: "Refusal"}

# SPSS keeps missing codes as numbers that are declared missing.
for name, compress in (("invented.sav", False), ("invented.zsav", True)):
    pyreadstat.write_sav(
        plain, name, column_labels=labels, row_compress=False, compress=compress,
        variable_value_labels={"vote": votes, "year": {7777: "Refusal"}},
        missing_ranges={"vote": [777], "year": [{"lo": 7777, "hi": 9999}]},
    )

# The same file, declared to be Cyrillic: `cp866` is as long as `UTF-8`.
data = open("invented.sav", "rb").read()
assert data.count(b"UTF-8") == 1 and data.count(b"Note ZZ") == 1
cyrillic = data.replace(b"UTF-8", b"cp866").replace(b"Note ZZ", "Note АБ".encode("cp866"))
open("invented-cp866.sav", "wb").write(cyrillic)

# Stata keeps missing codes as tags, whose meaning stands in the value labels; weights are single precision.
stata = plain.copy()
stata["weight"] = stata["weight"].astype("float32")
stata["vote"] = stata["vote"].astype(object).where(stata["vote"] != 777, "a")
stata["vote"] = [v if v == "a" or pd.isna(v) else int(v) for v in stata["vote"]]
stata["year"] = [("b" if v == 7777 else int(v)) for v in stata["year"]]
for version in (15, 12):
    pyreadstat.write_dta(
        stata, f"invented-{version}.dta", column_labels=labels, version=version,
        variable_value_labels={"vote": {1: "Yes", 2: "No", "a": "Refusal"}, "year": {"b": "Refusal"}},
        missing_user_values={"vote": ["a"], "year": ["b"]},
    )

for name, compression in (("invented.parquet", "snappy"), ("invented-zstd.parquet", "zstd")):
    typed = plain.copy()
    typed["vote"] = typed["vote"].astype("Int64")
    typed.to_parquet(name, compression=compression, index=False)
