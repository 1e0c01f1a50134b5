#!/usr/bin/env bash
# The template of the translations is up to date, and each translation is complete and well formed.
exec "$(dirname "$0")/../Resources/packaging/update-translations" --check
