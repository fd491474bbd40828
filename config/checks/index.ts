import { accessChecks } from "./access";
import { backupChecks } from "./backup";
import { capacityChecks } from "./capacity";
import { clusterChecks } from "./cluster";
import { diskChecks } from "./disks";
import { labelChecks } from "./labels";
import { maintenanceChecks } from "./maintenance";
import { monitoringChecks } from "./monitoring";
import { namespaceChecks } from "./namespace";
import { podChecks } from "./pods";
import { poolChecks } from "./pools";
import { projectChecks } from "./project";
import { rangeChecks } from "./ranges";
import { registryChecks } from "./registries";
import { scalingChecks } from "./scaling";
import { secretChecks } from "./secrets";
import { sessionChecks } from "./sessions";
import { serviceChecks } from "./services";
import { workloadChecks } from "./workloads";
import { zoneChecks } from "./zones";
import type { Check } from "./check";

/** Every check of combinations, in the order in which their problems are listed. */
export const CHECKS: readonly Check[] = [
  projectChecks,
  zoneChecks,
  clusterChecks,
  maintenanceChecks,
  rangeChecks,
  namespaceChecks,
  accessChecks,
  poolChecks,
  diskChecks,
  capacityChecks,
  workloadChecks,
  serviceChecks,
  registryChecks,
  labelChecks,
  podChecks,
  scalingChecks,
  sessionChecks,
  secretChecks,
  backupChecks,
  monitoringChecks,
];
