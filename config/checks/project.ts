import type { Check } from "./check";

/** The projects that the shipped stack files name. */
const PLACEHOLDER = /^my-project(?:-dev|-prod)?$/;

/** Whether a project is one that the shipped stack files name, and nobody's. */
export function isPlaceholder(project: string): boolean {
  return PLACEHOLDER.test(project);
}

/** The Google Cloud project: not the one that the shipped files stand for. */
export const projectChecks: Check = function* ({ google }) {
  if (google !== undefined && isPlaceholder(google.project)) {
    yield {
      key: "gcp:project",
      value: google.project,
      allowed: "is the placeholder of the shipped file, and nobody's project or somebody else's",
      fix: "Before the first preview: pulumi config set gcp:project PROJECT",
      severity: "warning",
    };
  }
};
