import { checkTable } from "../../support/checks";

const everybody = [{ name: "all", cidr: "0.0.0.0/0" }];
const office = [{ name: "office", cidr: "192.0.2.0/24" }];

checkTable("cluster", {
  accepted: {
    "prod without protection, with a warning": {
      stack: "prod",
      changes: { deletionProtection: false },
      warns: /deletionProtection is false: lets one command delete prod/,
    },
    "a range in the place of the DNS endpoint": {
      stack: "prod",
      changes: { "cluster.dnsEndpoint": false, "cluster.authorizedNetworks": office },
    },
    "everybody in dev": { stack: "dev", changes: { "cluster.authorizedNetworks": everybody } },
  },
  refused: {
    "no way in": {
      stack: "prod",
      changes: { "cluster.dnsEndpoint": false },
      key: "gke-stateful:cluster.dnsEndpoint",
      says: /no way to the control plane/,
    },
    "everybody in prod": {
      stack: "prod",
      changes: { "cluster.authorizedNetworks": everybody },
      key: "gke-stateful:cluster.authorizedNetworks[0].cidr",
      says: /opens the control plane/,
    },
  },
});
