/** What Google gives a new project of a quota in a region. Google publishes no list; these stand in reports of people who met them. */
export interface FirstQuota {
  /** Lowest and highest that were reported for a billed account. */
  readonly usual: readonly [lowest: number, highest: number];
  /** What a free trial has, where it was reported. */
  readonly trial?: number;
  /** Where it was reported. */
  readonly sources: readonly string[];
}

/**
 * First quotas by the name that Compute Engine's errors have for them. They change, and a project's own stand in the console, so a plan
 * warns by them and refuses nothing.
 */
export const FIRST_QUOTAS: Readonly<Record<string, FirstQuota>> = {
  CPUS: {
    usual: [24, 24],
    trial: 8,
    sources: [
      "https://github.com/hashicorp/terraform-provider-kubernetes/pull/354",
      "https://github.com/amygdala/tensorflow-workshop/issues/13",
    ],
  },
  SSD_TOTAL_GB: {
    usual: [250, 500],
    trial: 250,
    sources: [
      "https://github.com/terraform-google-modules/terraform-google-kubernetes-engine/issues/1795",
      "https://github.com/kubernetes-hy/kubernetes-hy.github.io/issues/166",
      "https://github.com/kubeflow/pipelines/issues/10907",
    ],
  },
  IN_USE_ADDRESSES: {
    usual: [8, 8],
    trial: 4,
    sources: [
      "https://github.com/kubernetes-sigs/sig-storage-local-static-provisioner/pull/526",
      "https://github.com/kelseyhightower/kubernetes-the-hard-way/issues/47",
    ],
  },
};
