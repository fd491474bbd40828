import { crashLoop } from "../../../../commands/doctor/indicators/crash-loop";
import { nodeLost } from "../../../../commands/doctor/indicators/node-lost";
import { podNotReady } from "../../../../commands/doctor/indicators/pod-not-ready";
import { podPending } from "../../../../commands/doctor/indicators/pod-pending";
import {
  ago,
  claim,
  condition,
  event,
  inZone,
  itFinds,
  node,
  pending,
  pod,
  unready,
  volume,
  wellBut,
  without,
} from "../../../support/doctor";
import type { ApiObject } from "../../../../cluster/api-object";
import type { CaseData } from "../../../../commands/doctor/case/case";

const POD = "Pod/shop/db-1";
const NO_CPU = "0/2 nodes are available: 2 Insufficient cpu.";

describe("pod-pending", () => {
  const full = pending(1, 10, NO_CPU);
  const told = (message: string, reason = "FailedScaleUp"): CaseData => wellBut(full, event(full, 5, reason, message));
  const conflict = "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had volume node affinity conflict.";

  itFinds(podPending, [
    { name: "gives the scheduler two minutes", data: wellBut(pending(1, 1, NO_CPU)), finds: [] },
    {
      name: "lets a pod wait for a node that the autoscaler makes",
      data: wellBut(full, event(full, 3, "TriggeredScaleUp", "pod triggered scale-up")),
      finds: [],
    },
    {
      name: "waits no longer for a node than one takes",
      data: wellBut(full, event(full, 15, "TriggeredScaleUp", "pod triggered scale-up")),
      finds: [`no-room ${POD}`],
    },
    {
      name: "does not wait for a node that could not be made",
      data: wellBut(
        full,
        event(full, 8, "TriggeredScaleUp", "pod triggered scale-up"),
        event(
          full,
          5,
          "FailedScaleUp",
          "Node scale up in zones a associated with this pod failed: GCE out of resources.",
        ),
      ),
      finds: [`stockout ${POD}`],
    },
    {
      name: "lets a pod be that goes",
      data: wellBut({ ...full, metadata: { ...full.metadata, deletionTimestamp: ago(5) } }),
      finds: [],
    },
    ...[
      [
        "stockout",
        "Node scale up in zones europe-west1-b associated with this pod failed: GCE out of resources. Pod is at risk of not being scheduled.",
      ],
      [
        "quota",
        "Node scale up in zones europe-west1-b associated with this pod failed: GCE quota exceeded. Pod is at risk of not being scheduled.",
      ],
      ["no-addresses", "Node scale up in zones a associated with this pod failed: IP space exhausted."],
    ].map(([cause = "", message = ""]) => ({
      name: `tells ${cause} by what the autoscaler says`,
      data: told(message),
      finds: [`${cause} ${POD}`],
    })),
    {
      name: "tells a pool at its maximum",
      data: told("pod didn't trigger scale-up: 1 max node group size reached", "NotTriggerScaleUp"),
      finds: [`pool-at-maximum ${POD}`],
    },
    {
      name: "tells a pod that fits on no node",
      data: wellBut(pending(1, 10, NO_CPU, { containers: [{ name: "db", resources: { requests: { cpu: "5" } } }] })),
      finds: [`too-large ${POD}`],
    },
    {
      name: "tells a disk in a zone without nodes",
      data: wellBut(pending(1, 10, conflict), volume(1, { spec: inZone("c") })),
      finds: [`disk-in-other-zone ${POD}`],
    },
    {
      name: "tells a disk in a zone whose nodes are full",
      data: wellBut(pending(1, 10, conflict), volume(1, { spec: inZone("b") })),
      finds: [`zone-of-disk-full ${POD}`],
    },
    {
      name: "takes a cordoned node for none",
      data: wellBut(
        pending(1, 10, conflict),
        volume(1, { spec: inZone("b") }),
        node(1, { spec: { unschedulable: true } }),
      ),
      finds: [`disk-in-other-zone ${POD}`],
    },
    {
      name: "sees itself that the claim is gone, whatever the scheduler said before",
      data: without(wellBut(full), "PersistentVolumeClaim data-db-1"),
      finds: [`claim-missing ${POD}`],
    },
    {
      name: "sees itself that the claim is going",
      data: wellBut(full, claim(1, { metadata: { deletionTimestamp: ago(1) } })),
      finds: [`claim-going ${POD}`],
    },
    {
      name: "does not take a claim for gone that it may not see",
      data: { ...without(wellBut(full), "PersistentVolumeClaim data-db-1"), forbidden: ["PersistentVolumeClaim"] },
      finds: [`no-room ${POD}`],
    },
    ...[
      ["no-room", "0/9 nodes are available: 3 Insufficient cpu, 6 node(s) didn't match Pod's node affinity/selector."],
      ["no-room", "0/2 nodes are available: 2 Too many pods."],
      ["affinity", "0/2 nodes are available: 2 node(s) didn't match pod affinity rules."],
      ["ports", "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports."],
      ["no-volume", "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind."],
      ["disk-limit", "0/2 nodes are available: 2 node(s) exceed max volume count."],
      ["claim-unbound", "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims."],
      ["spread", "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints."],
      ["anti-affinity", "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules."],
      ["selector", "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector."],
      ["taint", "0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: db}."],
      ["gated", "Scheduling is blocked due to non-empty scheduling gates"],
      ["unknown", "0/2 nodes are available: 2 of something new."],
    ].map(([cause = "", message = ""]) => ({
      name: `tells ${cause} by what the scheduler says`,
      data: wellBut(pending(1, 10, message)),
      finds: [`${cause} ${POD}`],
    })),
  ]);
});

