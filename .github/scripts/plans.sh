#!/usr/bin/env bash
# Plans every stack of this checkout and of another one, and writes what is different as a comment for a pull request.
#
#   plans.sh BASE OUT     BASE: checkout of the branch that is merged into. OUT: folder for comment.md and the plans.
#
# MAX_INCREASE: most US dollars a month that a stack may cost in addition (default 200). Exit 1 where it costs more or a mandatory
# policy is violated, 2 where a stack cannot be planned.
set -uo pipefail
base=$1
out=$2
max_increase=${MAX_INCREASE:-200}
mkdir -p "$out"
comment=$out/comment.md
worst=0

# Remembers the worst exit code.
worse() { if [ "$1" -gt "$worst" ]; then worst=$1; fi; }
plan() { node bin/gke-stateful.js plan "$@"; }

# The comment is found again by its first line.
printf '<!-- gke-stateful plans -->\n## What this builds and costs\n\nWritten by the code of the pull request.\n\n' > "$comment"
for file in Pulumi.*.yaml; do
  stack=${file#Pulumi.}
  stack=${stack%.yaml}
  plan "$stack" --annotations --out "$PWD/$out/head/$stack" 2> "$out/error.txt"
  code=$?
  worse "$code"
  if [ "$code" -gt 1 ]; then
    cat "$out/error.txt" >&2
    printf '### Stack `%s`\n\n**It cannot be planned:**\n\n```text\n%s\n```\n\n' "$stack" "$(sed 's/```/` ` `/g' "$out/error.txt")" >> "$comment"
    continue
  fi
  before=none
  limit=(--max-increase "$max_increase")
  if [ -f "$base/$file" ]; then
    # The pack is this checkout's: a new rule is news only where it finds something new.
    plan "$stack" --cwd "$base" --out "$PWD/$out/base/$stack" > "$out/base.txt" 2>&1
    if [ $? -le 1 ]; then
      before=$out/base/$stack
    else
      printf 'Stack `%s` could not be planned before, so there is nothing to compare it with.\n\n' "$stack" >> "$comment"
      limit=()
    fi
  fi
  plan diff "$before" "$out/head/$stack" --markdown "${limit[@]}" >> "$comment"
  worse $?
done
for file in "$base"/Pulumi.*.yaml; do
  name=$(basename "$file")
  if [ ! -f "$name" ]; then
    stack=${name#Pulumi.}
    printf '### Stack `%s` is gone\n\nWhat it has built stays until somebody destroys it.\n\n' "${stack%.yaml}" >> "$comment"
  fi
done
rm -f "$out/error.txt" "$out/base.txt"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$comment" >> "$GITHUB_STEP_SUMMARY"; fi
exit "$worst"
