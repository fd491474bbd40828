import { nodeDrain, poolUpgrade } from "./drain";
import { growth } from "./growth";
import { isolation } from "./isolation";
import { nodeLoss, zoneLoss } from "./loss";
import { names } from "./names";
import { badRollout, partition, rollout } from "./rollout";
import { scale } from "./scale";
import { spotPreemption } from "./spot";
import { validation } from "./validation";
import type { Drill } from "./drill";

/** Every drill after the bring-up, from the gentlest to the roughest. */
export const DRILLS: readonly Drill[] = [
  validation,
  names,
  isolation,
  scale,
  rollout,
  partition,
  badRollout,
  growth,
  nodeDrain,
  poolUpgrade,
  spotPreemption,
  nodeLoss,
  zoneLoss,
];
