import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { known } from "../../components/known";

describe("A text made of parts", () => {
  it("stays plain where all parts are", () => {
    assert.equal(known`projects/${"p"}/zones/${"z"}`, "projects/p/zones/z");
    assert.equal(known`nothing in it`, "nothing in it");
  });

  it("is an output where one part is", async () => {
    const text = known`projects/${pulumi.output("p")}/zones/${"z"}`;
    assert.ok(pulumi.Output.isInstance(text));
    assert.equal(await new Promise((resolve) => pulumi.output(text).apply(resolve)), "projects/p/zones/z");
  });
});
