# Scrawl: what one does with this tree. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
ARGS ?=
BIN := .build/release
DATA ?= $(or $(SCRAWL_DATA),../shared/data)

# SwiftPM warns of flags in the system's own .pc files that it leaves out. These three need no mention; any other does.
unneeded := -pthread|-mfpmath=sse|-msse2?
quietly = 2> >(grep -vE '^warning: prohibited flag\(s\): (($(unneeded))(, |$$))+$$' >&2)

.PHONY: help build run test train model benchmark evaluate peers onnx-check install uninstall deb deb-check po screenshots timings clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

build: packages-run  ## build the app and the command-line tools (release)
	@$(SWIFT) build -c release $(quietly)
	@Resources/packaging/stage-share "$$(dirname "$$(readlink -f $(BIN))")/share"

run: display build  ## build and open the app
	@exec $(BIN)/scrawl $(ARGS)

test: packages-test  ## build everything and run every test
	@Tests/run

train: build  ## train build/scrawl.safetensors on MNIST in DATA/mnist (ARGS="--architecture cnn --epochs 5 ...")
	@mkdir -p build
	@$(BIN)/train --data $(DATA)/mnist --output build/scrawl.safetensors $(ARGS)

# The recipe in Models/README.md. On four cores of 2024 it takes an hour and a quarter, on busy ones two.
model: build  ## train build/scrawl.safetensors as the shipped model was, from nothing
	@mkdir -p build
	@$(BIN)/train --data $(DATA)/mnist --architecture scrawl --seed 1 --temperature 1.15 \
		--strokes $(DATA)/pendigits/pendigits-orig.tra --writers 1-8,17-30 \
		--synthetic 12000 --photos 4000 --marks 4000 --output build/scrawl.safetensors $(ARGS)

benchmark: build  ## measure the engine on this machine (ARGS="gemm", "train", ...)
	@$(BIN)/benchmark $(ARGS)

# Pen strokes of the writers whom `model` has not seen.
evaluate: build  ## measure how well the model in Models/ reads (ARGS="mnist strokes ...")
	@$(BIN)/evaluate --data $(DATA) --writers 9-16 $(ARGS)

peers: build  ## measure the engine beside PyTorch, Keras, JAX, onnxruntime, ... (ARGS="--only infer ...")
	@Tests/compare-peers $(ARGS)

onnx-check: build  ## compare exported ONNX with onnxruntime on MNIST's test images (ARGS="model.safetensors ...")
	@Tests/compare-onnx $(DATA)/mnist $(or $(ARGS),Models/scrawl.safetensors)

# Builds only where nothing is built, so that `sudo make install` after `make` needs no Swift for root.
install: packages-install  ## install what was built (PREFIX=/usr/local, DESTDIR=)
	@[ -x $(BIN)/scrawl ] || $(MAKE) build
	@Resources/packaging/install '$(PREFIX)' '$(DESTDIR)'

uninstall:  ## remove what `install` put there (same PREFIX and DESTDIR)
	@Resources/packaging/install --remove '$(PREFIX)' '$(DESTDIR)'

deb: packages-deb build  ## make build/scrawl_VERSION_ARCHITECTURE.deb
	@Resources/packaging/build-deb

deb-check: packages-deb-check deb  ## install, run and remove the package on a fresh Debian 12 (as root)
	@Resources/packaging/check-deb "$$(ls -t build/scrawl_*.deb | head -n 1)"

po:  ## bring the translations up to the texts in the sources
	@Resources/packaging/update-translations

screenshots: packages-test build  ## take the README's pictures anew, or with ARGS=FOLDER all windows for a look
	@RUNNER='dbus-run-session -- /usr/bin/python3 screenshots.py' Tests/Window/run $(if $(ARGS),$(abspath $(ARGS)))

timings: packages-test build  ## measure how fast the window follows the hand
	@RUNNER='dbus-run-session -- /usr/bin/python3 timings.py' Tests/Window/run

clean:  ## remove everything that was built
	rm -rf .build build

packages-%:
	@Resources/packaging/require-packages $*

.PHONY: display
display:
	@if [ -z "$${WAYLAND_DISPLAY:-}$${DISPLAY:-}" ]; then \
	    echo 'There is no display: Scrawl opens a window and needs a desktop (neither WAYLAND_DISPLAY nor DISPLAY is set).' >&2; \
	    echo '`make build` builds it without opening it; .build/release/recognize reads pictures without a display.' >&2; \
	    exit 1; \
	fi
