import { autoscaler } from "./autoscaler";
import { budgetBlocks } from "./budget-blocks";
import { crashLoop } from "./crash-loop";
import { crossZone } from "./cross-zone";
import { dataLoss } from "./data-loss";
import { diskNotAttached } from "./disk-not-attached";
import { diskNotGrowing } from "./disk-not-growing";
import { diskNotMade } from "./disk-not-made";
import { diskWithoutClaim } from "./disk-without-claim";
import { networkIdentity } from "./network-identity";
import { nodeLost } from "./node-lost";
import { notScaling } from "./not-scaling";
import { podNotReady } from "./pod-not-ready";
import { podPending } from "./pod-pending";
import { rolloutStuck } from "./rollout-stuck";
import type { Indicator } from "../finding";

/** Every failure that is looked for. Of two signs of one severity that explain each other not, the one that stands here first comes first. */
export const INDICATORS: readonly Indicator[] = [
  dataLoss,
  nodeLost,
  diskNotMade,
  diskNotAttached,
  podPending,
  crashLoop,
  podNotReady,
  networkIdentity,
  rolloutStuck,
  budgetBlocks,
  notScaling,
  autoscaler,
  diskNotGrowing,
  crossZone,
  diskWithoutClaim,
];
