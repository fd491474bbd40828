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
    "a network of another project, by its names": {
      stack: "dev",
      changes: {
        "network.existing": {
          hostProject: "network-host",
          network: "n",
          subnetwork: "s",
          podRange: "p",
          serviceRange: "r",
        },
      },
    },
    "tags, each once": { stack: "dev", changes: { "cluster.tags": ["tagValues/1", "tagValues/2"] } },
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
    "a topic of another project": {
      stack: "dev",
      changes: { "cluster.notifications": { topic: "projects/other-project/topics/t" } },
      key: "gke-stateful:cluster.notifications.topic",
      says: /own project/,
    },
    "a tag twice": {
      stack: "dev",
      changes: { "cluster.tags": ["tagValues/1", "tagValues/1"] },
      key: "gke-stateful:cluster.tags",
      says: /must not name anything twice/,
    },
    "a subnet of a third project": {
      stack: "dev",
      changes: {
        "network.existing": {
          hostProject: "network-host",
          network: "n",
          subnetwork: "projects/third/regions/europe-west1/subnetworks/s",
          podRange: "p",
          serviceRange: "r",
        },
      },
      key: "gke-stateful:network.existing.subnetwork",
      says: /projects\/network-host\/regions\/europe-west1\//,
    },
  },
});
