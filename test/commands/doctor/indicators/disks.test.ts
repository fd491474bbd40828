import { KEPT_LABELS } from "../../../../cluster/volumes";
import { diskNotAttached } from "../../../../commands/doctor/indicators/disk-not-attached";
import { diskNotGrowing } from "../../../../commands/doctor/indicators/disk-not-growing";
import { diskNotMade } from "../../../../commands/doctor/indicators/disk-not-made";
import { diskWithoutClaim } from "../../../../commands/doctor/indicators/disk-without-claim";
import {
  ago,
  claim,
  event,
  itFinds,
  other,
  pending,
  pod,
  starting,
  storageClass,
  volume,
  wellBut,
  without,
} from "../../../support/doctor";
import type { ApiObject } from "../../../../cluster/api-object";
import type { CaseData } from "../../../../commands/doctor/case/case";

const CLAIM = "PersistentVolumeClaim/shop/data-db-1";

describe("disk-not-made", () => {
  const waiting = (minutes: number): ApiObject =>
    claim(1, {
      metadata: { creationTimestamp: ago(minutes) },
      spec: { volumeName: undefined },
      status: { phase: "Pending" },
    });
  const says = (message: string): CaseData =>
    wellBut(waiting(10), event(waiting(10), 1, "ProvisioningFailed", message));
  const unscheduled = pending(1, 10, "0/2 nodes are available: 2 Insufficient cpu.");

  itFinds(diskNotMade, [
    {
      name: "says nothing of a claim that waits for its pod, which no node takes",
      data: wellBut(waiting(600), unscheduled),
      finds: [],
    },
    { name: "gives a claim two minutes", data: wellBut(waiting(1)), finds: [] },
    {
      name: "says that no driver answers, where the pod has a node",
      data: wellBut(waiting(10)),
      finds: [`no-driver ${CLAIM}`],
    },
    {
      name: "says so of a claim that waits for nobody",
      data: wellBut(waiting(10), unscheduled, storageClass({ volumeBindingMode: "Immediate" })),
      finds: [`no-driver ${CLAIM}`],
    },
    {
      name: "lets a driver be that has begun just now",
      data: wellBut(
        waiting(10),
        event(waiting(10), 0.5, "Provisioning", "External provisioner is provisioning volume"),
      ),
      finds: [],
    },
    {
      name: "does not take what the controller says for what a driver says",
      data: wellBut(waiting(10), event(waiting(10), 0.5, "ExternalProvisioning", "Waiting for a volume to be created")),
      finds: [`no-driver ${CLAIM}`],
    },
    {
      name: "tells a claim without a class, in a cluster without a default",
      data: wellBut(
        waiting(10),
        event(
          waiting(10),
          1,
          "FailedBinding",
          "no persistent volumes available for this claim and no storage class is set",
        ),
      ),
      finds: [`no-class ${CLAIM}`],
    },
    {
      name: "sees itself that the class is missing",
      data: without(wellBut(waiting(10), unscheduled), "StorageClass fast"),
      finds: [`class-missing ${CLAIM}`],
    },
    {
      name: "does not take a class for missing that it may not see",
      data: { ...without(wellBut(waiting(10), unscheduled), "StorageClass fast"), forbidden: ["StorageClass"] },
      finds: [],
    },
    ...[
      [
        "two-zones",
        'failed to provision volume with StorageClass "fast": rpc error: code = InvalidArgument desc = need 2 zones from topology, only got [a]',
      ],
      [
        "quota",
        "rpc error: code = ResourceExhausted desc = CreateVolume failed: googleapi: Error 403: QUOTA_EXCEEDED - Quota 'SSD_TOTAL_GB' exceeded. Limit: 500.0 in region europe-west1.",
      ],
      [
        "size",
        "googleapi: Error 400: Invalid value for field 'resource.sizeGb': '5'. Disk size cannot be smaller than 200 GB., invalid",
      ],
      [
        "key",
        "googleapi: Error 400: Cloud KMS error when using key projects/p/locations/l/keyRings/r/cryptoKeys/k: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied, kmsPermissionDenied",
      ],
      [
        "permission",
        "googleapi: Error 403: Required 'compute.disks.create' permission for 'projects/p/zones/a/disks/d', forbidden",
      ],
      ["source", 'failed to get VolumeSnapshot: snapshot "nightly" not found'],
      ["stockout", "ZONE_RESOURCE_POOL_EXHAUSTED: The zone does not have enough resources available"],
      ["provisioning", "rpc error: code = Internal desc = something new"],
    ].map(([cause = "", message = ""]) => ({
      name: `tells ${cause} by what the driver says`,
      data: says(message),
      finds: [`${cause} ${CLAIM}`],
    })),
  ]);
});

