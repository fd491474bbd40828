#!/usr/bin/env bash
# Ends with 1 where this commit is not on a branch of origin.
#
# Environment: BRANCH.
set -euo pipefail
if ! git merge-base --is-ancestor HEAD "refs/remotes/origin/$BRANCH"; then
  echo "$(git rev-parse HEAD) is not on $BRANCH: merge it first, then tag the merge." >&2
  exit 1
fi
