import type { Check } from "./check";

/** The projects that the shipped stack files name. */
const PLACEHOLDER = /^my-project(?:-dev|-prod)?$/;

/** The Google Cloud project: not the one that the shipped files stand for. */
export const projectChecks: Check = function* ({ google }) {
  if (google !== undefined && PLACEHOLDER.test(google.project)) {
    yield {
      key: "gcp:project",
      value: google.project,
      allowed: "is the placeholder of the shipped file, and nobody's project or somebody else's",
      fix: "Before the first preview: pulumi config set gcp:project PROJECT",
      severity: "warning",
    };
  }
};
