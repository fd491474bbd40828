/** Actions, with the release and the commit that was looked up for it. */
export const PINNED: Readonly<Record<string, readonly [release: string, commit: string]>> = {
  "actions/checkout": ["v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1"],
  "actions/setup-node": ["v7.0.0", "820762786026740c76f36085b0efc47a31fe5020"],
  "actions/setup-go": ["v7.0.0", "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e"],
  "actions/cache": ["v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae"],
  "actions/upload-artifact": ["v7.0.0", "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f"],
  "github/codeql-action/upload-sarif": ["v4.36.2", "8aad20d150bbac5944a9f9d289da16a4b0d87c1e"],
  "pulumi/actions": ["v7.0.0", "8e5e406f4007fca908480587cb9893c07090f58d"],
  "pulumi/auth-actions": ["v2.1.0", "141415910c3beb54e03b48e9057c204c97b956f2"],
  "google-github-actions/auth": ["v3.0.0", "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093"],
  "google-github-actions/setup-gcloud": ["v3.0.1", "aa5489c8933f4cc7a4f7d45035b3b1440c9c10db"],
};

/** What a workflow or an action uses: action, commit, and the release that its comment names. */
export function usedIn(text: string): readonly { action: string; commit: string; release: string }[] {
  return [...text.matchAll(/uses: ([^@\s]+)@(\S+)(?: # (\S+))?/g)].map(
    ([, action = "", commit = "", release = ""]) => ({ action, commit, release }),
  );
}
