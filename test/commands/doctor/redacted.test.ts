import assert from "node:assert/strict";
import { redacted } from "../../../commands/doctor/case/redacted";
import { Case } from "../../../commands/doctor/case/case";
import { diagnose } from "../../../commands/doctor/diagnosis";
import { claim, event, NOW, pod, service, set, volume, WELL } from "../../support/doctor";
import type { ApiObject } from "../../../cluster/api-object";

const SECRET = "hunter2";
const container = {
  name: "db",
  image: "db:1",
  livenessProbe: { exec: { command: ["redis-cli", "-a", SECRET] } },
  lifecycle: { postStart: { exec: { command: ["sh", "-c", SECRET] } } },
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
  spec: { containers: [container], initContainers: [container], ephemeralContainers: [container] },
  status: {
    message: SECRET,
    conditions: [{ type: "Ready", status: "False", message: `DB_PASSWORD=${SECRET}` }],
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
const objects: readonly ApiObject[] = [
  ...WELL,
  service(),
  crashed,
  set({ spec: { template } }),
  claim(0, {
    metadata: { annotations: { "volume.kubernetes.io/selected-node": "n1", "kapp.k14s.io/original": SECRET } },
  }),
  volume(0, { spec: { mountOptions: [`password=${SECRET}`], csi: { volumeAttributes: { key: SECRET } } } }),
  event(crashed, 1, "Failed", `api_key=${SECRET} is wrong`),
];

describe("what a dump leaves out", () => {
  const text = (): string => JSON.stringify(redacted(objects));

  it("has no value of a variable, command, argument, probe, hook or annotation, and no password in what was said", () => {
    assert.match(JSON.stringify(objects), new RegExp(SECRET));
    assert.doesNotMatch(text(), new RegExp(SECRET));
  });

  for (const said of [
    `DB_PASSWORD=${SECRET}`,
    `PGPASSWORD=${SECRET} psql`,
    `client_secret: ${SECRET}`,
    `AWS_SECRET_ACCESS_KEY=${SECRET}`,
    `Authorization: Bearer ${SECRET}`,
    `token: Bearer ${SECRET}`,
    `exec mysqld --password ${SECRET}`,
    `password: "my ${SECRET}"`,
    `{"password":"${SECRET}"}`,
    `cannot reach redis://:${SECRET}@cache:6379`,
  ]) {
    it(`masks ${said.replace(SECRET, "…")}`, () => {
      const [event] = redacted([{ ...objects[0]!, kind: "Event", message: said }]);
      assert.doesNotMatch(JSON.stringify(event), new RegExp(SECRET));
    });
  }

  it("reads long lines in bounded time", () => {
    const lines = ["a", "password", "token=", "--secret ", "://"].map((text) => text.repeat(200_000 / text.length));
    const events = lines.map((message) => ({ ...objects[0]!, kind: "Event", message }));
    assert.equal(redacted(events).length, lines.length);
  }).timeout(10_000);

  it("leaves what is no secret as it was said, for the diagnosis reads it", () => {
    for (const said of [
      'MountVolume.SetUp failed for volume "x" : secret "db-tls" not found',
      "0/2 nodes are available: 2 node(s) had untolerated taint {dedicated: db}.",
      'pods "db-2" is forbidden: exceeded quota: q, requested: pods=1',
      'error looking up service account shop/db: serviceaccount "db" not found',
      "Back-off restarting failed container",
    ]) {
      const [event] = redacted([{ ...objects[0]!, kind: "Event", message: said }]);
      assert.equal(event?.["message"], said);
    }
  });

  it("keeps what a diagnosis reads: hosts of Services, names, the node that a claim waits for", () => {
    assert.match(text(), /db-0\.db\.shop\.svc/);
    assert.match(text(), /PGPASSWORD/);
    assert.match(text(), /"volume\.kubernetes\.io\/selected-node":"n1"/);
  });

  it("is the same when it is done twice, and the diagnosis is that of the cluster", () => {
    const once = redacted(objects);
    assert.deepEqual(redacted(once), once);
    const judged = (all: typeof objects): unknown =>
      diagnose(new Case({ now: NOW, objects: all, forbidden: [] })).findings.map(({ cause, subject }) => [
        cause,
        subject,
      ]);
    assert.deepEqual(judged(once), judged(objects));
  });
});
