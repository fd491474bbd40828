import { KEPT_LABELS } from "../../../../cluster/volumes";
import { dataLoss } from "../../../../commands/doctor/indicators/data-loss";
import { ago, claim, itFinds, other, set, volume, wellBut, without } from "../../../support/doctor";

const CLAIM = "PersistentVolumeClaim/shop/data-db-0";

describe("data-loss", () => {
  itFinds(dataLoss, [
    {
      name: "finds a claim whose volume is gone",
      data: without(wellBut(claim(0, { status: { phase: "Lost" } })), "PersistentVolume v0"),
      finds: [`volume-gone ${CLAIM}`],
    },
    {
      name: "finds a claim that is deleted and still used",
      data: wellBut(
        claim(0, { metadata: { deletionTimestamp: ago(1), finalizers: ["kubernetes.io/pvc-protection"] } }),
      ),
      finds: [`claim-going ${CLAIM}`],
    },
    {
      name: "lets a claim go that nobody uses: whoever scaled down wants that",
      data: without(wellBut(claim(0, { metadata: { deletionTimestamp: ago(1) } })), "Pod db-0"),
      finds: [],
    },
    {
      name: "lets a disk be that its driver is about to delete",
      data: wellBut(
        volume(0, {
          metadata: { name: "old" },
          spec: {
            persistentVolumeReclaimPolicy: "Delete",
            claimRef: { namespace: "shop", name: "data-db-0", uid: "before" },
          },
          status: { phase: "Released" },
        }),
      ),
      finds: [],
    },
    {
      name: "lets data in memory be",
      data: wellBut(set(withEmptyDir("/data", { medium: "Memory" }))),
      finds: [],
    },
    {
      name: "finds a claim that was made anew while the disk of the one before is still there",
      data: wellBut(
        volume(0, {
          metadata: { name: "old" },
          spec: { claimRef: { namespace: "shop", name: "data-db-0", uid: "before" } },
          status: { phase: "Released" },
        }),
      ),
      finds: [`claim-made-anew ${CLAIM}`],
    },
    {
      name: "lets a disk be that a move keeps on purpose",
      data: wellBut(
        volume(0, {
          metadata: { name: "old", labels: { [KEPT_LABELS.set]: "db" } },
          spec: { claimRef: { namespace: "shop", name: "data-db-0", uid: "before" } },
          status: { phase: "Released" },
        }),
      ),
      finds: [],
    },
    {
      name: "lets a Released disk be whose claim nobody made anew",
      data: wellBut(
        volume(7, {
          spec: { claimRef: { namespace: "shop", name: "data-db-7", uid: "x" } },
          status: { phase: "Released" },
        }),
      ),
      finds: [],
    },
    {
      name: "finds an older claim under the name of another template",
      data: wellBut(
        claim(0, { metadata: { creationTimestamp: ago(5) } }),
        claim(0, { metadata: { name: "store-db-0" } }),
      ),
      finds: ["template-renamed PersistentVolumeClaim/shop/store-db-0"],
    },
    {
      name: "lets another claim be that is as old, or mounted",
      data: wellBut(
        claim(0, { metadata: { name: "logs-db-0" } }),
        claim(1, { metadata: { creationTimestamp: ago(5) } }),
        claim(1, { metadata: { name: "logs-db-1" } }),
        other("Pod", "reader", {
          spec: { containers: [], volumes: [{ name: "x", persistentVolumeClaim: { claimName: "logs-db-1" } }] },
        }),
      ),
      finds: [],
    },
    {
      name: "finds a set that keeps its data in an emptyDir",
      data: wellBut(set(withEmptyDir("/var/lib/postgresql"))),
      finds: ["no-disk StatefulSet/shop/db"],
    },
    { name: "lets an emptyDir for scratch be", data: wellBut(set(withEmptyDir("/tmp"))), finds: [] },
    {
      name: "tells the claims of a set whose name ends alike by their labels",
      data: wellBut(
        claim(0, { metadata: { creationTimestamp: ago(5) } }),
        claim(0, { metadata: { name: "data-my-db-0", labels: { app: "my-db" } } }),
      ),
      finds: [],
    },
  ]);
});

function withEmptyDir(mountPath: string, emptyDir: object = {}): { readonly spec: object } {
  const containers = [{ name: "db", volumeMounts: [{ name: "scratch", mountPath }] }];
  return {
    spec: {
      volumeClaimTemplates: [],
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers, volumes: [{ name: "scratch", emptyDir }] },
      },
    },
  };
}
