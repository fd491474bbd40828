import { attachLimit } from "./attach-limit";
import { nodeDrain } from "./drain";
import { growth } from "./growth";
import { idleNodes } from "./idle-nodes";
import { isolation } from "./isolation";
import { nodeLoss, zoneLoss } from "./loss";
import { names } from "./names";
import { quota } from "./quota";
import { badRollout, partition, rollout } from "./rollout";
import { scale } from "./scale";
import { spotPreemption } from "./spot";
import { twoWriters } from "./two-writers";
import { poolUpgrade } from "./upgrade";
import { validation } from "./validation";
import type { Drill } from "./drill";

/** Every drill after the bring-up, from the gentlest to the roughest. */
export const DRILLS: readonly Drill[] = [
  validation,
  names,
  isolation,
  twoWriters,
  scale,
  rollout,
  partition,
  badRollout,
  growth,
  quota,
  attachLimit,
  nodeDrain,
  poolUpgrade,
  idleNodes,
  spotPreemption,
  nodeLoss,
  zoneLoss,
];
