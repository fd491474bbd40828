import { checkTable } from "../../support/checks";

checkTable("zones", {
  accepted: {
    "two zones for regional disks": { stack: "prod", changes: {} },
    "one zone for zonal disks in dev": { stack: "dev", changes: {} },
    "three zones for zonal disks": {
      stack: "dev",
      changes: { zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"] },
    },
    "no zones on a cluster that exists": { stack: "local", changes: {} },
    "one zone in prod, with a warning": {
      stack: "prod",
      changes: { zones: ["europe-west1-b"], "storage.regional": false },
      warns: /gke-stateful:zones is \["europe-west1-b"\]: holds each disk in one zone only/,
    },
  },
  refused: {
    "no zones": {
      stack: "dev",
      changes: { zones: [] },
      key: "gke-stateful:zones",
      says: /one to three zones of europe-west1/,
    },
    "one zone for regional disks": {
      stack: "prod",
      changes: { zones: ["europe-west1-b"] },
      key: "gke-stateful:zones",
      says: /exactly 2 zones/,
    },
    "three zones for regional disks": {
      stack: "prod",
      changes: { zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"] },
      key: "gke-stateful:zones",
      says: /exactly 2 zones.*Name two zones/,
    },
    "a zone of another region": {
      stack: "prod",
      changes: { zones: ["europe-west1-b", "europe-west4-a"] },
      key: "gke-stateful:zones[1]",
      says: /zone of gcp:region europe-west1/,
    },
    "a region in the place of a zone": {
      stack: "dev",
      changes: { zones: ["europe-west1"] },
      key: "gke-stateful:zones[0]",
      says: /must be a zone/,
    },
    "a zone twice": {
      stack: "prod",
      changes: { zones: ["europe-west1-b", "europe-west1-b"] },
      key: "gke-stateful:zones",
      says: /twice/,
    },
  },
});
