import type { ObjectGraph } from "../graph/graph";
import type { GraphObject } from "../graph/object";

/** Resources of one type that an estimate leaves out. */
export interface UnpricedType {
  /** Type token, for example `gcp:sql/databaseInstance:DatabaseInstance`. */
  readonly type: string;
  /** How many there are. */
  readonly count: number;
}

/** Google Cloud types that cost nothing themselves, or are counted all the same, by the start of their tokens. Source: the pricing page of each service. */
const FREE =
  /^gcp:(?:projects\/|serviceaccount\/|organizations\/|folder\/|iam\/|gkebackup\/restorePlan|pubsub\/topic:|secretmanager\/\w*[iI]am|tags\/|monitoring\/(?:notificationChannel|alertPolicy):|compute\/(?:network|subnetwork|router|firewall|route|project|sharedVPC|subnetworkIAM\w*|networkFirewallPolicy\w*|resourcePolicy|diskResourcePolicyAttachment|regionDiskResourcePolicyAttachment):)/;
const GOOGLE = "gcp:";
const LOAD_BALANCER = "LoadBalancer";

/** Types of Google Cloud resources of which nobody here knows whether or what they cost, by name. */
export function unpricedTypes(graph: ObjectGraph): readonly UnpricedType[] {
  const types = [
    ...graph.objects.filter(({ kind }) => kind === "Other").flatMap((object) => typeOf(object) ?? []),
    ...graph
      .all("Service")
      .filter(isLoadBalancer)
      .map(() => "Service of type LoadBalancer"),
  ];
  const byType = Map.groupBy(types, (type) => type);
  return [...byType]
    .map(([type, all]) => ({ type, count: all.length }))
    .toSorted((one, other) => one.type.localeCompare(other.type));
}

/** Type token of a Google Cloud resource that may cost something. */
function typeOf({ urn = "" }: GraphObject): string | undefined {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return type.startsWith(GOOGLE) && !FREE.test(type) ? type : undefined;
}

function isLoadBalancer(service: GraphObject): boolean {
  const type = service.root.reach("spec.type");
  return !type.isUnknown && type.text === LOAD_BALANCER;
}
