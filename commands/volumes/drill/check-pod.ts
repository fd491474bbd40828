import { UserError } from "../../shared/user-error";
import type { ApiObject } from "../../../cluster/api-object";

/** What a check is made of. */
export interface CheckOptions {
  /** Namespace of the copies. */
  readonly namespace: string;
  readonly ordinal: number;
  /** Name of the claim template → name of the copy. */
  readonly copies: Readonly<Record<string, string>>;
  /** Image with a shell. @default that of the workload's own container */
  readonly image: string | undefined;
  /** What else is run on the data, by a shell; it fails the drill where it fails. @default nothing */
  readonly check: string | undefined;
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly [field: string]: unknown;
}

interface Container {
  readonly image: string;
  readonly volumeMounts?: readonly Mount[];
  readonly resources?: object;
  readonly securityContext?: object;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly emptyDir?: object }[];
  readonly affinity?: { readonly nodeAffinity?: object };
  readonly [field: string]: unknown;
}

/** Fields of the workload's pods without which a check would not run where they run, or could not read what they wrote. */
const SAME = ["nodeSelector", "tolerations", "runtimeClassName", "securityContext"] as const;

/**
 * Lists each disk on standard output as `DIRECTORY FILES KIB NEWEST`, NEWEST being seconds since 1970, and fails where one holds no file; then
 * runs the check. What it says ends in the termination message, which stands in the pod's status, so that nobody needs the right to read logs.
 */
export const SCRIPT = `set -eu
out=\${TERMINATION_LOG:-/dev/termination-log}
for dir in "$@"; do
  files=$(find "$dir" -type f | wc -l | tr -d ' ')
  kib=$(du -sk "$dir" | cut -f1)
  newest=$(find "$dir" -type f -exec stat -c %Y {} + | sort -n | tail -n 1)
  echo "$dir $files $kib \${newest:-0}" >> "$out"
  if [ "$files" = 0 ]; then
    echo "error: $dir holds no file" >> "$out"
    exit 1
  fi
done
if [ -n "\${CHECK:-}" ]; then
  if ! said=$(sh -c "$CHECK" 2>&1); then
    printf 'error: the check failed: %.1000s\\n' "$said" >> "$out"
    exit 1
  fi
fi
`;

/** Where disks are mounted that the container does not mount. */
const ELSEWHERE = "/restored";

/** Name of the pod that looks at the copies of an ordinal. */
function checkName(ordinal: number): string {
  return `check-${String(ordinal)}`;
}

/**
 * A pod that mounts copies where the workload mounts its disks, as the same user and in its image, and says what is on them. Errors: UserError
 * where no container mounts them.
 */
export function checkPod(set: ApiObject, { check, copies, image, namespace, ordinal }: CheckOptions): ApiObject {
  const spec = podSpecOf(set);
  const { container, mounts } = mounting(spec, Object.keys(copies), set.metadata.name);
  const scratch = (spec.volumes ?? []).filter(({ emptyDir }) => emptyDir !== undefined).map(({ name }) => name);
  const nodeAffinity = spec.affinity?.nodeAffinity;
  const mounted = mounts.filter(({ name }) => Object.hasOwn(copies, name));
  // Of another container, or of none: it is looked at all the same.
  const others = Object.keys(copies).filter((name) => !mounted.some((mount) => mount.name === name));
  const data = [...mounted, ...others.map((name) => ({ name, mountPath: `${ELSEWHERE}/${name}` }))];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: checkName(ordinal), namespace },
    spec: {
      ...Object.fromEntries(SAME.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]]))),
      ...(nodeAffinity !== undefined && { affinity: { nodeAffinity } }),
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: "check",
          image: image ?? container.image,
          command: ["sh", "-c", SCRIPT, "sh", ...data.map(({ mountPath }) => mountPath)],
          ...(check !== undefined && { env: [{ name: "CHECK", value: check }] }),
          ...(container.resources !== undefined && { resources: container.resources }),
          ...(container.securityContext !== undefined && { securityContext: container.securityContext }),
          volumeMounts: [...data, ...mounts.filter(({ name }) => scratch.includes(name))],
        },
      ],
      volumes: [
        ...Object.entries(copies).map(([name, claimName]) => ({ name, persistentVolumeClaim: { claimName } })),
        ...(spec.volumes ?? []).filter(
          ({ name }) => scratch.includes(name) && mounts.some((mount) => mount.name === name),
        ),
      ],
    },
  };
}

function podSpecOf({ spec }: ApiObject): PodSpec {
  return (spec as { template: { spec: PodSpec } }).template.spec;
}

/** The first container that mounts a disk. */
function mounting(
  { containers }: PodSpec,
  volumes: readonly string[],
  set: string,
): { readonly container: Container; readonly mounts: readonly Mount[] } {
  const container = containers.find(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => volumes.includes(name)));
  if (container === undefined) {
    throw new UserError(
      `No container of StatefulSet ${set} mounts ${volumes.join(" or ")}: there is nothing that could look at the data.`,
    );
  }
  return { container, mounts: container.volumeMounts ?? [] };
}

/** What a check found on one disk. */
interface Looked {
  readonly directory: string;
  readonly files: number;
  readonly kib: number;
  /** When its newest file was written, in seconds since 1970. */
  readonly newest: number;
}

/** What a check said: what is on each disk, and what is wrong. */
export interface CheckResult {
  readonly disks: readonly Looked[];
  readonly error: string | undefined;
}

/** Reads a termination message of {@link SCRIPT}. */
export function readMessage(message: string): CheckResult {
  const lines = message.split("\n").filter((line) => line !== "");
  const from = lines.findIndex((line) => line.startsWith(ERROR));
  const disks = lines.slice(0, from === -1 ? undefined : from).flatMap((line): readonly Looked[] => {
    const [, directory = "", files, kib, newest] = /^(.+) (\d+) (\d+) (\d+)$/.exec(line) ?? [];
    return directory === "" ? [] : [{ directory, files: Number(files), kib: Number(kib), newest: Number(newest) }];
  });
  return { disks, error: from === -1 ? undefined : lines.slice(from).join("\n").slice(ERROR.length) };
}

const ERROR = "error: ";
