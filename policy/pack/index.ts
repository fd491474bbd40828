import { dayOf } from "../rules/engine/exemptions";
import { PolicyPack } from "@pulumi/policy";
import { policiesOf } from "./crossguard";
import { RULES } from "../rules";
import { configuredClasses } from "./stack-config";

new PolicyPack("gke-stateful", {
  displayName: "Stateful workloads on GKE",
  description:
    "What an expert would refuse in StatefulSets, their disks, budgets, backups, and the GKE clusters under them.",
  // It recommends by default. What stops an update is for the policy configuration to say: config/prod.json.
  enforcementLevel: "advisory",
  policies: policiesOf(RULES, {
    today: () => dayOf(new Date()),
    configuredClasses: configuredClasses(process.env["PULUMI_CONFIG"]),
    configurationHidden: process.env["PULUMI_CONFIG"] === undefined,
  }),
});
