import { eagerLiveness } from "../../../policy/rules/eager-liveness";
import { ruleTest } from "../../support/rules";

const set = (probes: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, ${probes} }] } } }`;
const ASK = "exec: { command: [pg_isready] }";

ruleTest(eagerLiveness, {
  valid: {
    "no probe": set("image: db"),
    "the same question, with patience": set(
      `livenessProbe: { ${ASK}, periodSeconds: 5 }, readinessProbe: { ${ASK}, periodSeconds: 5 }`,
    ),
    "the same question, with time for each answer": set(
      `livenessProbe: { ${ASK}, periodSeconds: 3, timeoutSeconds: 30 }, readinessProbe: { ${ASK} }`,
    ),
    "another question, soon": set(
      `livenessProbe: { tcpSocket: { port: 1 }, periodSeconds: 2 }, readinessProbe: { ${ASK} }`,
    ),
  },
  invalid: {
    "the same question, a little too soon": {
      yaml: set(`livenessProbe: { ${ASK}, periodSeconds: 7, failureThreshold: 2 }, readinessProbe: { ${ASK} }`),
      says: [/restarts container db after 14 seconds/],
    },
    "one miss of a sidecar": {
      yaml: set("image: db").replace(
        "containers: [{ name: db, image: db }]",
        "containers: [{ name: db }], initContainers: [{ name: proxy, restartPolicy: Always, livenessProbe: { tcpSocket: { port: 1 }, failureThreshold: 1, periodSeconds: 60 } }]",
      ),
      says: [/restarts container proxy at the first answer that is missed/],
    },
  },
});