describe("disk-not-attached", () => {
  const says = (message: string, reason = "FailedAttachVolume"): CaseData =>
    wellBut(starting(1, 10), event(starting(1, 10), 1, reason, message));

  itFinds(diskNotAttached, [
    {
      name: "gives a pod two minutes",
      data: wellBut(starting(1, 1), event(starting(1, 1), 1, "FailedMount", "x")),
      finds: [],
    },
    { name: "needs something that was said", data: wellBut(starting(1, 10)), finds: [] },
    {
      name: "lets a pod be that runs: what was said is over",
      data: wellBut(pod(1), event(pod(1), 1, "FailedMount", "Unable to attach or mount volumes: timed out")),
      finds: [],
    },
    ...[
      [
        "still-elsewhere",
        'Multi-Attach error for volume "v1" Volume is already exclusively attached to one node and can\'t be attached to another',
      ],
      [
        "disk-gone",
        'rpc error: code = NotFound desc = Could not find disk Key{"pvc-1", zone: "a"}: googleapi: Error 404: The resource \'projects/p/zones/a/disks/pvc-1\' was not found, notFound',
      ],
      [
        "disk-limit",
        "googleapi: Error 400: Exceeded limit 'maximum_persistent_disks' on resource 'n1'. Maximum persistent disks count is 16",
      ],
      ["type", "googleapi: Error 400: pd-ssd disk type is not compatible with machine type c4-standard-4, badRequest"],
      [
        "file-system",
        "MountVolume.MountDevice failed: mount: /dev/sdb: wrong fs type, bad option, bad superblock on /dev/sdb",
      ],
      ["missing-configuration", 'MountVolume.SetUp failed for volume "settings" : configmap "db-settings" not found'],
      ["attach", "rpc error: code = Internal desc = something new"],
    ].map(([cause = "", message = ""]) => ({
      name: `tells ${cause} by what is said`,
      data: says(message),
      finds: [`${cause} Pod/shop/db-1`],
    })),
    {
      name: "does not take a machine or a Secret that is gone for a disk",
      data: says('rpc error: code = NotFound desc = Could not find instance Key{"n1", zone: "a"}'),
      finds: ["attach Pod/shop/db-1"],
    },
    {
      name: "lets a failure be that is over: the disk was attached after it",
      data: wellBut(
        starting(1, 10),
        event(starting(1, 10), 9, "FailedAttachVolume", "Multi-Attach error"),
        event(starting(1, 10), 8, "SuccessfulAttachVolume", "AttachVolume.Attach succeeded"),
      ),
      finds: [],
    },
    {
      name: "lets a failure be that is over: an image is pulled after it",
      data: wellBut(
        starting(1, 10),
        event(starting(1, 10), 9, "FailedMount", "failed to sync configmap cache"),
        event(starting(1, 10), 8, "Pulling", "Pulling image"),
      ),
      finds: [],
    },
    {
      name: "reads the error of the attachment to the pod's node, and of no other one",
      data: wellBut(
        starting(1, 10),
        attachment("here", "n1", "v1", "googleapi: Error 400: RESOURCE_IN_USE_BY_ANOTHER_RESOURCE"),
        attachment("there", "n0", "v0", "notFound"),
      ),
      finds: ["still-elsewhere Pod/shop/db-1"],
    },
  ]);
});

function attachment(name: string, nodeName: string, persistentVolumeName: string, message: string): ApiObject {
  const { metadata, ...rest } = other("VolumeAttachment", name, {
    spec: { nodeName, source: { persistentVolumeName } },
    status: { attached: false, attachError: { message } },
  });
  return { ...rest, metadata: { ...metadata, namespace: undefined } } as unknown as ApiObject;
}

describe("disk-not-growing", () => {
  const larger = (state?: string): ApiObject =>
    claim(1, {
      spec: { resources: { requests: { storage: "20Gi" } } },
      status: state === undefined ? {} : { allocatedResourceStatuses: { storage: state } },
    });

  itFinds(diskNotGrowing, [
    { name: "lets a disk be that grows", data: wellBut(larger("NodeResizePending")), finds: [] },
    {
      name: "finds a size that the driver cannot give",
      data: wellBut(larger("ControllerResizeInfeasible")),
      finds: [`driver ${CLAIM}`],
    },
    {
      name: "finds a file system that does not grow",
      data: wellBut(larger("NodeResizeInfeasible")),
      finds: [`file-system ${CLAIM}`],
    },
    {
      name: "finds what an event says",
      data: wellBut(larger(), event(larger(), 3, "VolumeResizeFailed", "resize volume failed: QUOTA_EXCEEDED")),
      finds: [`driver ${CLAIM}`],
    },
    {
      name: "lets an old failure be where the size is there",
      data: wellBut(event(claim(1), 3, "VolumeResizeFailed", "resize volume failed")),
      finds: [],
    },
  ]);
});

describe("disk-without-claim", () => {
  const released = volume(5, { status: { phase: "Released" } });

  itFinds(diskWithoutClaim, [
    { name: "finds a disk without a claim", data: wellBut(released), finds: ["retained PersistentVolume/v5"] },
    {
      name: "says where its driver cannot delete it",
      data: wellBut(volume(5, { status: { phase: "Failed" } }), event(released, 1, "VolumeFailedDelete", "in use")),
      finds: ["cannot-be-deleted PersistentVolume/v5"],
    },
    {
      name: "lets one be that a move keeps on purpose",
      data: wellBut(volume(5, { metadata: { labels: { [KEPT_LABELS.set]: "db" } }, status: { phase: "Released" } })),
      finds: [],
    },
  ]);
});
