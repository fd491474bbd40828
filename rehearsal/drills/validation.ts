import { tryAll } from "../apply";
import type { Drill } from "./drill";

/** Rejections that a sentence names. */
const NAMED = 3;

/** Every manifest, once more, as a dry run with strict validation: the first line of the completion checklist. */
export const validation: Drill = {
  id: "validation",
  title: "Dry run of every manifest",
  shows: "The API server takes every manifest with strict field validation, on top of what is there.",
  run: async ({ cluster, manifests }) => {
    const rejections = await tryAll(cluster.api, manifests);
    const named = rejections.slice(0, NAMED).map(({ file, message }) => `${file}: ${message}`);
    return rejections.length === 0
      ? { holds: true, says: `All ${String(manifests.length)} manifests are taken.` }
      : {
          holds: false,
          says: `${String(rejections.length)} manifests are refused: ${named.join("; ")}.`,
          advice: "Mend the fields that the messages name.",
        };
  },
};
