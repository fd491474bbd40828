#!/usr/bin/env bash
# Writes a file into a pull request as a comment: a new one, or in place of the one that begins with the same line.
#
# usage: put-comment.sh NUMBER FILE
# Environment: GH_TOKEN, GITHUB_REPOSITORY. What is in the file is never part of a command.
set -euo pipefail
number=$1
file=$2
# GitHub takes 65,536 characters.
longest=60000
MARK=$(head -n 1 "$file")
export MARK
body=$(mktemp)
trap 'rm -f "$body"' EXIT

# Cut at a character: iconv leaves out half of one, and complains.
head -c "$longest" "$file" | iconv -f UTF-8 -t UTF-8 -c > "$body" || true
if [ "$(wc -c < "$file")" -gt "$longest" ]; then
  printf '\n\n**Cut here:** it is too long for a comment. The summary of the run has all of it.\n' >> "$body"
fi
existing=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id' | head -n 1)
if [ -n "$existing" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$existing" -F "body=@$body" --jq .html_url
else
  gh api --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" -F "body=@$body" --jq .html_url
fi
