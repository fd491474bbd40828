#!/usr/bin/env bash
# The hook of .pre-commit-hooks.yaml: installs what `analyze` needs into this copy of the repository, once, and judges the folder that it is called in.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# npm writes this file last, so that an installation that was cut off begins anew.
if [ ! -f "$home/node_modules/.package-lock.json" ]; then
  echo "Installing gke-stateful, once: about half a minute." >&2
  (cd "$home" && npm ci --omit=dev --ignore-scripts --no-fund --no-audit --loglevel=error >&2)
fi
exec node "$home/bin/gke-stateful.js" analyze "$@"
