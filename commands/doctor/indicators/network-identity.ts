import { lengthOf, unreadyFor } from "../case/quotes";
import { textsOf } from "../case/pods";
import { refOf } from "../case/ref";
import { selects } from "../case/selector";
import { kubectl } from "../finding";
import type { Case } from "../case/case";
import type { EgressRule, NetworkPolicy, Service, StatefulSet } from "../case/types";
import type { Indicator, Sign } from "../finding";

/** Port of DNS. */
const DNS = 53;
/** Seconds that pods may need to find each other for the first time. */
const GRACE = 300;

/** Pods whose names do not resolve. */
export const networkIdentity: Indicator = {
  id: "network-identity",
  title: "The names of a set's pods do not resolve",
  severity: "high",
  runbook: "docs/runbooks/network-identity.md",
  alerts: [],
  find: (the) => the.sets.flatMap((set) => signOf(the, set) ?? []),
};

function signOf(the: Case, set: StatefulSet): Sign | undefined {
  const { serviceName = "" } = set.spec;
  const service = the.service(set.metadata.namespace ?? "", serviceName);
  if (serviceName === "" || !the.knows("Service")) {
    return dnsBlocked(the, set);
  }
  return service === undefined
    ? {
        ...sign(
          set,
          "service-missing",
          `its Service ${serviceName} is not there`,
          [`serviceName ${serviceName}`],
          "Make it: headless (clusterIP: None), with the pods' labels as its selector.",
        ),
        ...lowWhereUnused(the, set),
      }
    : (wrongService(the, set, service) ??
        otherDomain(the, set, serviceName) ??
        dnsBlocked(the, set) ??
        notPublished(the, set, service));
}

function sign(set: StatefulSet, cause: string, why: string, evidence: readonly string[], next: string): Sign {
  const { name, namespace = "" } = set.metadata;
  return {
    cause,
    subject: refOf(set),
    says: `The names of the pods of ${name} do not resolve: ${why}.`,
    evidence,
    next: [
      { says: next },
      {
        says: "See what the names point at.",
        command: `kubectl get endpointslices --namespace ${namespace} --selector kubernetes.io/service-name=${set.spec.serviceName ?? ""}`,
      },
    ],
  };
}

/** Many charts name a Service that gives no names, and need none: low, where all pods are ready and nobody is seen to use one. */
function lowWhereUnused(the: Case, set: StatefulSet): Pick<Sign, "severity"> {
  const { name, namespace = "" } = set.metadata;
  // Names of objects have no sign of a pattern but the dot.
  const host = new RegExp(
    String.raw`\b${name.replaceAll(".", String.raw`\.`)}-(?:\d+|\$\S+)\.${set.spec.serviceName ?? ""}\b`,
  );
  const isUsed = the.pods.some(
    (pod) => pod.metadata.namespace === namespace && textsOf(pod).some((text) => host.test(text)),
  );
  return isUsed || the.podsOf(set).some((pod) => unreadyFor(the, pod) > 0) ? {} : { severity: "low" };
}

function wrongService(the: Case, set: StatefulSet, service: Service): Sign | undefined {
  const { name } = service.metadata;
  const { clusterIP, selector = {} } = service.spec;
  const labels = set.spec.template.metadata?.labels ?? {};
  if (clusterIP !== "None") {
    const signed = sign(
      set,
      "not-headless",
      `Service ${name} is not headless, so that pods get no names`,
      [`clusterIP ${clusterIP ?? "not set"}`],
      "Make a headless Service. clusterIP and serviceName cannot change: both must be made anew, the set with kubectl delete --cascade=orphan.",
    );
    return { ...signed, ...lowWhereUnused(the, set) };
  }
  const wrong = Object.entries(selector).filter(([key, value]) => labels[key] !== value);
  return wrong.length === 0
    ? undefined
    : sign(
        set,
        "selector",
        `Service ${name} selects other pods`,
        wrong.map(([key, value]) => `selector ${key}=${value}, pods have ${key}=${labels[key] ?? "nothing"}`),
        "Correct the Service's selector.",
      );
}

function otherDomain(the: Case, set: StatefulSet, serviceName: string): Sign | undefined {
  const strays = the.podsOf(set).filter(({ spec }) => spec.subdomain !== serviceName);
  return strays.length === 0
    ? undefined
    : sign(
        set,
        "other-service",
        "pods are of the time when it had another Service",
        strays.map(
          ({ metadata, spec }) => `${metadata.name} has subdomain ${spec.subdomain ?? "none"}, the set ${serviceName}`,
        ),
        "Restart those pods one by one: kubectl rollout restart.",
      );
}

/** Members that must find each other before they are ready, and a Service that names only those that are. */
function notPublished(the: Case, set: StatefulSet, service: Service): Sign | undefined {
  const pods = the.podsOf(set);
  const running = pods.filter(({ status }) => status?.phase === "Running");
  const waiting = running.filter((pod) => unreadyFor(the, pod) > GRACE);
  const isDeadlock =
    running.length > 1 && waiting.length === running.length && set.spec.podManagementPolicy === "Parallel";
  return service.spec.publishNotReadyAddresses === true || !isDeadlock
    ? undefined
    : {
        ...sign(
          set,
          "not-published",
          "all of them are not ready, and its Service names only pods that are",
          [
            `publishNotReadyAddresses is not set; all ${String(running.length)} pods not ready for ${lengthOf(Math.min(...waiting.map((pod) => unreadyFor(the, pod))))} or more`,
          ],
          "Set publishNotReadyAddresses: true on the headless Service, if its members wait for each other.",
        ),
        also: ["each of them fails for a reason of its own"],
      };
}

/** A NetworkPolicy that lets its pods reach nothing on port 53. */
function dnsBlocked(the: Case, set: StatefulSet): Sign | undefined {
  const labels = set.spec.template.metadata?.labels ?? {};
  const own = the.networkPolicies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === set.metadata.namespace && isAboutEgress(spec) && selects(spec.podSelector ?? {}, labels),
  );
  const isBlocked = own.length > 0 && !own.some(({ spec }) => (spec.egress ?? []).some(allowsDns));
  return isBlocked
    ? {
        ...sign(
          set,
          "dns-blocked",
          "a NetworkPolicy lets its pods reach no DNS server",
          own.map(({ metadata }) => `NetworkPolicy ${metadata.name} allows no egress to port 53`),
          "Allow egress to port 53, UDP and TCP, of kube-dns and of NodeLocal DNSCache.",
        ),
        next: own.map((policy) => ({
          says: "Allow egress to port 53, UDP and TCP.",
          command: kubectl("edit", policy),
        })),
      }
    : undefined;
}

function isAboutEgress({ egress, policyTypes }: NetworkPolicy["spec"]): boolean {
  return policyTypes === undefined ? egress !== undefined : policyTypes.includes("Egress");
}

/** Whether a rule lets something on port 53 through. Whom it lets through is not looked at: kube-dns has many shapes. */
function allowsDns({ ports = [] }: EgressRule): boolean {
  return (
    ports.length === 0 ||
    ports.some(
      ({ endPort, port }) =>
        port === undefined ||
        typeof port === "string" ||
        port === DNS ||
        (endPort !== undefined && port <= DNS && DNS <= endPort),
    )
  );
}
