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
    "ranges that touch": {
      stack: "dev",
      changes: { "network.nodeCidr": "10.0.0.0/20", "network.serviceCidr": "10.0.16.0/20" },
    },
    "overlapping ranges that are not used": {
      stack: "dev",
      changes: {
        network: {
          nodeCidr: "10.4.0.0/20",
          existing: { network: "n", subnetwork: "s", podRange: "p", serviceRange: "r" },
        },
      },
    },
    "no upgrades for as long as GKE allows, and no minor ones for longer": {
      stack: "prod",
      changes: {
        "cluster.maintenance.exclusions": [
          { name: "freeze", start: "2026-11-20T00:00:00Z", end: "2027-02-18T00:00:00Z", scope: "NO_UPGRADES" },
          { name: "long", start: "2026-11-20T00:00:00Z", end: "2027-06-18T00:00:00Z", scope: "NO_MINOR_UPGRADES" },
        ],
      },
    },
    "no upgrades for a month": {
      stack: "prod",
      changes: {
        "cluster.maintenance.exclusions": [
          { name: "sale", start: "2026-11-20T00:00:00Z", end: "2026-12-20T00:00:00Z", scope: "NO_UPGRADES" },
        ],
      },
    },
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
    "a window that ends before it starts": {
      stack: "prod",
      changes: { "cluster.maintenance.end": "2026-01-03T02:00:00Z" },
      key: "gke-stateful:cluster.maintenance.end",
      says: /after maintenance.start/,
    },
    "no upgrades for ever": {
      stack: "prod",
      changes: {
        "cluster.maintenance.exclusions": [{ name: "freeze", start: "2026-11-20T00:00:00Z", scope: "NO_UPGRADES" }],
      },
      key: "gke-stateful:cluster.maintenance.exclusions[0].end",
      says: /required with scope NO_UPGRADES/,
    },
    "no upgrades for longer than GKE allows": {
      stack: "prod",
      changes: {
        "cluster.maintenance.exclusions": [
          { name: "freeze", start: "2026-11-20T00:00:00Z", end: "2027-02-18T00:00:01Z", scope: "NO_UPGRADES" },
        ],
      },
      key: "gke-stateful:cluster.maintenance.exclusions[0].end",
      says: /at most 90 days after its start/,
    },
    "an exclusion that ends before it starts": {
      stack: "prod",
      changes: {
        "cluster.maintenance.exclusions": [{ name: "x", start: "2026-11-20T00:00:00Z", end: "2026-11-19T00:00:00Z" }],
      },
      key: "gke-stateful:cluster.maintenance.exclusions[0].end",
      says: /must be after its start/,
    },
    "ranges that overlap": {
      stack: "dev",
      changes: { "network.nodeCidr": "10.5.0.0/20" },
      key: "gke-stateful:network.podCidr",
      says: /must not overlap network.nodeCidr/,
    },
  },
});
