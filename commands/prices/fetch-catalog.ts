import { z } from "zod";
import { UserError } from "../shared/user-error";
import { COMPUTE_SERVICE } from "../../policy/cost/catalog";
import { CATALOG_URL } from "./catalog-address";
import type { Sku } from "../../policy/cost/catalog";

/** SKUs in an answer: the most that the API gives. */
const PAGE_SIZE = 5000;
/** Pages after which something is wrong: the catalog of Compute Engine has fewer than twenty. */
const MAX_PAGES = 100;
/** Longest that a page may take, in milliseconds. */
const TIMEOUT = 60_000;

const PAGE = z.looseObject({
  skus: z
    .array(
      z.looseObject({
        description: z.string(),
        category: z.looseObject({ usageType: z.string() }),
        serviceRegions: z.array(z.string()).default([]),
        pricingInfo: z
          .array(
            z.looseObject({
              pricingExpression: z.looseObject({
                usageUnit: z.string(),
                tieredRates: z
                  .array(
                    z.looseObject({
                      startUsageAmount: z.number().default(0),
                      unitPrice: z.looseObject({ units: z.string().optional(), nanos: z.number().optional() }),
                    }),
                  )
                  .default([]),
              }),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

/** All SKUs of Compute Engine. Errors: UserError that says what the API answered; the key is in none of them. */
export async function readCatalog(url: string, key: string): Promise<readonly Sku[]> {
  const skus: Sku[] = [];
  let token = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await readPage(url, token, key);
    skus.push(...answer.skus);
    token = answer.nextPageToken ?? "";
    if (token === "") {
      return skus;
    }
  }
  throw new UserError(`${url} has more than ${String(MAX_PAGES)} pages of prices; that cannot be right.`);
}

async function readPage(url: string, token: string, key: string): Promise<z.infer<typeof PAGE>> {
  const address = addressOf(url);
  address.searchParams.set("currencyCode", "USD");
  address.searchParams.set("pageSize", String(PAGE_SIZE));
  if (token !== "") {
    address.searchParams.set("pageToken", token);
  }
  const text = await ask(address, key);
  const result = PAGE.safeParse(parse(text, url));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(
      `${url} answered something else than prices: ${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}.`,
    );
  }
  return result.data;
}

/** Errors: UserError where the address is none that can be asked. */
function addressOf(url: string): URL {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UserError(`--catalog is ${JSON.stringify(url)}; it must be an address such as ${CATALOG_URL}.`);
  }
  return new URL(`/v1/services/${COMPUTE_SERVICE}/skus`, url);
}

async function ask(address: URL, key: string): Promise<string> {
  try {
    const response = await fetch(address, {
      headers: { "X-Goog-Api-Key": key },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.ok) {
      return await response.text();
    }
    throw new UserError(
      `${address.origin} answered ${String(response.status)}. ${ADVICE[response.status] ?? "Try again later."}`,
    );
  } catch (error) {
    if (error instanceof UserError) {
      throw error;
    }
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    throw new UserError(
      `${address.origin} cannot be reached: ${cause?.code ?? cause?.message ?? message}. Check the network, or name a proxy with --catalog.`,
      {
        cause: error,
      },
    );
  }
}

const KEY_ADVICE =
  "The key must belong to a project in which the Cloud Billing API is enabled, and may not be restricted to other APIs.";
const ADVICE: Readonly<Record<number, string>> = { 400: KEY_ADVICE, 401: KEY_ADVICE, 403: KEY_ADVICE };

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${url} answered something else than JSON.`, { cause: error });
  }
}
