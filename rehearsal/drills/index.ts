import { nodeDrain, poolUpgrade } from "./drain";
import { growth } from "./growth";
import { nodeLoss, zoneLoss } from "./loss";
import { names } from "./names";
import { badRollout, rollout } from "./rollout";
import { scale } from "./scale";
import { validation } from "./validation";
import type { Drill } from "./drill";

/** Every drill after the bring-up, from the gentlest to the roughest. */
export const DRILLS: readonly Drill[] = [
  validation,
  names,
  scale,
  rollout,
  badRollout,
  growth,
  nodeDrain,
  poolUpgrade,
  nodeLoss,
  zoneLoss,
];
