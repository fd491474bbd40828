import { DISK_TYPES, REGIONAL_PD_TYPES } from "../facts/disk-types";
import { isBlockDriver, REGIONAL_HYPERDISK, REGIONAL_PD } from "../facts/storage-classes";
import { defineRule, problem } from "./engine/rule";

/** Types that are for two zones by themselves, or that take the one that fits. */
const EITHER = [REGIONAL_HYPERDISK, "dynamic"];

/** A class of a disk type that does not exist is accepted by Kubernetes, and every claim on it waits for ever. */
export const unknownDiskType = defineRule({
  id: "unknown-disk-type",
  severity: "high",
  title: "A class names disks that there are",
  why: "Kubernetes takes any text as a parameter. Compute Engine refuses the first disk, and the pods stay Pending with an event that few people see.",
  remediation:
    "Use `parameters: { type: pd-ssd }`, pd-balanced, pd-standard, pd-extreme or one of the Hyperdisk types.",
  effort: { time: "minutes", why: "The class is made anew; no disk of it can exist." },
  outcome: "Claims get their disks.",
  url: "https://cloud.google.com/compute/docs/disks",
  example: {
    wrong: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-sdd }`,
    right: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }`,
  },
  kinds: ["StorageClass"],
  scope: "object",
  *check(object) {
    const type = object.at("parameters").of("type");
    // The driver takes any case, and its default for an empty text.
    const name = (type.text ?? "").toLowerCase();
    if (!isBlockDriver(object.at("provisioner").text ?? "") || name === "") {
      return;
    }
    if (!DISK_TYPES.includes(name)) {
      yield problem(type, `has disk type ${type.shown}, which does not exist; those that do: ${DISK_TYPES.join(", ")}`);
      return;
    }
    const replication = object.at("parameters").of("replication-type");
    if (replication.text === REGIONAL_PD && ![...REGIONAL_PD_TYPES, ...EITHER].includes(name)) {
      yield problem(
        replication,
        `has replication-type regional-pd with disk type ${name}, of which there are no disks in two zones; there are of ${REGIONAL_PD_TYPES.join(", ")}, and of Hyperdisk type ${REGIONAL_HYPERDISK}, which is for two zones by itself`,
      );
    }
  },
});
