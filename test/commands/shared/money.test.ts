import assert from "node:assert/strict";
import { Big } from "big.js";
import { showChange, showMoney, showNumber, showPrice } from "../../../commands/shared/money";

describe("money", () => {
  it("shows amounts as people write them", () => {
    assert.equal(showMoney(new Big("2998.9871468")), "$2,998.99");
    assert.equal(showMoney(new Big("-3.1")), "-$3.10");
    assert.equal(showPrice(new Big("0.14743092")), "$0.147431");
    assert.equal(showPrice(new Big("0.1")), "$0.10");
    assert.equal(showNumber(new Big("1460")), "1,460");
    assert.equal(showChange(new Big(12)), "+$12.00");
    assert.equal(showChange(new Big(-12)), "-$12.00");
    assert.equal(showChange(new Big(0)), "$0.00");
  });
});
