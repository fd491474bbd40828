import { ZONES_OF_A_REGIONAL_DISK } from "../facts/storage-classes";
import { classZones, factsOf } from "../graph/classes";
import { defineRule, problem } from "./engine/rule";

/** A regional disk lives in two zones; a class that names one cannot make any, and one that names three leaves them to chance. */
export const regionalClassZones = defineRule({
  id: "regional-class-zones",
  severity: "high",
  title: "A class of two-zone disks names two zones",
  why: 'The driver makes each disk in two zones out of those that the class allows. With one it fails ("need 2 zones from topology"); with three each disk is in the zone of its first pod and in another that nobody chose, and a pod may be left without a node where its disk is.',
  remediation:
    "Name the two zones of the nodes: `allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`.",
  effort: { time: "minutes", why: "The class is made anew; disks that exist stay where they are." },
  outcome: "Every disk is where the nodes are.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/regional-pd",
  example: {
    wrong: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b] }] }]`,
    right: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd, replication-type: regional-pd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b, europe-west1-c] }] }]`,
  },
  kinds: ["StorageClass"],
  scope: "object",
  *check(object) {
    const zones = factsOf(object).regional ? classZones(object) : undefined;
    if (zones !== undefined && zones.length !== ZONES_OF_A_REGIONAL_DISK) {
      yield problem(
        object.at("allowedTopologies"),
        `makes disks that live in two zones, and allows ${zones.length === 1 ? "one" : String(zones.length)}: ${zones.join(", ")}`,
      );
    }
  },
});
