#!/usr/bin/env bash
# The same respondents give the same microdata artifact in every format. Opt-in: it installs Python packages.
#
#   tests/formats/check.sh [DATA.csv]
#
# The file is by default the real one beside the repository, which is not part of it; without it the check is skipped.
# Writers: pandas, polars, pyarrow and pyreadstat (PyPI), and R's haven where R has it with jsonlite.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
data=${1:-"$root/../../shared/ess/ESS11e04_0-NL.csv"}
[ -e "$data" ] || data="$root/../shared/ess/ESS11e04_0-NL.csv"
[ -e "$data" ] || { echo "skipped: $data is not here"; exit 0; }
# Not below the repository: no row of a survey belongs there.
work=${WORK:-$(mktemp -d)}
trap '[ -n "${WORK:-}" ] || rm -r "$work"' EXIT

python=${PYTHON:-"$work/venv/bin/python"}
[ -x "$python" ] || { python3 -m venv "$work/venv"; "$work/venv/bin/pip" install --quiet pandas polars pyarrow pyreadstat; }
codebook="$root/crates/ess-codebook/data/ess11-codebook.json"
if Rscript -e 'loadNamespace("haven"); loadNamespace("jsonlite")' > /dev/null 2>&1; then
    Rscript "$here/haven.R" "$data" "$codebook" "$work/files"
else
    echo "skipped: R has no haven and jsonlite here, so the other writers alone are compared"
fi
"$python" "$here/convert.py" "$data" "$codebook" "$work/files"

xtask=${XTASK:-"cargo run --quiet --release --manifest-path $root/Cargo.toml --package xtask --features full --"}
# Prints the SHA-256 of the body of the microdata artifact.
digest() {
    $xtask run microdata --microdata "$1" --out "$work/out" > "$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
    "$python" -c 'import json, sys; print(*[s["output"] for s in json.load(open(sys.argv[1]))["stages"] if s["stage"] == "microdata"])' \
        "$work/out/ledger.json"
}
expected=$(digest "$data")
echo "$expected  $(basename "$data")"
failed=0
for file in "$work"/files/*; do
    found=$(digest "$file") || found="not read"
    if [ "$found" = "$expected" ]; then same="the same"; else same="DIFFERS: $found"; failed=1; fi
    printf '%-24s %s\n' "$(basename "$file")" "$same"
done
exit $failed
