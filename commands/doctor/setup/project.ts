import { isPlaceholder } from "../../../config/checks/project";
import { missing, ok, short, unknown } from "./check";
import type { Ask, Check, Outcome } from "./check";
import type { QuotaNeed } from "../../../policy/cost/quotas";

/** APIs that no program can switch on, because they switch on the others. */
const FIRST_APIS = ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"] as const;
const QUOTA_PAGE = "https://console.cloud.google.com/iam-admin/quotas";

/** What Google says where an API is off. Source: https://cloud.google.com/apis/docs/troubleshooting */
const API_IS_OFF = /SERVICE_DISABLED|has not been used in project|it is disabled/i;

const projectOf = ({ goal }: Ask): string => goal.config.google?.project ?? "";

/** What the Google Cloud project of a stack must be like. Shapes: the REST resources that gcloud prints with --format json. */
export const PROJECT: readonly Check[] = [
  {
    id: "project-named",
    look: (ask) =>
      isPlaceholder(projectOf(ask))
        ? missing(
            `gcp:project is still ${projectOf(ask)}, which stands for yours`,
            `npx pulumi config set gcp:project YOUR-PROJECT --stack ${ask.goal.stack}`,
          )
        : ok(`The project is ${projectOf(ask)}`),
  },
  {
    id: "project",
    needs: ["gcloud", "credentials", "project-named"],
    look: async (ask) => {
      const { complaint, json } = await ask.gcloud("projects", "describe", projectOf(ask));
      const { lifecycleState } = (json ?? {}) as { readonly lifecycleState?: string };
      if (API_IS_OFF.test(complaint)) {
        return unknown("Whether it is there cannot be told while an API is off: see apis");
      }
      if (lifecycleState === "ACTIVE") {
        return ok("It is there, and you may see it");
      }
      return lifecycleState === undefined
        ? missing(
            `It is not there, or you may not see it: ${short(complaint)}`,
            `gcloud projects create ${projectOf(ask)}, or a role in it: docs/first-up.md`,
          )
        : missing(`It is ${lifecycleState}`, `gcloud projects undelete ${projectOf(ask)}`);
    },
  },
  {
    id: "billing",
    needs: ["project"],
    look: async (ask) => {
      const { complaint, json } = await ask.gcloud("billing", "projects", "describe", projectOf(ask));
      if (json === undefined) {
        return unknown(`Whether it has billing, you may not see: ${short(complaint)}`);
      }
      // Google's JSON may leave out what is false.
      return (json as { readonly billingEnabled?: boolean }).billingEnabled === true
        ? ok("It has billing")
        : missing("It has no billing", `gcloud billing projects link ${projectOf(ask)} --billing-account ACCOUNT`);
    },
  },
  {
    id: "apis",
    needs: ["gcloud", "credentials", "project-named"],
    look: async (ask) => {
      const { complaint, json } = await ask.gcloud("services", "list", "--enabled", "--project", projectOf(ask));
      if (API_IS_OFF.test(complaint)) {
        return missing("An API is off that switches on the others", enable(ask, FIRST_APIS));
      }
      if (!Array.isArray(json)) {
        return unknown(`Which APIs are on, you may not see: ${short(complaint)}`, enable(ask, FIRST_APIS));
      }
      const on = new Set(
        (json as readonly { readonly config?: { readonly name?: string } }[]).map(({ config }) => config?.name),
      );
      const off = FIRST_APIS.filter((api) => !on.has(api));
      return off.length === 0
        ? ok("The APIs that switch on the others are on")
        : missing(`${off.join(" and ")} ${off.length === 1 ? "is" : "are"} off`, enable(ask, off));
    },
  },
  { id: "quota", needs: ["project"], look: quota },
];

function enable(ask: Ask, apis: readonly string[]): string {
  return `gcloud services enable ${apis.join(" ")} --project ${projectOf(ask)}`;
}

interface Quota {
  readonly metric?: string;
  readonly limit?: number;
  readonly usage?: number;
}

async function quota(ask: Ask): Promise<Outcome> {
  const region = ask.goal.config.google?.region ?? "";
  const args = ["compute", "regions", "describe", region, "--project", projectOf(ask)];
  const { complaint, json } = await ask.gcloud(...args);
  const { quotas } = (json ?? {}) as { readonly quotas?: readonly Quota[] };
  if (quotas === undefined) {
    return unknown(
      `The quotas of ${region} cannot be read before the Compute Engine API is on, which the first up does: ${short(complaint)}`,
      `npx gke-stateful plan ${ask.goal.stack} says what is needed; ${QUOTA_PAGE}`,
    );
  }
  const needs = ask.goal.quotas.filter((need) => need.region === region);
  const untold = needs.filter((need) => !quotas.some(({ metric }) => metric === need.quota));
  const lacking = needs.flatMap((need) => shortOf(need, quotas));
  if (lacking.length > 0) {
    return missing(`The first up needs more than is free in ${region}: ${lacking.join("; ")}`, QUOTA_PAGE);
  }
  return untold.length === 0
    ? ok(`The quotas of ${region} have room for the first up`)
    : unknown(`${region} does not say what is free of ${untold.map((need) => need.quota).join(", ")}`, QUOTA_PAGE);
}

function shortOf({ need, quota: name }: QuotaNeed, quotas: readonly Quota[]): readonly string[] {
  const { limit = 0, usage = 0 } = quotas.find(({ metric }) => metric === name) ?? { limit: Infinity };
  const free = limit - usage;
  return need.min.toNumber() > free
    ? [`${need.min.toString()} ${name}, and ${String(free)} of ${String(limit)} are free`]
    : [];
}