type Status = Readonly<Record<string, unknown>>;

/** A pod whose container has ended again and again. */
function crashing(ended: object, more: Status = {}): ApiObject {
  const state = { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" } };
  const lastState = { terminated: { exitCode: 1, reason: "Error", finishedAt: ago(2), ...ended } };
  return unready(
    1,
    30,
    {},
    {
      containerStatuses: [{ name: "db", ready: false, started: true, restartCount: 7, state, lastState, ...more }],
    },
  );
}

describe("crash-loop", () => {
  const waits = (reason: string, minutes: number): ApiObject =>
    pod(1, {
      metadata: { creationTimestamp: ago(minutes) },
      status: {
        phase: "Pending",
        containerStatuses: [
          { name: "db", ready: false, restartCount: 0, image: "db:1", state: { waiting: { reason } } },
        ],
      },
    });
  const killed = crashing({ exitCode: 137 }, { started: false });

  itFinds(crashLoop, [
    ...[
      ["disk-full", { message: "PANIC: could not write to file: No space left on device" }],
      ["read-only", { message: "mkdir: cannot create directory '/run/db': Read-only file system" }],
      ["permission", { message: 'initdb: could not change permissions of directory "/data": Operation not permitted' }],
      ["lock", { message: 'FATAL: lock file "postmaster.pid" already exists' }],
      ["data-damaged", { message: "WAL: checksum mismatch at 0/16B3748" }],
      [
        "data-of-other-version",
        {
          message:
            "The data directory was initialized by PostgreSQL version 15, which is not compatible with this version 16",
        },
      ],
      ["address-in-use", { message: "listen tcp :5432: bind: address already in use" }],
      ["peer", { message: "lookup db-0.db: no such host" }],
      ["memory", { exitCode: 137, reason: "OOMKilled" }],
      ["command", { exitCode: 127 }],
      ["segmentation-fault", { exitCode: 139 }],
      ["ends", { exitCode: 0, reason: "Completed" }],
      ["application", { exitCode: 3 }],
      ["command", { exitCode: 128, reason: "StartError", message: 'exec: "dbd": executable file not found in $PATH' }],
      ["application", { exitCode: 1, message: "malloc(): corrupted size vs. prev_size" }],
      ["application", { exitCode: 1, message: "panic: cannot load wallet config" }],
      ["application", { exitCode: 1, message: "inotify_add_watch: no space left on device" }],
    ].map(([cause, ended]) => ({
      name: `tells ${String(cause)} by how it ended`,
      data: wellBut(crashing(ended as object)),
      finds: [`${String(cause)} ${POD}`],
    })),
    {
      name: "tells a probe that kills it, also before it is up",
      data: wellBut(killed, event(killed, 2, "Killing", "Container db failed startup probe, will be restarted")),
      finds: [`probe ${POD}`],
    },
    {
      name: "tells a probe that kills what ends well when it is told to",
      data: wellBut(
        crashing({ exitCode: 0 }),
        event(killed, 2, "Killing", "Container db failed liveness probe, will be restarted"),
      ),
      finds: [`probe ${POD}`],
    },
    {
      name: "finds one that is up just now, between two crashes",
      data: wellBut(crashing({}, { state: { running: { startedAt: ago(1) } } })),
      finds: [`application ${POD}`],
    },
    {
      name: "lets one be that has restarted and is ready",
      data: wellBut(crashing({}, { ready: true, state: { running: { startedAt: ago(1) } } })),
      finds: [],
    },
    {
      name: "lets an old restart be",
      data: wellBut(crashing({ finishedAt: ago(90) }, { state: { running: { startedAt: ago(90) } } })),
      finds: [],
    },
    ...[
      ["image", "ImagePullBackOff"],
      ["image", "InvalidImageName"],
      ["configuration", "CreateContainerConfigError"],
      ["command", "RunContainerError"],
    ].map(([cause = "", reason = ""]) => ({
      name: `tells ${cause} by ${reason}`,
      data: wellBut(waits(reason, 1)),
      finds: [`${cause} ${POD}`],
    })),
    {
      name: "tells an image that runs as root where it must not",
      data: wellBut(
        pod(1, {
          status: {
            containerStatuses: [
              {
                name: "db",
                restartCount: 0,
                state: {
                  waiting: {
                    reason: "CreateContainerConfigError",
                    message: "Error: container has runAsNonRoot and image will run as root",
                  },
                },
              },
            ],
          },
        }),
      ),
      finds: [`user ${POD}`],
    },
    { name: "gives an image five minutes to be pulled", data: wellBut(waits("ErrImagePull", 1)), finds: [] },
    { name: "lets a container be that is made", data: wellBut(waits("ContainerCreating", 1)), finds: [] },
    {
      name: "reads init containers, which come first",
      data: wellBut(
        pod(1, {
          status: {
            initContainerStatuses: [
              {
                name: "init",
                restartCount: 4,
                state: { waiting: { reason: "CrashLoopBackOff" } },
                lastState: { terminated: { exitCode: 126, finishedAt: ago(1) } },
              },
            ],
            containerStatuses: [{ name: "db", restartCount: 0, state: { waiting: { reason: "PodInitializing" } } }],
          },
        }),
      ),
      finds: [`command ${POD}`],
    },
  ]);
});

describe("pod-not-ready", () => {
  const going = (minutes: number, finalizers: readonly string[] = []): ApiObject =>
    pod(1, { metadata: { deletionTimestamp: ago(minutes), finalizers } });

  itFinds(podNotReady, [
    { name: "gives a pod ten minutes", data: wellBut(unready(1, 9)), finds: [] },
    {
      name: "finds one that does not pass its readiness probe",
      data: wellBut(unready(1, 11)),
      finds: [`readiness-probe ${POD}`],
    },
    {
      name: "tells the startup probe apart",
      data: wellBut(
        unready(
          1,
          11,
          {},
          { containerStatuses: [{ name: "db", ready: false, started: false, state: { running: {} } }] },
        ),
      ),
      finds: [`startup-probe ${POD}`],
    },
    { name: "gives a pod that goes two minutes more than it was given", data: wellBut(going(1)), finds: [] },
    {
      name: "finds one that does not end on a node that answers",
      data: wellBut(going(5)),
      finds: [`does-not-end ${POD}`],
    },
    {
      name: "finds one whose node does not answer",
      data: wellBut(going(5), node(1, { status: { conditions: [condition("Ready", "Unknown", 9)] } })),
      finds: [`node-does-not-answer ${POD}`],
    },
    {
      name: "finds one that a readiness gate holds back",
      data: wellBut(
        pod(1, {
          spec: { readinessGates: [{ conditionType: "cloud.google.com/load-balancer-neg-ready" }] },
          status: { conditions: [condition("ContainersReady", "True", 20), condition("Ready", "False", 20)] },
        }),
      ),
      finds: [`readiness-gate ${POD}`],
    },
    {
      name: "finds one that a finalizer keeps",
      data: wellBut(going(5, ["example.com/keep"])),
      finds: [`finalizer ${POD}`],
    },
  ]);
});

describe("node-lost", () => {
  const away = (status: string, minutes: number, number = 1): ApiObject =>
    node(number, {
      status: {
        conditions: [condition("Ready", status, minutes, { message: "Kubelet stopped posting node status." })],
      },
    });

  itFinds(nodeLost, [
    { name: "finds a node that is not heard", data: wellBut(away("Unknown", 3)), finds: ["not-heard Node/n1"] },
    { name: "finds a kubelet that is not ready", data: wellBut(away("False", 3)), finds: ["kubelet Node/n1"] },
    { name: "gives a node a minute", data: wellBut(away("Unknown", 0.5)), finds: [] },
    { name: "lets a node be that has no pods of a set", data: wellBut(away("Unknown", 3, 7)), finds: [] },
  ]);
});
