import { z } from "zod";
import { quantity } from "../../policy/facts/quantities";
import { readShaped } from "../shared/read-shaped";
import type { Recommendation } from "../../policy/cost/rightsizing";

const VPA = "VerticalPodAutoscaler";
const QUANTITY = z
  .union([z.string(), z.number()], "must be a quantity, such as 250m or 1Gi")
  .transform(String)
  .refine((text) => (quantity(text) ?? -1) >= 0, "must be a quantity of 0 or more, such as 250m or 1Gi")
  .optional();
const CONTAINER = z.looseObject({
  containerName: z.string("must be the name of a container"),
  target: z.looseObject({ cpu: QUANTITY, memory: QUANTITY }),
});
const VPA_LIST = z.looseObject({
  items: z.array(
    z.looseObject({
      kind: z.literal(VPA, `must be ${VPA}`).optional(),
      metadata: z.looseObject({ namespace: z.string(), name: z.string() }),
      spec: z.looseObject({ targetRef: z.looseObject({ kind: z.string(), name: z.string() }).optional() }),
      status: z
        .looseObject({
          recommendation: z.looseObject({ containerRecommendations: z.array(CONTAINER).optional() }).optional(),
        })
        .optional(),
    }),
    "must be a list of VerticalPodAutoscalers",
  ),
});

/** Recommendations of all VerticalPodAutoscalers of a list. Those that have none yet say nothing. */
export function readRecommendations(file: string): readonly Recommendation[] {
  const hint = "It must be what kubectl get vpa --all-namespaces -o json prints.";
  const { items } = readShaped(file, { schema: VPA_LIST, hint });
  return items.flatMap(({ metadata, spec, status }) =>
    (status?.recommendation?.containerRecommendations ?? []).flatMap(({ containerName, target: { cpu, memory } }) =>
      cpu === undefined && memory === undefined
        ? []
        : [
            {
              namespace: metadata.namespace,
              kind: spec.targetRef?.kind ?? "",
              workload: spec.targetRef?.name ?? "",
              container: containerName,
              target: { cpu, memory },
            },
          ],
    ),
  );
}

/** What a namespace was billed. */
export interface BilledNamespace {
  readonly namespace: string;
  /** Amount over the time that the query asked for. */
  readonly cost: string;
  /** Currency of the billing account, such as `EUR`; undefined where the rows do not say. */
  readonly currency: string | undefined;
}

const AMOUNT = z
  .union([z.string(), z.number()], "must be a number")
  .transform(String)
  .pipe(z.string().regex(/^-?\d{1,15}(?:\.\d+)?(?:e-\d{1,3})?$/i, "must be a number"));
const ROWS = z.array(
  z.looseObject({
    namespace: z.string("must be a namespace or null").nullable(),
    cost: AMOUNT,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be a currency such as EUR")
      .optional(),
  }),
  "must be a list of rows",
);

/** Rows of a billing export, the most expensive namespace first. */
export function readCosts(file: string): readonly BilledNamespace[] {
  const hint = "It must be what bq query --format=json prints for the query in docs/cost.md.";
  return readShaped(file, { schema: ROWS, hint })
    .map(({ cost, currency, namespace }) => ({ namespace: namespace ?? "(no namespace)", cost, currency }))
    .toSorted((one, other) => Number(other.cost) - Number(one.cost));
}
