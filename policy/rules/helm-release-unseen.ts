import { defineRule, problem } from "./engine/rule";

/** A Release is rendered inside the provider, where no policy can look. */
export const helmReleaseUnseen = defineRule({
  id: "helm-release-unseen",
  severity: "medium",
  title: "Charts are rendered where policies can see them",
  why: "The provider renders a helm.v3.Release by itself and shows the engine one resource. None of these rules sees what is in it.",
  remediation:
    "Use `new k8s.helm.v4.Chart(…)`, which registers every object of the chart, or judge `helm template` with `gke-stateful analyze`.",
  effort: { time: "hours", why: "A Release that exists has to be taken over object by object." },
  outcome: "The chart's objects are judged like your own.",
  url: "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/choosing-the-right-helm-resource-for-your-use-case/",
  example: {
    wrong: `
type: kubernetes:helm.sh/v3:Release
properties: { chart: postgresql }`,
    right: `
type: kubernetes:helm.sh/v4:Chart
properties: { chart: postgresql }`,
  },
  kinds: ["HelmRelease"],
  scope: "object",
  *check(object) {
    const chart = object.at("chart");
    yield problem(
      chart,
      `installs chart ${chart.isUnknown ? "(not known yet)" : (chart.text ?? "")} out of sight of these rules`,
    );
  },
});
