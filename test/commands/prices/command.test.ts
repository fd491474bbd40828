import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { run, runBeside, temporaryFolder } from "../../support/cli";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Ended } from "../../support/cli";

const KEY = "a-secret-key";
const out = temporaryFolder();
const file = join(out, "prices.json");

const sku = (description: string, usageUnit: string, nanos: number): object => ({
  name: "services/6F81-5844-456A/skus/0000-0000-0000",
  description,
  category: {
    serviceDisplayName: "Compute Engine",
    resourceFamily: "Compute",
    resourceGroup: "CPU",
    usageType: "OnDemand",
  },
  serviceRegions: ["europe-west1"],
  pricingInfo: [
    {
      pricingExpression: {
        usageUnit,
        tieredRates: [{ startUsageAmount: 0, unitPrice: { currencyCode: "USD", units: "0", nanos } }],
      },
    },
  ],
});
const PAGES: Readonly<Record<string, object>> = {
  "": { skus: [sku("E2 Instance Core running in EMEA", "h", 20_000_000)], nextPageToken: "two" },
  two: {
    skus: [
      sku("E2 Instance Ram running in EMEA", "GiBy.h", 5_000_000),
      sku("SSD backed PD Capacity", "GiBy.mo", 200_000_000),
    ],
    nextPageToken: "",
  },
};

/** The catalog, as far as anybody asks for it. */
let server: Server;
let answer: (request: IncomingMessage) => [status: number, body: string];
let asked: IncomingMessage[];
let redirect: string | undefined;

const catalog = ({ url = "" }: IncomingMessage): [number, string] => [
  200,
  JSON.stringify(PAGES[new URL(url, "http://x").searchParams.get("pageToken") ?? ""]),
];
const update = (...more: string[]): Promise<Ended> => {
  const { port } = server.address() as AddressInfo;
  return runBeside(["prices", "update", "--out", file, "--catalog", `http://127.0.0.1:${String(port)}`, ...more], {
    env: { GOOGLE_API_KEY: KEY },
  });
};
const OLD = JSON.stringify({ version: 1, currency: "USD", date: "2026-01-01", source: "old", regions: {} });

describe("gke-stateful prices update", () => {
  before((done) => {
    server = createServer((request, response) => {
      asked.push(request);
      const [status, body] = answer(request);
      response.writeHead(status, redirect === undefined ? {} : { location: redirect }).end(body);
    }).listen(0, "127.0.0.1", done);
  });
  beforeEach(() => {
    asked = [];
    answer = catalog;
  });
  after(() => server.close());

  it("reads all pages into a table that plan takes", async () => {
    const { status, stderr, stdout } = await update("--partial");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /list prices of \d{4}-\d\d-\d\d in 1 regions\.\nMissing: 42 regions \(africa-south1, /);
    assert.match(stdout, /Missing: in every region c3 vCPU, /);
    assert.deepEqual(
      asked.map(({ headers }) => headers["x-goog-api-key"]),
      [KEY, KEY],
    );
    assert.ok(
      asked.every(
        ({ url = "" }) => !url.includes(KEY) && url.startsWith("/v1/services/6F81-5844-456A/skus?currencyCode=USD"),
      ),
    );
    const planned = run(["plan", "dev", "--out", join(out, "dev"), "--no-policy", "--prices", file]);
    assert.equal(planned.status, 0, planned.stderr);
    // 4 × 0.02 + 16 × 0.005 an hour.
    assert.match(planned.stdout, /e2-standard-4, on demand +730–2,190 {2}hours +\$0\.16 +\$116\.80/);
  });

  for (const [what, wrong, message] of [
    ["a key that is refused", () => [403, "{}"], /answered 403\. The key must belong to a project/],
    ["a fault of the API", () => [503, ""], /answered 503\. Try again later/],
    ["a page of something else", () => [200, "<html>"], /answered something else than JSON/],
    ["another shape", () => [200, '{"skus":[{}]}'], /answered something else than prices: skus\.0/],
    ["a catalog without known prices", () => [200, "{}"], /has no price that this version knows/],
    ["pages without an end", () => [200, '{"nextPageToken":"more"}'], /has more than 100 pages/],
  ] as const satisfies readonly (readonly [string, () => [number, string], RegExp])[]) {
    it(`refuses ${what} with 2, keeps the old table, and tells nobody the key`, async () => {
      writeFileSync(file, OLD);
      answer = wrong;
      const { status, stderr, stdout } = await update();
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.ok(!(stderr + stdout).includes(KEY));
      assert.equal(readFileSync(file, "utf8"), OLD);
      assert.deepEqual(
        readdirSync(out).filter((name) => name.endsWith(".tmp")),
        [],
      );
    });
  }

  it("keeps a table that has more than the catalog, unless it is told to", async () => {
    writeFileSync(file, OLD);
    const { status, stderr } = await update();
    assert.equal(status, 2);
    assert.match(stderr, /lacks prices that this version has: 42 regions .*; in every region c3 vCPU, .*--partial/);
    assert.equal(readFileSync(file, "utf8"), OLD);
  });

  it("replaces nothing but a price table", async () => {
    writeFileSync(file, "name: mine\n");
    const { status, stderr } = await update("--partial");
    assert.equal(status, 2);
    assert.match(stderr, /is there, and is no price table/);
    assert.equal(readFileSync(file, "utf8"), "name: mine\n");
    assert.equal(asked.length, 0);
    writeFileSync(file, OLD);
  });

  it("sends the key to nobody else", async () => {
    const strangers: IncomingMessage[] = [];
    const stranger = createServer((request, response) => {
      strangers.push(request);
      response.end("{}");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    redirect = `http://127.0.0.1:${String((stranger.address() as AddressInfo).port)}/`;
    answer = () => [302, ""];
    const { status } = await update();
    stranger.close();
    redirect = undefined;
    assert.equal(status, 2);
    assert.equal(strangers.length, 0);
  });

  for (const key of ["a\nb", "a b", "\u2026"]) {
    it(`refuses the key ${JSON.stringify(key)} and does not print it`, () => {
      const { status, stderr } = run(["prices", "update", "--out", join(out, "none.json")], {
        env: { GOOGLE_API_KEY: key },
      });
      assert.equal(status, 2);
      assert.match(stderr, /GOOGLE_API_KEY holds something else than letters, digits, - and _;/);
      assert.ok(!stderr.includes(key));
    });
  }

  for (const address of ["foo", "", "http://", "file:///etc/passwd"]) {
    it(`refuses the address ${JSON.stringify(address)}`, () => {
      const args = ["prices", "update", "--out", join(out, "none.json"), "--catalog", address];
      const { status, stderr } = run(args, { env: { GOOGLE_API_KEY: KEY } });
      assert.equal(status, 2);
      assert.match(stderr, /^--catalog is .*; it must be an address such as https:/);
    });
  }

  it("asks for a key", () => {
    const { status, stderr } = run(["prices", "update", "--out", join(out, "none.json")], {
      env: { GOOGLE_API_KEY: "" },
    });
    assert.equal(status, 2);
    assert.match(stderr, /GOOGLE_API_KEY is not set/);
    assert.ok(!existsSync(join(out, "none.json")));
  });

  it("says where nothing answers", () => {
    const { status, stderr } = run(["prices", "update", "--catalog", "http://127.0.0.1:1"], {
      env: { GOOGLE_API_KEY: KEY },
    });
    assert.equal(status, 2);
    assert.match(stderr, /cannot be reached/);
  });
});
