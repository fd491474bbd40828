#!/usr/bin/env bash
# Writes the comment of a run of the workflow "pull request" into its pull request: a new one, or the one from before.
#
# Environment: GH_TOKEN, GITHUB_REPOSITORY, RUN_ID, and of the pull request HEAD_OWNER, HEAD_BRANCH and HEAD_SHA. Branch and comment
# come from whoever opened it: they are never part of a command.
set -euo pipefail
mark='<!-- gke-stateful plans -->'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! gh run download "$RUN_ID" --repo "$GITHUB_REPOSITORY" --name plans --dir "$folder"; then
  echo "Run $RUN_ID left no plans: it ended before it had any."
  exit 0
fi
if [ ! -f "$folder/comment.md" ] || [ -L "$folder/comment.md" ] || [ "$(head -n 1 "$folder/comment.md")" != "$mark" ]; then
  echo "Run $RUN_ID left something else than a comment."
  exit 1
fi
number=$(gh api --method GET "repos/$GITHUB_REPOSITORY/pulls" -f state=open -f "head=$HEAD_OWNER:$HEAD_BRANCH" \
  --jq '[.[] | select(.head.sha == env.HEAD_SHA)][0].number // empty')
if [ -z "$number" ]; then
  echo "No open pull request is at commit $HEAD_SHA any more."
  exit 0
fi
bash "$(dirname "$0")/put-comment.sh" "$number" "$folder/comment.md"
