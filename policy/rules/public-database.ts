import { DATA_PORTS, PORTS_OF_IMAGES } from "../facts/data-ports";
import { dataServiceName } from "../facts/data-services";
import { BALANCER_TYPE } from "../facts/load-balancers";
import { isEverybody } from "../facts/everybody";
import { portNumbers, servedBy } from "../graph/service-ports";
import { imageOf } from "../graph/data-folders";
import { runningContainers } from "../graph/pods";
import { defineRule, problem } from "./engine/rule";
import type { ObjectGraph } from "../graph/graph";
import type { GraphObject, Field } from "../graph/object";

/**
 * Annotations that keep a load balancer inside a network.
 * Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing, and the documentation of AWS and Azure.
 */
const INSIDE: Readonly<Record<string, RegExp>> = {
  [BALANCER_TYPE]: /^internal$/i,
  "cloud.google.com/load-balancer-type": /^internal$/i,
  "service.beta.kubernetes.io/aws-load-balancer-internal": /^(?:true|0\.0\.0\.0\/0)$/,
  "service.beta.kubernetes.io/aws-load-balancer-scheme": /^internal$/,
  "service.beta.kubernetes.io/azure-load-balancer-internal": /^true$/,
};
/** Classes of load balancers that Google makes, and among them those inside a network. Others are somebody else's. */
const GOOGLE_CLASS = "networking.gke.io/";
const INSIDE_CLASS = "internal";
/** How clients were named before there was a field for them. Source: k8s.io/cloud-provider, service/helpers */
const RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** A database with an address on the internet is found within minutes by those who look for one. */
export const publicDatabase = defineRule({
  id: "public-database",
  severity: "high",
  title: "A database has no address on the internet",
  why: "A Service of type LoadBalancer gets a public address on Google Cloud, and lets everybody in. Scanners try the ports of databases on every address, all the time; one weak password, or one fault of the software, and the data is somebody else's.",
  remediation:
    'Use `type: ClusterIP` for clients in the cluster, or the annotation `networking.gke.io/load-balancer-type: "Internal"` for those in the network. If it must be public, name the clients in `loadBalancerSourceRanges`.',
  effort: { time: "minutes", why: "One field; clients from outside need another way, such as a VPN." },
  outcome: "Only who is inside can try a password.",
  url: "https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing",
  example: {
    wrong: `
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: LoadBalancer, selector: { app: db }, ports: [{ port: 5432 }] }`,
    right: `
apiVersion: v1
kind: Service
metadata: { name: db, annotations: { networking.gke.io/load-balancer-type: Internal } }
spec: { type: LoadBalancer, selector: { app: db }, ports: [{ port: 5432 }] }`,
  },
  kinds: ["Service"],
  scope: "graph",
  *check(object, graph) {
    if (object.at("spec.type").text !== "LoadBalancer" || isInside(object) || namesClients(object)) {
      return;
    }
    for (const port of object.at("spec.ports").items) {
      const [number, service] = dataPort(port, object, graph) ?? [];
      if (number !== undefined && service !== undefined) {
        yield problem(port, `opens port ${String(number)}, that of ${service}, to the internet`);
      }
    }
  },
});

/** What clients knock at, or what the pods listen on behind another number. */
function dataPort(port: Field, object: GraphObject, graph: ObjectGraph): readonly [number, string] | undefined {
  const numbers = [port.at("port").number ?? 0, ...portNumbers(port.at("targetPort"), object, graph)];
  const found = numbers.find((one) => DATA_PORTS[one] !== undefined);
  return found === undefined ? portOfImage(numbers, object, graph) : [found, DATA_PORTS[found] ?? ""];
}

/** A port that others use too, where the pods behind it run a data service. */
function portOfImage(
  numbers: readonly number[],
  object: GraphObject,
  graph: ObjectGraph,
): readonly [number, string] | undefined {
  const names = servedBy(object, graph)
    .flatMap((workload) => runningContainers(workload))
    .flatMap((container) => dataServiceName(imageOf(container)) ?? []);
  for (const name of names) {
    const found = numbers.find((one) => PORTS_OF_IMAGES[name]?.includes(one));
    if (found !== undefined) {
      return [found, name];
    }
  }
  return undefined;
}

function isInside(object: GraphObject): boolean {
  const balancer = object.at("spec.loadBalancerClass").text;
  const isOther = balancer !== undefined && (!balancer.startsWith(GOOGLE_CLASS) || balancer.includes(INSIDE_CLASS));
  return isOther || Object.entries(INSIDE).some(([name, inside]) => inside.test(object.annotation(name) ?? ""));
}

function namesClients(object: GraphObject): boolean {
  const field = object.at("spec.loadBalancerSourceRanges").texts;
  const ranges = field.length > 0 ? field : (object.annotation(RANGES_ANNOTATION)?.split(",") ?? []);
  return ranges.length > 0 && !ranges.some(isEverybody);
}
