import { unknownDiskType } from "../../../policy/rules/unknown-disk-type";
import { ruleTest } from "../../support/rules";

const storageClass = (parameters: string, provisioner = "pd.csi.storage.gke.io"): string => `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ${provisioner}
parameters: { ${parameters} }`;

ruleTest(unknownDiskType, {
  valid: {
    "a type in capitals": storageClass("type: PD-SSD"),
    "an empty type": storageClass("type: ''"),
    "no type": storageClass("fsType: ext4"),
    "the one that fits the node": storageClass("type: dynamic"),
    "the largest Hyperdisk": storageClass("type: hyperdisk-extreme"),
    "a type of another cloud": storageClass("type: gp3", "ebs.csi.aws.com"),
  },
  invalid: {
    "another cloud's type": {
      yaml: storageClass("type: gp3"),
      says: [/disk type "?gp3"?, which does not exist; .*pd-ssd/],
    },
    "by the old driver": { yaml: storageClass("type: ssd", "kubernetes.io/gce-pd"), says: [/disk type/] },
  },
});
