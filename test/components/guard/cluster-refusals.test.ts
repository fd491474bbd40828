import assert from "node:assert/strict";
import { clusterRefusals } from "../../../components/guard/cluster-refusals";
import { UNKNOWN_INPUT } from "../../../components/guard/differences";

const SAID = {
  name: "c",
  location: "europe-west1-b",
  deletionProtection: false,
  network: "projects/p/global/networks/c",
  privateClusterConfig: { enablePrivateNodes: true },
  addons: [{ a: 1 }, { b: 2 }],
};
const WAS = {
  ...SAID,
  privateClusterConfig: { enablePrivateNodes: true, __defaults: [] },
  enableShieldedNodes: true,
  __defaults: ["enableShieldedNodes"],
};

describe("what a cluster is refused", () => {
  for (const [what, willBe, refused] of [
    ["the same inputs: somebody destroys it on purpose", SAID, undefined],
    ["inputs that other resources decide", { ...SAID, network: UNKNOWN_INPUT }, undefined],
    ["inputs that are not set", { ...SAID, more: undefined }, undefined],
    ["another location", { ...SAID, location: "europe-west1-c" }, /because of location:/],
    ["an input within", { ...SAID, privateClusterConfig: { enablePrivateNodes: false } }, /privateClusterConfig/],
    ["an item less", { ...SAID, addons: [{ a: 1 }] }, /addons/],
    ["an item that differs", { ...SAID, addons: [{ a: 1 }, { b: 3 }] }, /addons/],
    ["an input more and one less", { ...SAID, more: 1, network: undefined }, /because of more, network:/],
    ["what is changed in place: a destroy meets it too", { ...SAID, releaseChannel: { channel: "RAPID" } }, undefined],
    ["leaving the program", undefined, /is gone from the program/],
  ] as const) {
    it(`${what}: ${refused === undefined ? "nothing" : "a sentence"}`, () => {
      const refusals = clusterRefusals(WAS, willBe);
      assert.equal(refusals.length, refused === undefined ? 0 : 1, refusals.join());
      assert.match(refusals.join(), refused ?? /^$/);
    });
  }

  it("is nothing where the stack is destroyed whatever its configuration says", () => {
    process.env["GKE_STATEFUL_DESTROY"] = "true";
    assert.deepEqual(clusterRefusals(WAS, { ...SAID, location: "europe-west1-c" }), []);
    delete process.env["GKE_STATEFUL_DESTROY"];
    assert.match(
      clusterRefusals(WAS, { ...SAID, location: "x" }).join(),
      /GKE_STATEFUL_DESTROY=true npx pulumi destroy/,
    );
  });
});
