import { strict as assert } from "node:assert";
import { createServer } from "node:net";
import { freePort } from "../../../../commands/rehearse/control-plane/ports";

describe("the ports of a rehearsal", () => {
  it("can be listened on, and are not of those that outgoing connections take", async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    assert.ok(
      ports.every((port) => port < 32_768),
      String(ports),
    );
    const [port] = ports;
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    await new Promise((resolve) => server.close(resolve));
  });
});
