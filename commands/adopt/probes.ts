import type { Field } from "../../policy/graph/object";
import type { Entry } from "./entry";
import type { Notes } from "./notes";

type Probes = NonNullable<Entry["probes"]>;
type Probe = NonNullable<Probes["startup"]>;

/** What the API server fills in. Source: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#probe-v1-core */
const DEFAULTS = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;

/** Kinds of probes that a manifest can have. */
const KINDS = { startup: "startupProbe", readiness: "readinessProbe", liveness: "livenessProbe" } as const;

/** Health checks of a container. */
export function probeSettings(container: Field, notes: Notes): Probes {
  const probes: Probes = {};
  for (const [name, key] of Object.entries(KINDS) as [keyof typeof KINDS, string][]) {
    const probe = probeOf(container.at(key), notes);
    if (probe !== undefined) {
      probes[name] = probe;
    }
  }
  const delayed = container.at(KINDS.liveness);
  if (probes.startup === undefined && probes.liveness !== undefined && delay(delayed) > 0) {
    probes.startup = startupFor(probes.liveness, delay(delayed), notes);
  }
  return probes;
}

function delay(probe: Field): number {
  return probe.at("initialDelaySeconds").number ?? 0;
}

/** A delay is a guess at how long a start takes. A startup probe waits as long, and ends as soon as the container is up. */
function startupFor(liveness: Probe, seconds: number, notes: Notes): Probe {
  const period = liveness.periodSeconds ?? DEFAULTS.periodSeconds;
  const patience = liveness.failureThreshold ?? DEFAULTS.failureThreshold;
  const failureThreshold = Math.ceil(seconds / period) + patience;
  return notes.choose(
    "probes.startup",
    { ...liveness, failureThreshold },
    `In place of the liveness probe's initialDelaySeconds ${String(seconds)}: the start may take as long as before.`,
  );
}

function probeOf(field: Field, notes: Notes): Probe | undefined {
  if (!field.isSet) {
    return undefined;
  }
  const handler = handlerOf(field, notes);
  return handler && { ...handler, ...timingOf(field) };
}

function timingOf(field: Field): Probe {
  const number = (key: keyof typeof DEFAULTS): number => field.at(key).number ?? DEFAULTS[key];
  return {
    periodSeconds: number("periodSeconds"),
    timeoutSeconds: number("timeoutSeconds"),
    failureThreshold: number("failureThreshold"),
  };
}

function handlerOf(field: Field, notes: Notes): Probe | undefined {
  const [http, tcp, exec] = [field.at("httpGet"), field.at("tcpSocket"), field.at("exec.command")];
  if (http.isSet) {
    return httpHandler(http, notes);
  }
  if (tcp.isSet) {
    return { port: portOf(tcp) };
  }
  if (exec.isSet) {
    return { command: exec.items.map(({ shown }) => shown) };
  }
  notes.lose(field, "This kind of probe cannot be written here. Ask the port by tcpSocket, or run a command.");
  return undefined;
}

function httpHandler(http: Field, notes: Notes): Probe {
  for (const key of ["httpHeaders", "host"]) {
    if (http.at(key).isSet) {
      notes.lose(http.at(key), "Probes here ask plainly. Use a command where the server needs more.");
    }
  }
  const port = portOf(http);
  if (http.at("scheme").text === "HTTPS") {
    // Asked by HTTP, a port with TLS refuses, and the container would be restarted for ever.
    notes.lose(
      http.at("scheme"),
      "Probes here ask by HTTP, which a port with TLS refuses: this one only connects. Use a command to ask more.",
    );
    return { port };
  }
  return { httpPath: http.at("path").text ?? "/", port };
}

/** A number, or the name of a port. Numbers in quotes are numbers. */
function portOf(handler: Field): number | string {
  const { shown } = handler.at("port");
  return /^\d+$/.test(shown) ? Number(shown) : shown;
}
