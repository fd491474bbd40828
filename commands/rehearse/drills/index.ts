import { attachLimit } from "./attach-limit";
import { nodeDrain } from "./node-drain";
import { diskGrowth } from "./disk-growth";
import { idleNodes } from "./idle-nodes";
import { isolation } from "./isolation";
import { nodeLoss } from "./node-loss";
import { names } from "./names";
import { quota } from "./quota";
import { badRollout } from "./bad-rollout";
import { partition } from "./partition";
import { rollout } from "./rollout";
import { zoneLoss } from "./zone-loss";
import { scale } from "./scale";
import { spotPreemption } from "./spot-preemption";
import { twoWriters } from "./two-writers";
import { poolUpgrade } from "./pool-upgrade";
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
  diskGrowth,
  quota,
  attachLimit,
  nodeDrain,
  poolUpgrade,
  idleNodes,
  spotPreemption,
  nodeLoss,
  zoneLoss,
];
