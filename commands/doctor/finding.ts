import { refOf } from "./case/ref";
import type { Case } from "./case/case";
import type { Told } from "./words/told";
import type { ApiObject } from "../../cluster/api-object";

/** How bad something is. Critical: data may be lost by what somebody does next. */
export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What to do next. */
export interface Step {
  /** As a sentence. */
  readonly says: string;
  /** Exact command for it. */
  readonly command?: string;
}

/** What an indicator has found about one object. */
export interface Sign {
  /** Likeliest cause, in one word that never changes. */
  readonly cause: string;
  /** The object, as {@link refOf} names it. */
  readonly subject: string;
  /** What is wrong and why, as a sentence. */
  readonly says: string;
  /** What was seen that says so. */
  readonly evidence: readonly string[];
  /** Other causes that the same evidence allows, less likely. */
  readonly also?: readonly string[];
  readonly next: readonly Step[];
  /** Objects that it waits for: what is wrong with one of them explains this. */
  readonly waitsFor?: readonly string[];
  /** Where it is not as bad, or worse, than the indicator says. */
  readonly severity?: Severity;
  /** Page of this cause, where it is not the indicator's. */
  readonly runbook?: string;
}

/** Looks for one failure. Pure: the same case gives the same signs. */
export interface Indicator {
  /** Stable, and the name of its file. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Page in docs/runbooks. */
  readonly runbook: string;
  /** Alerts of monitoring/alerts.yaml that tell of the same. */
  readonly alerts: readonly string[];
  readonly find: (the: Case) => readonly Sign[];
}

/** A sign with what its indicator says of it. */
export interface Finding extends Required<Omit<Sign, "runbook" | "severity">> {
  readonly indicator: string;
  readonly severity: Severity;
  readonly runbook: string;
}

/** References of objects. */
export function refsOf(objects: readonly ApiObject[]): readonly string[] {
  return objects.map(refOf);
}

/** `kubectl VERB KIND NAME --namespace NS`. */
export function kubectl(verb: string, { kind, metadata: { name, namespace } }: ApiObject, rest = ""): string {
  const where = namespace === undefined ? "" : ` --namespace ${namespace}`;
  return `kubectl ${verb} ${kind.toLowerCase()} ${name}${where}${rest === "" ? "" : ` ${rest}`}`;
}

/** `kubectl logs POD …`. */
export function logs({ metadata: { name, namespace = "" } }: ApiObject, rest: string): string {
  return `kubectl logs ${name} --namespace ${namespace} ${rest}`;
}

/** `gcloud compute instances list …`: whether the machine of a node is there, and runs. */
export function listMachine(nodeName: string): string {
  return `gcloud compute instances list --filter name=${nodeName}`;
}

/** What lets pods of a machine that is off go elsewhere, after {@link listMachine}. On one that runs, two of them would write to one disk. */
export function outOfService(nodeName: string): Step {
  return {
    says: "Only if the list above shows that the machine is TERMINATED or gone: say so, and take the taint away once its pods run elsewhere.",
    command: `kubectl taint nodes ${nodeName} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`,
  };
}

/** What is said first where data may be lost by what somebody does next. */
export const STOP: Step = {
  says: "STOP: delete nothing, scale nothing, run no pulumi up, until it is clear where the data is.",
};

/** {@link STOP}, where a cause asks for it. */
export function stopFirst({ stops }: Told): readonly Step[] {
  return stops === true ? [STOP] : [];
}

/** Critical, where a cause asks for {@link STOP}. */
export function severityOf({ stops }: Told): Pick<Sign, "severity"> {
  return stops === true ? { severity: "critical" } : {};
}
