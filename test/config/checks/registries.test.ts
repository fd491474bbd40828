import { checkTable } from "../../support/checks";

const own = "europe-west1-docker.pkg.dev/shop-data/images/db:1";
const init = { "@.initContainers": [{ name: "first", image: "quay.io/shop/init:1", command: ["true"] }] };

checkTable("registries", {
  accepted: {
    "an image from anywhere through NAT": { stack: "dev", changes: { "@.image": "quay.io/shop/db:1" } },
    "an image from anywhere on nodes with addresses": {
      stack: "dev",
      changes: { "@.image": "quay.io/shop/db:1", "network.nat": false, "cluster.privateNodes": false },
    },
    "an image from anywhere on a network with its own way out": {
      stack: "dev",
      changes: {
        "@.image": "quay.io/shop/db:1",
        network: { nat: false, existing: { network: "n", subnetwork: "s", podRange: "p", serviceRange: "r" } },
      },
    },
    "an image of Google without NAT": {
      stack: "dev",
      changes: { "@.image": "us-docker.pkg.dev/google-samples/containers/db:1", "network.nat": false },
    },
    "an image of the project, with the role": {
      stack: "dev",
      changes: { "@.image": own, "cluster.artifactRegistry": true },
    },
    "an image of the project without the role, with a warning": {
      stack: "dev",
      changes: { "@.image": own },
      warns: /is in the project's own registry.+Set cluster\.artifactRegistry to true/,
    },
    "an image of Docker Hub without NAT, with a warning": {
      stack: "dev",
      changes: { "network.nat": false },
      warns: /is on Docker Hub, and nodes .+ get only images of which Google has a copy/,
    },
    "an image from elsewhere without NAT, with a warning": {
      stack: "dev",
      changes: { "@.image": "quay.io/shop/db:1", "network.nat": false },
      warns: /is on quay\.io, which nodes .+ reach only where you have made a way.+Set network\.nat to true/,
    },
    "an image of an init container from elsewhere without NAT, with a warning": {
      stack: "dev",
      changes: { ...init, "network.nat": false },
      warns: /initContainers\[0\]\.image .*is on quay\.io/,
    },
    "another name of Docker Hub": {
      stack: "dev",
      changes: { "@.image": "index.docker.io/library/busybox:1", "network.nat": false },
      warns: /is on Docker Hub/,
    },
    "an image from anywhere without Google": { stack: "local", changes: { "@.image": "quay.io/shop/db:1" } },
  },
  refused: {},
});
