#!/usr/bin/env bash
# Checks that a training allocates nothing in the steady state: 100 more steps ask the heap for no block of a kibibyte or more, and for at most 4 KiB a
# step in small ones. (Those are the contexts of the closures that the threads of the pool are given, one for each loop: Swift keeps a closure that
# another thread calls on the heap.)
# Usage: Tests/check-allocations.sh [BUILD]   (the folder of a release build, .build/release)
set -euo pipefail
cd "$(dirname "$0")/.."

build=$(readlink -f "${1:-.build/release}")
clang=$(dirname "$(readlink -f "$(command -v "${SWIFT:-swift}")")")/clang
[ -x "$clang" ] || clang=cc
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$clang" -std=c11 -O1 -Wall -Werror -shared -fPIC -o "$folder/count.so" Tests/Allocations/count.c

# Blank images that are all 0s: what they show does not matter here.
make_data() {
    local images=$2 number
    number=$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' 0 0 $((images >> 8)) $((images & 255)))
    mkdir -p "$1"
    { printf '\0\0\x08\x03'"$number"'\0\0\0\x1c\0\0\0\x1c'; head -c $((images * 784)) /dev/zero; } > "$1/train-images-idx3-ubyte"
    { printf '\0\0\x08\x01'"$number"; head -c "$images" /dev/zero; } > "$1/train-labels-idx1-ubyte"
}
make_data "$folder/20" 320
make_data "$folder/120" 1920

# What a training of so many steps asks for.
count() {
    if ! SCRAWL_ALLOCATIONS=$folder/count LD_PRELOAD=$folder/count.so "$build/train" --data "$folder/$2" --architecture "$1" --epochs 1 --batch-size 16 \
        --augmentation elastic --threads 2 --output "$folder/model.safetensors" > "$folder/log" 2>&1; then
        cat "$folder/log" >&2
        return 1
    fi
    cat "$folder/count"
}

failed=0
for architecture in mlp cnn deep-cnn scrawl; do
    short=$(count $architecture 20)
    long=$(count $architecture 120)
    read -r large small bytes <<<"$short"
    read -r more_large more_small more_bytes <<<"$long"
    large=$((more_large - large)) small=$((more_small - small)) bytes=$((more_bytes - bytes))
    echo "$architecture: 100 steps more, $large large blocks and $small small ones of together $bytes bytes more"
    # A block in each step would be 100; what grows with the number of images, once in a run, may be a few.
    [ "$large" -lt 50 ] && [ "$bytes" -lt 409600 ] || failed=1
done
[ $failed = 0 ] || { echo "check-allocations: a step of training allocates" >&2; exit 1; }
