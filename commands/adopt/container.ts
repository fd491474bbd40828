import { formatBytes, formatCpu, bytes, millicores } from "../../policy/facts/quantities";
import { cpuText, sizeText } from "./quantities";
import type { Field } from "../../policy/graph/object";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

/** Where the manifest gives no request, something has to stand in the entry until somebody has measured. */
const ASSUMED = { cpu: "500m", memory: "1Gi" } as const;
/** Where the manifest gives no CPU limit, how much of the request the container may use: enough not to slow what ran without one. */
const CPU_HEADROOM = 4;

/** Image, command, ports and resources of a container. */
export function containerSettings(
  container: Field,
  notes: Notes,
): Pick<Entry, "image" | "command" | "args" | "ports" | "resources"> {
  return {
    image: container.at("image").text ?? "",
    command: textsOf(container.at("command")),
    args: textsOf(container.at("args")),
    ports: portSettings(container, notes),
    resources: resourceSettings(container, notes),
  };
}

/** The texts of a list, or undefined where there are none. */
export function textsOf(field: Field): string[] | undefined {
  const texts = field.items.map(({ shown }) => shown);
  return texts.length === 0 ? undefined : texts;
}

function portSettings(container: Field, notes: Notes): Record<string, number> {
  const ports: Record<string, number> = {};
  for (const item of container.at("ports").items) {
    const port = item.at("containerPort").number;
    const protocol = item.at("protocol").text ?? "TCP";
    if (port === undefined || protocol !== "TCP") {
      notes.lose(
        item,
        `Port ${item.at("containerPort").shown}/${protocol}: Services and network rules here are TCP only.`,
      );
    } else {
      ports[portName(item, port, notes)] = port;
    }
  }
  return ports;
}

function portName(item: Field, port: number, notes: Notes): string {
  const name = item.at("name").text;
  const made = `tcp-${String(port)}`;
  return name ?? notes.choose(`ports.${made}`, made, "The port has no name in the manifest, and needs one.");
}

function resourceSettings(container: Field, notes: Notes): Entry["resources"] {
  const requested = amountsOf(container.at("resources.requests"));
  const limited = amountsOf(container.at("resources.limits"));
  const requests = requestsOf(requested, limited, notes);
  return {
    requests: { ...requests, ephemeralStorage: requested.ephemeralStorage ?? limited.ephemeralStorage },
    limits: {
      cpu: limited.cpu ?? cpuLimitFor(requests.cpu, notes),
      memory: limited.memory ?? memoryLimitFor(requests.memory, notes),
      ephemeralStorage: limited.ephemeralStorage ?? requested.ephemeralStorage,
    },
  };
}

/** A limit without a request is one too, as for the API server. */
function requestsOf(requested: Amounts, limited: Amounts, notes: Notes): { cpu: string; memory: string } {
  const assumed = (resource: "cpu" | "memory"): string =>
    notes.choose(
      `resources.requests.${resource}`,
      ASSUMED[resource],
      "The manifest has none that is an amount. Measure it: kubectl top pod.",
    );
  return {
    cpu: requested.cpu ?? limited.cpu ?? assumed("cpu"),
    memory: requested.memory ?? limited.memory ?? assumed("memory"),
  };
}

function cpuLimitFor(request: string, notes: Notes): string {
  return notes.choose(
    "resources.limits.cpu",
    formatCpu(millicores(request) * CPU_HEADROOM),
    `The manifest has none, and the container may use all of a node today: ${String(CPU_HEADROOM)} times the request.`,
  );
}

function memoryLimitFor(request: string, notes: Notes): string {
  return notes.choose(
    "resources.limits.memory",
    formatBytes(bytes(request)),
    "The manifest has none. A limit above the request lets neighbours run a node out of memory, so it is the request.",
  );
}

interface Amounts {
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly ephemeralStorage: string | undefined;
}

function amountsOf(list: Field): Amounts {
  return {
    cpu: cpuText(list.of("cpu")),
    memory: sizeText(list.of("memory")),
    ephemeralStorage: sizeText(list.of("ephemeral-storage")),
  };
}
