import { createHash } from "node:crypto";
import { hasWireUnknown, isSpecial, WIRE_UNKNOWN, wireSecret } from "./wire";
import type { PlanMode } from "./plan";
import type { ProviderAnswer } from "./monitor";
import type { Registration } from "./registration";
import type { WireObject } from "./wire";

/**
 * Answers in the place of the providers. In a preview they know what the engine would know before anything exists; in an
 * update they make plausible values up, the same ones for the same resource. They check nothing: that is the providers' work.
 */
export function fakeProviders(mode: PlanMode): (registration: Registration) => ProviderAnswer {
  const unreachable = new Set<string>();
  return (registration) => {
    if (mode === "update") {
      const inputs = checkedInputs(registration);
      return {
        id: fakeId({ ...registration, inputs }),
        inputs,
        outputs: secretly(registration, { ...inputs, ...computedOutputs(registration) }),
      };
    }
    if (registration.type.startsWith("pulumi:providers:") && hasWireUnknown(registration.inputs)) {
      unreachable.add(registration.urn);
    }
    if (unreachable.has(registration.provider)) {
      // The engine does not ask a provider whose configuration it does not know yet: all outputs are unknown then.
      return { id: undefined, inputs: registration.inputs, outputs: {} };
    }
    const inputs = checkedInputs(registration);
    return { id: undefined, inputs, outputs: { ...inputs, ...notYet(computedOutputs(registration)) } };
  };
}

/** Kubernetes types whose objects the provider does not name: what it renders itself, lists, and patches of other objects. */
const NOT_NAMED = /^kubernetes:(?:yaml|helm\.sh|kustomize)|(?:List|Patch)$/;
/** Length of what the provider puts behind a name that it makes up. */
const SUFFIX_LENGTH = 8;

/**
 * Inputs as the provider completes them before anybody sees them: a Kubernetes object without a name gets that of the
 * resource, with a few random digits.
 * Source: https://www.pulumi.com/registry/packages/kubernetes/, "Auto-naming"
 */
function checkedInputs({ custom, inputs, name, type, urn }: Registration): WireObject {
  if (!custom || !type.startsWith("kubernetes:") || NOT_NAMED.test(type)) {
    return inputs;
  }
  const metadata = inputs["metadata"] ?? {};
  if (typeof metadata !== "object" || hasName(metadata as WireObject)) {
    return inputs;
  }
  const named = `${name}-${digits(urn).slice(0, SUFFIX_LENGTH)}`;
  return { ...inputs, metadata: { ...metadata, name: named } };
}

/** Whether metadata says how the object is called, in one way or another. A secret or unknown map may. */
function hasName(metadata: WireObject): boolean {
  const named = ["name", "generateName"].some((key) => key in metadata);
  return named || isSpecial(metadata);
}

/** Type of a resource whose id others use as a path. */
const CLUSTER_TYPE = "gcp:container/cluster:Cluster";

function fakeId({ inputs, name, type }: Registration): string {
  const metadata = inputs["metadata"];
  if (type.startsWith("kubernetes:") && typeof metadata === "object" && metadata !== null) {
    const { name: objectName, namespace } = metadata as Record<string, unknown>;
    return [namespace, objectName].filter((part) => typeof part === "string").join("/");
  }
  if (type === CLUSTER_TYPE) {
    const said = (key: string): string => (typeof inputs[key] === "string" ? inputs[key] : key);
    return `projects/${said("project")}/locations/${said("location")}/clusters/${said("name")}`;
  }
  return `${name}-${digits(name)}`;
}

/** Number of every project that is not there. */
const PROJECT_NUMBER = "123456789012";

/** Domain of a service's own account. Source: https://cloud.google.com/iam/docs/service-agents */
function agentDomain(service: string): string {
  return service === "container.googleapis.com" ? "container-engine-robot" : `gcp-sa-${service.split(".")[0] ?? ""}`;
}

type Computed = (registration: Registration) => WireObject;

/** Outputs that programs read and inputs do not hold. */
const COMPUTED: Readonly<Record<string, Computed>> = {
  "gcp:container/cluster:Cluster": ({ inputs }) => ({
    endpoint: "203.0.113.10",
    masterAuth: { ...(inputs["masterAuth"] as object), clusterCaCertificate: Buffer.from("plan").toString("base64") },
    controlPlaneEndpointsConfig: {
      ...(inputs["controlPlaneEndpointsConfig"] as object),
      dnsEndpointConfig: { endpoint: `gke-${digits(String(inputs["name"]))}.${String(inputs["location"])}.gke.goog` },
    },
  }),
  "gcp:projects/serviceIdentity:ServiceIdentity": ({ inputs }) => {
    const email = `service-${PROJECT_NUMBER}@${agentDomain(String(inputs["service"]))}.iam.gserviceaccount.com`;
    return { email, member: `serviceAccount:${email}` };
  },
  "random:index/randomId:RandomId": ({ inputs, name }) => ({
    hex: digits(name).slice(0, 2 * Number(inputs["byteLength"])),
  }),
  "random:index/randomPassword:RandomPassword": ({ inputs, urn }) => ({
    result: digits(urn).repeat(2).slice(0, Number(inputs["length"])),
  }),
};

function computedOutputs(registration: Registration): WireObject {
  return COMPUTED[registration.type]?.(registration) ?? {};
}

/** What a provider makes up is unknown until it has. */
function notYet(outputs: WireObject): WireObject {
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, WIRE_UNKNOWN]));
}

/** Outputs that the program or the SDK declares secret arrive as secrets. */
function secretly({ options }: Registration, outputs: WireObject): WireObject {
  const secrets = (options.additionalSecretOutputs ?? []).filter((name) => name in outputs);
  return { ...outputs, ...Object.fromEntries(secrets.map((name) => [name, wireSecret(outputs[name])])) };
}

/** 64 hexadecimal digits that look random and are always the same for the same text. */
function digits(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
