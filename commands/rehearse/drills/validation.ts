import { applyAll, saying } from "../stack/apply";
import type { Drill } from "./drill";

/** Every manifest a second time, as a dry run with strict validation: what an update without changes would send. */
export const validation: Drill = {
  id: "validation",
  title: "Dry run of every manifest",
  shows: "The API server takes every manifest with strict field validation, also on top of what is there.",
  run: async ({ cluster, manifests }) => {
    const rejections = await applyAll(cluster.api, manifests, { dryRun: true });
    return rejections.length === 0
      ? { holds: true, says: `All ${String(manifests.length)} manifests are taken.` }
      : { holds: false, says: saying(rejections), advice: "Mend the fields that the messages name." };
  },
};
