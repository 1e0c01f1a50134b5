#!/usr/bin/env bash
# What the desktop reads about Scrawl (entry, metainfo, icons, manual pages) follows its specifications, and an installed tree holds it.
set -uo pipefail
cd "$(dirname "$0")/.."

id=io.github.scrawl.Scrawl
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0
check() {
    local what=$1; shift
    if "$@" >"$scratch/output" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)); echo "FAILED: $what"; sed 's/^/    /' "$scratch/output"
    fi
}
quiet() { local output; output=$("$@" 2>&1) && [ -z "$output" ] || { echo "$output"; return 1; }; }

check 'the staged share/ is made' Resources/packaging/stage-share "$scratch/share"
check 'desktop entry' quiet desktop-file-validate "$scratch/share/applications/$id.desktop"
check 'metainfo' appstreamcli validate --no-net "$scratch/share/metainfo/$id.metainfo.xml"
for page in Resources/man/*.1; do
    check "$page (mandoc)" mandoc -T lint -W warning "$page"
done
# Every long option that a tool's --help names stands in its manual page.
documented() {
    local option missing=0
    for option in $(".build/release/$1" --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE '[a-z-]{3,}' | sed 's/^--//'); do
        grep -qE "Fl -$option\b" "Resources/man/scrawl-$1.1" || { echo "--$option"; missing=1; }
    done
    return $missing
}
for tool in train recognize benchmark; do
    check "the manual page of $tool has all its options" documented "$tool"
done
for program in scrawl scrawl-train scrawl-recognize scrawl-benchmark; do
    check "manual page of $program" test -s "$scratch/share/man/man1/$program.1"
done
# GTK reads icons by gdk-pixbuf; Debian's own Python is the one that has its binding.
for icon in scalable/apps/$id.svg symbolic/apps/$id-symbolic.svg; do
    check "$icon is a picture" /usr/bin/python3 -c '
import sys
from gi.repository import GdkPixbuf
assert GdkPixbuf.Pixbuf.new_from_file_at_size(sys.argv[1], 64, 64).get_width() == 64
' "Resources/icons/hicolor/$icon"
done
# GTK fills every path of a symbolic icon with the text's colour: a stroke would stay behind.
check 'the symbolic icon has no strokes' bash -c '! grep -q stroke "Resources/icons/hicolor/symbolic/apps/$0-symbolic.svg"' "$id"
version=$(sed -n 's/^public let programVersion = "\(.*\)"$/\1/p' Sources/CommandLineSupport/CommandLineTool.swift)
check 'the metainfo has a release of this version' grep -q "<release version=\"$version\"" "Resources/$id.metainfo.xml"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
