import assert from "node:assert/strict";
import { tableFrom } from "../../../policy/cost/catalog";
import { machineHour } from "../../../policy/cost/prices";
import type { Sku } from "../../../policy/cost/catalog";

const sku = (
  description: string,
  nanos: number,
  fields: { unit?: string; usageType?: string; regions?: string[] } = {},
): Sku => ({
  description,
  category: { usageType: fields.usageType ?? "OnDemand" },
  serviceRegions: fields.regions ?? ["us-central1"],
  pricingInfo: [
    {
      pricingExpression: {
        usageUnit: fields.unit ?? "h",
        tieredRates: [{ startUsageAmount: 0, unitPrice: { units: "0", nanos } }],
      },
    },
  ],
});

describe("tableFrom", () => {
  it("makes a table of machines, disks and snapshots, by region", () => {
    const table = tableFrom(
      [
        sku("E2 Instance Core running in Americas", 21_811_590, { regions: ["us-central1", "us-east1"] }),
        sku("E2 Instance Ram running in Americas", 2_923_530, { unit: "GiBy.h" }),
        sku("Spot Preemptible E2 Instance Core running in Americas", 13_086_000, { usageType: "Preemptible" }),
        sku("Spot Preemptible E2 Instance Ram running in Americas", 1_755_000, {
          unit: "GiBy.h",
          usageType: "Preemptible",
        }),
        sku("N1 Predefined Instance Core running in Americas", 31_611_000),
        sku("N2D AMD Instance Core running in Americas", 27_502_000),
        sku("SSD backed PD Capacity", 170_000_000, { unit: "GiBy.mo" }),
        sku("Regional SSD backed PD Capacity in Iowa", 340_000_000, { unit: "GiBy.mo" }),
        sku("Balanced PD Capacity in Iowa", 100_000_000, { unit: "GiBy.mo" }),
        sku("Storage PD Snapshot in US", 50_000_000, { unit: "GiBy.mo" }),
      ],
      "2026-11-23",
    );
    assert.deepEqual(table, {
      version: 1,
      currency: "USD",
      date: "2026-11-23",
      source: "Cloud Billing Catalog API",
      regions: {
        "us-central1": {
          machines: {
            e2: [0.02181159, 0.00292353, 0.013086, 0.001755],
            n1: [0.031611, null, null, null],
            n2d: [0.027502, null, null, null],
          },
          disks: { "pd-balanced": [0.1, null], "pd-ssd": [0.17, 0.34] },
          snapshots: 0.05,
        },
        "us-east1": { machines: { e2: [0.02181159, null, null, null] }, disks: {}, snapshots: null },
      },
    });
    assert.equal(machineHour(table, "us-central1", "e2-standard-4", false)?.toFixed(), "0.13402284");
  });

  it("takes the price beyond the free tier", () => {
    const free = sku("Storage PD Capacity", 0, { unit: "GiBy.mo" });
    const [info] = free.pricingInfo;
    const rates = [
      { startUsageAmount: 30, unitPrice: { units: "0", nanos: 40_000_000 } },
      { startUsageAmount: 0, unitPrice: { units: "0", nanos: 0 } },
    ];
    const tiered = {
      ...free,
      pricingInfo: [{ pricingExpression: { ...info!.pricingExpression, tieredRates: rates } }],
    };
    assert.deepEqual(tableFrom([tiered], "2026-11-23").regions["us-central1"]?.disks, { "pd-standard": [0.04, null] });
  });

  it("knows no price where two SKUs say different things, in whatever order", () => {
    const skus = [
      sku("Storage PD Snapshot in US", 50_000_000, { unit: "GiBy.mo" }),
      sku("Storage PD Snapshot", 65_000_000, { unit: "GiBy.mo" }),
      sku("SSD backed PD Capacity", 170_000_000, { unit: "GiBy.mo" }),
      sku("SSD backed PD Capacity in Iowa", 170_000_000, { unit: "GiBy.mo" }),
    ];
    for (const order of [skus, skus.toReversed()]) {
      const region = tableFrom(order, "2026-11-23").regions["us-central1"];
      assert.deepEqual([region?.snapshots, region?.disks], [null, { "pd-ssd": [0.17, null] }]);
    }
  });

  it("leaves out what is something else", () => {
    const others = [
      sku("E2 Custom Instance Core running in Americas", 1),
      sku("N2 Custom Instance Core running in Americas", 1),
      sku("N2D AMD Sole Tenancy Instance Core running in Americas", 1),
      sku("Commitment v1: E2 Cpu in Americas for 1 Year", 1, { usageType: "Commit1Yr" }),
      sku("E2 Instance Core running in Americas", 1, { usageType: "Commit1Yr" }),
      sku("Nvidia Tesla T4 GPU running in Americas", 1),
      sku("SSD backed Local Storage", 1, { unit: "GiBy.mo" }),
      sku("SSD backed PD Capacity", 1, { unit: "GiBy.mo", usageType: "Commit1Yr" }),
      sku("Storage PD Snapshot Early Deletion", 1, { unit: "GiBy.mo" }),
      sku("Hyperdisk Extreme Capacity", 1, { unit: "GiBy.mo" }),
      sku("SSD backed PD Capacity", 1, { unit: "count" }),
      { ...sku("E2 Instance Core running in Americas", 1), pricingInfo: [] },
    ];
    assert.deepEqual(tableFrom(others, "2026-11-23").regions, {});
  });
});
