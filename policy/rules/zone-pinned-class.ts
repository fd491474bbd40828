import { claimClassUsers } from "../graph/class-users";
import { classZones, factsOf } from "../graph/classes";
import { isBlockDriver } from "../facts/storage-classes";
import { defineRule, problem } from "./engine/rule";
import type { GraphObject, Field } from "../graph/object";

/** A class that names one zone puts every disk there, whoever uses it one day. */
export const zonePinnedClass = defineRule({
  id: "zone-pinned-class",
  severity: "advisory",
  title: "A class leaves the zone to the pods",
  why: "Every disk of the class is in one zone, and so is every pod with such a disk. The loss of that zone takes all of them, and the nodes of other zones stand idle.",
  remediation:
    "Leave the zone out with `volumeBindingMode: WaitForFirstConsumer`: each disk is then made where its pod goes. Or make two-zone disks, `replication-type: regional-pd`.",
  effort: { time: "minutes", why: "The class is made anew; disks that exist stay where they are." },
  outcome: "Disks are spread as the pods are.",
  url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode",
  example: {
    wrong: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }
allowedTopologies: [{ matchLabelExpressions: [{ key: topology.gke.io/zone, values: [europe-west1-b] }] }]`,
    right: `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: pd.csi.storage.gke.io
parameters: { type: pd-ssd }
volumeBindingMode: WaitForFirstConsumer`,
  },
  kinds: ["StorageClass"],
  scope: "graph",
  *check(object, graph) {
    const { provisioner, regional } = factsOf(object);
    // With a workload on it, what it does to that workload is said there.
    if (regional || !isBlockDriver(provisioner) || graph.once(claimClassUsers).has(object)) {
      return;
    }
    const pin = pinOf(object);
    if (pin !== undefined) {
      yield problem(pin.field, `puts every disk into zone ${pin.zone}`);
    }
  },
});

function pinOf(object: GraphObject): { readonly field: Field; readonly zone: string } | undefined {
  const parameters = object.at("parameters");
  const zones = classZones(object) ?? parameters.of("zones").text?.split(",") ?? [];
  const field = parameters.of("zone").isSet ? parameters.of("zone") : object.at("allowedTopologies");
  const zone = parameters.of("zone").text ?? (zones.length === 1 ? zones[0] : undefined);
  return zone === undefined ? undefined : { field, zone };
}
