#!/bin/sh
# Runs the harness against two servers that nobody here wrote, with faults switched on. Opt-in: it installs them.
#
#   tests/third-party/check.sh
#
# llmock (PyPI) answers OpenAI batches, Anthropic batches and synchronous calls, and judges the client's retries.
# aimock (npm) answers OpenAI batches and synchronous calls. Needs Python 3.11, Node 20 or later and free ports 8141, 8142.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=${WORK:-"$root/target/third-party"}
mkdir -p "$work" && cd "$work"

[ -x venv/bin/llmock ] || { python3 -m venv venv && venv/bin/pip install --quiet llmock==0.2.2; }
[ -d node_modules ] || npm install --silent --ignore-scripts @copilotkit/aimock@1.43.0

venv/bin/llmock serve -h 127.0.0.1 -p 8141 --error-rate 429=0.05 --error-rate 503=0.05 > llmock.log 2>&1 &
llmock=$!
mkdir -p fixtures
echo '{"fixtures":[{"match":{},"response":{"content":"5"}}]}' > fixtures/any.json
node node_modules/@copilotkit/aimock/dist/cli.js -p 8142 -f fixtures > aimock.log 2>&1 &
aimock=$!
trap 'kill $llmock $aimock 2> /dev/null' EXIT
sleep 12

# The paper's study with the models of this check instead of its own.
awk '/^# The models of the paper/ { skip = 1 } /^# The factors, in the order/ { skip = 0 } !skip' \
    "$root/xtask/studies/paper.toml" | sed 's/^repetitions = .*/repetitions = 2/' > study.toml
model() {
    printf '\n[[model]]\nname = "%s"\nprovider = "%s"\nmodel = "%s"\nbase_url = "%s"\nkey_env = "THIRD_PARTY_KEY"\n' "$@" >> study.toml
}
model llmock-direct    openai          gpt-4o            http://127.0.0.1:8141/v1
model llmock-batch     openai-batch    gpt-4o            http://127.0.0.1:8141/v1
model llmock-messages  anthropic       claude-3-5-sonnet http://127.0.0.1:8141/anthropic/v1
model llmock-messages-batch anthropic-batch claude-3-5-sonnet http://127.0.0.1:8141/anthropic/v1
model aimock-direct    openai          gpt-4o            http://127.0.0.1:8142/v1
model aimock-batch     openai-batch    gpt-4o            http://127.0.0.1:8142/v1

export THIRD_PARTY_KEY=sk-third-party
xtask=${XTASK:-"cargo run --quiet --manifest-path $root/Cargo.toml --package xtask --features full --"}
failed=0
for name in llmock-direct llmock-batch llmock-messages llmock-messages-batch aimock-direct aimock-batch; do
    rm -f "$name.sqlite"*
    echo "== $name"
    $xtask elicit --study study.toml --model "$name" --journal "$name.sqlite" --out "$name.replies.msgpack.gz" \
        > "$name.log" 2>&1 || { failed=1; echo "FAILED"; }
    tail -n 2 "$name.log"
    if grep -rq "$THIRD_PARTY_KEY" "$name".*; then failed=1; echo "the key is in a file"; fi
done
echo "== llmock's verdict on the client's retries"
venv/bin/llmock report --url http://127.0.0.1:8141 || failed=1
exit $failed
