import assert from "node:assert/strict";
import { redacted } from "../../../commands/doctor/case/redacted";
import { event, pod, service, set, WELL } from "../../support/doctor";

const SECRET = "hunter2";
const container = {
  name: "db",
  image: "db:1",
  command: ["db", `--password=${SECRET}`],
  args: [SECRET, "--peers=db-0.db:5432"],
  env: [
    { name: "PGPASSWORD", value: SECRET },
    { name: "URL", value: `postgres://app:${SECRET}@db-0.db.shop.svc:5432/x` },
    { name: "FROM", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
  ],
};
const KEY = "kubectl.kubernetes.io/last-applied-configuration";
const state = (message: string): object => ({ terminated: { exitCode: 1, message } });
const crashed = pod(0, {
  metadata: { annotations: { [KEY]: SECRET, team: "shop" }, managedFields: [{ manager: SECRET }] },
  spec: { containers: [container], initContainers: [container] },
  status: {
    containerStatuses: [
      {
        name: "db",
        state: { waiting: { reason: "x", message: `token: ${SECRET}` } },
        lastState: state(`password="${SECRET}"`),
      },
    ],
    initContainerStatuses: [{ name: "init", lastState: state(`cannot reach https://app:${SECRET}@db-0.db/`) }],
  },
});
const template = {
  metadata: { labels: { app: "db" } },
  spec: { containers: [container], initContainers: [container] },
};
const objects = [
  ...WELL,
  service(),
  crashed,
  set({ spec: { template } }),
  event(crashed, 1, "Failed", `api_key=${SECRET} is wrong`),
];

describe("what a dump leaves out", () => {
  const text = (): string => JSON.stringify(redacted(objects));

  it("has no value of a variable, command or argument, and no password in what was said", () => {
    assert.match(JSON.stringify(objects), new RegExp(SECRET));
    assert.doesNotMatch(text(), new RegExp(SECRET));
  });

  it("keeps what a diagnosis reads: hosts of Services, names, other annotations", () => {
    assert.match(text(), /db-0\.db\.shop\.svc/);
    assert.match(text(), /PGPASSWORD/);
    assert.match(text(), /"secretKeyRef":\{"name":"db","key":"password"\}/);
    assert.match(text(), /"team":"shop"/);
  });

  it("is the same when it is done twice", () => {
    const once = redacted(objects);
    assert.deepEqual(redacted(once), once);
  });

  it("keeps what was said, but for the secret in it", () => {
    const said = redacted(objects).find(({ kind }) => kind === "Event")!;
    assert.equal(said["message"], "api_key=[redacted] is wrong");
  });
});
