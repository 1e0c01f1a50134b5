#!/usr/bin/env bash
# The README's example is the program in Tests/Spirals, and that builds as a package of its own and learns what it should.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0
check() {
    local what=$1; shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $what"; fi
}
builds() {
    local output
    output=$("${SWIFT:-swift}" build --package-path Tests/Spirals --scratch-path .build/example 2>&1) || { echo "$output"; return 1; }
}
learns() {
    local output
    output=$(.build/example/debug/spirals) || return 1
    # Not one of 2,000 points lies where noise could bring it to the other spiral.
    awk 'END { exit !($NF >= 0.99) }' <<<"$output" || { echo "$output"; return 1; }
}
in_readme() {
    python3 - <<'END'
import pathlib, sys
example = pathlib.Path("Tests/Spirals/Sources/spirals/main.swift").read_text()
sys.exit(f"```swift\n{example}```" not in pathlib.Path("README.md").read_text())
END
}
check 'it builds against the library product' builds
check 'it learns the two spirals' learns
check 'the README shows it as it is' in_readme
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
