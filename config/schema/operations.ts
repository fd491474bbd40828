import { z } from "zod";
import { imageReference } from "./workload-parts";

/** What runs in the cluster for the workloads' operation. */
export const operationsSchema = z.strictObject({
  image: imageReference
    .optional()
    .describe(
      "Image with this project's command line, which is built from its Dockerfile; best by digest. Workloads with backup.snapshots or sessions need it.",
    ),
});
