#!/usr/bin/env bash
# Lock the dependencies of pyproject.toml by version and hash, without any download address.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
  echo "locking requirements/$1.txt"
  .venv/bin/pip-compile --quiet --generate-hashes --no-strip-extras --allow-unsafe --no-header --no-annotate \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
    "${@:2}" --output-file "requirements/$1.txt" pyproject.toml
}
.venv/bin/pip install --quiet pip-tools
compile test --extra=install --extra=test
compile serve --extra=install --constraint requirements/test.txt
