#!/bin/sh
# Checks that the programs run on an x86-64 CPU without AVX.
#
# Usage: Tests/check-portable.sh [--objects] [BUILD]
#
# BUILD is the folder of a release build (.build/release). Two things are checked:
#  1. In the object files: none but those of KernelsAVX2 and KernelsAVX512 uses a ymm or zmm register, and those two give the
#     linker no weak function that could stand for one of the standard library everywhere.
#  2. Under qemu-x86_64 (Debian: qemu-user) as a Nehalem, a CPU with SSE4.2 and no AVX: the tools start, and `recognize` reads a
#     picture if there is a model and a picture to read (Models/scrawl.safetensors, and the file in SCRAWL_PICTURE).
# --objects checks the first only. Needs binutils. Exit 0: all is well; 1: it is not; the reason stands on standard error.
set -eu

qemu=yes
if [ "${1:-}" = --objects ]; then qemu=no; shift; fi
build=${1:-.build/release}
[ -d "$build" ] || { echo "check-portable: there is no folder $build: build first (swift build -c release)" >&2; exit 1; }
failed=0

for folder in "$build"/*.build; do
    name=$(basename "$folder" .build)
    objects=$(find "$folder" -name '*.o')
    [ -n "$objects" ] || continue
    case $name in
    KernelsAVX2 | KernelsAVX512)
        # A weak function of the module's own is no danger: nobody else has one of that name.
        own="\$s${#name}$name"
        # shellcheck disable=SC2086
        weak=$(nm -f sysv $objects | awk -F'|' -v own="$own" '
            { gsub(/ /, "", $1); gsub(/ /, "", $3); gsub(/ /, "", $4) }
            $3 ~ /^[WVu]$/ && $4 == "FUNC" && index($1, own) != 1 { print $1 }' | sort -u)
        if [ -n "$weak" ]; then
            echo "check-portable: $name gives the linker weak functions of others:" $weak >&2
            failed=1
        fi
        ;;
    *)
        # shellcheck disable=SC2086
        if objdump -d --no-show-raw-insn $objects | grep -q '%[yz]mm'; then
            echo "check-portable: $name uses AVX registers" >&2
            failed=1
        fi
        ;;
    esac
done

if [ $qemu = yes ]; then
    command -v qemu-x86_64 >/dev/null || { echo "check-portable: qemu-x86_64 is missing: install qemu-user" >&2; exit 1; }
    for tool in benchmark train recognize; do
        [ -x "$build/$tool" ] || continue
        if ! qemu-x86_64 -cpu Nehalem "$build/$tool" --help >/dev/null; then
            echo "check-portable: $tool does not start on a CPU without AVX" >&2
            failed=1
        fi
    done
    if [ -x "$build/recognize" ] && [ -f Models/scrawl.safetensors ] && [ -n "${SCRAWL_PICTURE:-}" ]; then
        if ! qemu-x86_64 -cpu Nehalem "$build/recognize" --model Models/scrawl.safetensors "$SCRAWL_PICTURE"; then
            echo "check-portable: recognize cannot read $SCRAWL_PICTURE on a CPU without AVX" >&2
            failed=1
        fi
    fi
fi
[ $failed = 0 ] && echo "check-portable: nothing beyond SSE leaves its place"
exit $failed
