#!/usr/bin/env bash
# Judges the manifests of the repository in the current folder, for action.yml: annotations to standard output, a summary, and files whose names
# are outputs. It ends with 0 whatever it found; the output `code` says it, so that the steps after it can tell of it first.
#
# Environment: ACTION (folder of gke-stateful), PATHS (one a line), FAIL_ON, NEW_ONLY, KUBERNETES_VERSION, BASE_SHA (of the pull request; empty
# elsewhere), RUNNER_TEMP, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY. Empty ones count as not given.
set -euo pipefail
out=$(mktemp -d "$RUNNER_TEMP/gke-stateful-XXXXXX")
paths=()
while IFS= read -r path; do
  [ -z "$path" ] || paths+=("$path")
done <<< "$PATHS"
[ "${#paths[@]}" -gt 0 ] || [ -f .gke-stateful.yaml ] || paths=(.)
options=()
[ -z "$KUBERNETES_VERSION" ] || options+=(--kubernetes-version "$KUBERNETES_VERSION")

analyze() {
  # An empty array is no variable for the bash of macOS.
  node "$ACTION/bin/gke-stateful.js" analyze "$@" ${options[@]+"${options[@]}"} -- ${paths[@]+"${paths[@]}"}
}

refuse() {
  echo "::error::$1"
  echo "code=2" >> "$GITHUB_OUTPUT"
  exit 0
}

against=()
if [ "$NEW_ONLY" != true ] && [ "$NEW_ONLY" != false ]; then
  refuse "new-only is \"$NEW_ONLY\": must be true or false."
fi
if [ "$NEW_ONLY" = true ] && [ -n "$BASE_SHA" ]; then
  git cat-file -e "$BASE_SHA^{commit}" 2> /dev/null || git fetch --quiet --depth 1 origin "$BASE_SHA" ||
    refuse "new-only: the base of the pull request ($BASE_SHA) cannot be read. Give actions/checkout fetch-depth: 0."
  git worktree add --quiet --detach "$out/base" "$BASE_SHA"
  # What the base says of itself is not for this pull request to mend. Of a base that has nothing to judge, everything is new.
  (cd "$out/base" && analyze --fail-on none --allow-empty --write-baseline "$out/baseline.json") > "$out/base.log" 2>&1 || true
  git worktree remove --force "$out/base"
  if [ -f "$out/baseline.json" ]; then
    against=(--baseline "$out/baseline.json")
  else
    echo "::notice::new-only: the base could not be judged, so that every finding counts as new. $(tail -n 1 "$out/base.log")"
  fi
fi
[ -z "$FAIL_ON" ] || options+=(--fail-on "$FAIL_ON")

code=0
analyze --format github --format "sarif:$out/report.sarif,markdown:$out/report.md" ${against[@]+"${against[@]}"} || code=$?
echo "code=$code" >> "$GITHUB_OUTPUT"
if [ -f "$out/report.md" ]; then
  cat "$out/report.md" >> "$GITHUB_STEP_SUMMARY"
  { echo '<!-- gke-stateful analyze -->'; cat "$out/report.md"; } > "$out/comment.md"
  {
    echo "report=$out/report.md"
    echo "comment=$out/comment.md"
    echo "sarif=$out/report.sarif"
  } >> "$GITHUB_OUTPUT"
fi
