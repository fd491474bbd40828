import { z } from "zod";
import { readShaped } from "./read-file";
import type { Recommendation } from "../policy/cost/rightsizing";

const QUANTITY = z.union([z.string(), z.number()]).transform(String).optional();
const VPA_LIST = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ namespace: z.string(), name: z.string() }),
      spec: z.looseObject({ targetRef: z.looseObject({ kind: z.string(), name: z.string() }).optional() }),
      status: z
        .looseObject({
          recommendation: z
            .looseObject({
              containerRecommendations: z
                .array(
                  z.looseObject({
                    containerName: z.string(),
                    target: z.looseObject({ cpu: QUANTITY, memory: QUANTITY }),
                  }),
                )
                .optional(),
            })
            .optional(),
        })
        .optional(),
    }),
  ),
});

/** Recommendations of all VerticalPodAutoscalers of a list. Those that have none yet say nothing. */
export function readRecommendations(file: string): readonly Recommendation[] {
  const { items } = readShaped(file, VPA_LIST, "It must be what kubectl get vpa --all-namespaces -o json prints.");
  return items.flatMap(({ metadata, spec, status }) =>
    (status?.recommendation?.containerRecommendations ?? []).map(({ containerName, target }) => ({
      namespace: metadata.namespace,
      kind: spec.targetRef?.kind ?? "",
      workload: spec.targetRef?.name ?? "",
      container: containerName,
      target: { cpu: target.cpu, memory: target.memory },
    })),
  );
}

/** What a namespace was billed. */
export interface BilledNamespace {
  readonly namespace: string;
  /** US dollars over the time that the query asked for. */
  readonly cost: string;
}

const AMOUNT = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^-?\d+(?:\.\d+)?(?:e-?\d+)?$/i, "must be a number"));
const ROWS = z.array(z.looseObject({ namespace: z.string().nullable(), cost: AMOUNT }));

/** Rows of a billing export, the most expensive namespace first. */
export function readCosts(file: string): readonly BilledNamespace[] {
  const rows = readShaped(file, ROWS, "It must be what bq query --format=json prints for the query in docs/cost.md.");
  return rows
    .map(({ cost, namespace }) => ({ namespace: namespace ?? "(no namespace)", cost }))
    .toSorted((one, other) => Number(other.cost) - Number(one.cost));
}
