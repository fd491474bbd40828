#!/usr/bin/env bash
# Checks out what was deployed of a stack: prod is what its last tag says, any other stack the branch.
#
# Environment: STACK. Output `found`: whether there is anything to compare with.
set -euo pipefail
if [ "$STACK" = prod ]; then
  tag=$(git tag --list 'v*' --sort=-v:refname | head -n 1)
  if [ -z "$tag" ]; then
    echo "No tag has deployed prod yet."
    echo "found=false" >> "$GITHUB_OUTPUT"
    exit 0
  fi
  git checkout --quiet --detach "refs/tags/$tag"
  echo "prod is $tag."
fi
echo "found=true" >> "$GITHUB_OUTPUT"
