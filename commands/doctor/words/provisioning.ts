import type { Recognized } from "./told";

/** What drivers and Google say where no disk is made. Sources: research of this project, section 10. */
const PROVISIONING: readonly Recognized[] = [
  {
    cause: "class-missing",
    sign: /storageclass\S* "[^"]*" not found/,
    says: "its StorageClass is not there",
    next: "Correct the class in the configuration. A claim's class cannot change: the claim, which has no disk, must be made anew.",
  },
  {
    cause: "no-class",
    sign: /no storage class is set/,
    says: "it names no StorageClass, the cluster has no default, and no volume fits",
    next: "Name a class in the claim template, or make one the default.",
  },
  {
    cause: "two-zones",
    sign: /need 2 zones from topology, only got/,
    says: "a disk in two zones needs nodes in two zones, and there are nodes in one only",
    next: "Give the pool a second zone.",
  },
  {
    cause: "quota",
    sign: /QUOTA_EXCEEDED|[Qq]uota '?\S+'? exceeded|SSD_TOTAL_GB/,
    says: "the project's quota of disks is used up",
    next: "Ask for more quota of the region, or delete disks that nobody needs: npx gke-stateful volumes list.",
  },
  {
    cause: "size",
    sign: /[Dd]isk size cannot be (?:smaller|larger)|minimum size|infeasible/,
    says: "the disk type does not have this size",
    next: "Ask for a size that the type has.",
  },
  {
    cause: "type",
    sign: /not a compatible disk type|features are not compatible|[Ii]nvalid (?:value for field )?.*disk ?type|unsupported/i,
    says: "the disk type does not fit",
    next: "Choose a disk type that the region and the machine type have.",
  },
  {
    cause: "key",
    sign: /cloudkms|CryptoKey|kmsKey/i,
    says: "the key of the disk may not be used",
    next: "Give the Compute Engine service agent cloudkms.cryptoKeyEncrypterDecrypter on the key.",
  },
  {
    cause: "permission",
    sign: /PERMISSION_DENIED|Error 403\b|forbidden/i,
    says: "the driver may not make disks",
    next: "Look at the rights of the cluster's service agent.",
  },
  {
    cause: "source",
    sign: /snapshot .*not (?:found|ready)|dataSource|volumesnapshot/i,
    says: "what it is made from is not there",
    next: "Look at the VolumeSnapshot that the claim names.",
  },
  {
    cause: "stockout",
    sign: /RESOURCE_POOL_EXHAUSTED|stockout|resources available/i,
    says: "Google has no such disk free there",
    next: "Wait, or choose another type or zone.",
  },
];

/** Why a disk is not made, by what its driver says; undefined where that is not known. */
export function whyNotMade(message: string): Recognized | undefined {
  return PROVISIONING.find(({ sign }) => sign.test(message));
}
