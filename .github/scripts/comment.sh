#!/usr/bin/env bash
# Writes the comment of a run of the workflow "pull request" into its pull request: a new one, or the one from before.
#
# Environment: GH_TOKEN, GITHUB_REPOSITORY, RUN_ID, and of the pull request HEAD_OWNER, HEAD_BRANCH and HEAD_SHA. Branch and comment
# come from whoever opened it: they are never part of a command.
set -euo pipefail
# GitHub takes 65,536 characters.
longest=60000
export MARK='<!-- gke-stateful plans -->'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! gh run download "$RUN_ID" --repo "$GITHUB_REPOSITORY" --name plans --dir "$folder"; then
  echo "Run $RUN_ID left no plans: it ended before it had any."
  exit 0
fi
if [ ! -f "$folder/comment.md" ] || [ -L "$folder/comment.md" ] || [ "$(head -n 1 "$folder/comment.md")" != "$MARK" ]; then
  echo "Run $RUN_ID left something else than a comment."
  exit 1
fi
# Cut at a character: iconv leaves out half of one, and complains.
head -c "$longest" "$folder/comment.md" | iconv --from-code UTF-8 --to-code UTF-8 -c > "$folder/body.md" || true
if [ "$(wc -c < "$folder/comment.md")" -gt "$longest" ]; then
  printf '\n\n**Cut here:** it is too long for a comment. The summary of the run has all of it.\n' >> "$folder/body.md"
fi

number=$(gh api --method GET "repos/$GITHUB_REPOSITORY/pulls" -f state=open -f "head=$HEAD_OWNER:$HEAD_BRANCH" \
  --jq '[.[] | select(.head.sha == env.HEAD_SHA)][0].number // empty')
if [ -z "$number" ]; then
  echo "No open pull request is at commit $HEAD_SHA any more."
  exit 0
fi
existing=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id' | head -n 1)
if [ -n "$existing" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$existing" -F "body=@$folder/body.md" --jq .html_url
else
  gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" -F "body=@$folder/body.md" --jq .html_url
fi
