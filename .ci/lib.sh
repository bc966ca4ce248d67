# What the scripts in this folder share. Sourced, not run.
# shellcheck shell=bash

say() { printf '\n=== %s\n' "$*"; }

die() {
  printf '\nCI cannot go on: %s\n' "$*" >&2
  exit 1
}

# Run as root: directly, or by sudo where that asks no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# demo_ok PROVIDER FILE: the one JSON object of `assessor demo --once` says ok, and was made with that provider.
demo_ok() {
  python3 - "$1" "$2" <<'PY'
import json, sys
from pathlib import Path

provider, text = sys.argv[1], Path(sys.argv[2]).read_text()
try:
    result = json.loads(text)
except ValueError as problem:
    sys.exit(f"assessor demo --once did not print one JSON object ({problem}):\n{text[-2000:]}")
for row in result["challenges"]:
    print(f"  {row['slug']:<28} {row['sample']:<28} expected {row['expected_score']}, got {row['score']}")
summary = {key: value for key, value in result.items() if key != "challenges"}
print(f"  {json.dumps(summary)}")
if result["ok"] is not True or result["provider"] != provider or not result["challenges"]:
    sys.exit(f"wanted ok true, provider {provider} and at least one challenge")
PY
}
