import { checkTable } from "../../support/checks";

const pool = (settings: object): Record<string, unknown> => ({
  pools: [{ name: "stateful", tainted: false, min: 1, max: 3, ...settings }],
});

checkTable("ranges", {
  accepted: {
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
    "as many nodes as the node range has, less four addresses": {
      stack: "dev",
      changes: { "network.nodeCidr": "10.0.0.0/29" },
    },
    "as many nodes as the pod range has blocks": { stack: "dev", changes: { "network.podCidr": "10.4.0.0/23" } },
    "one node more than the node range has, with a warning": {
      stack: "dev",
      changes: { ...pool({ max: 4 }), "network.nodeCidr": "10.0.0.0/29" },
      warns: /nodeCidr .*has 4 addresses, and the 5 nodes that the pools can have, with an upgrade, need 5/,
    },
    "one node more than the pod range has blocks, with a warning": {
      stack: "dev",
      changes: { ...pool({ max: 4 }), "network.podCidr": "10.4.0.0/23" },
      warns: /podCidr .*has 512 addresses, and the 5 nodes .+ need 640: twice its maxPodsPerNode for each/,
    },
    "more pods on a node than the range was made for, with a warning": {
      stack: "dev",
      changes: { ...pool({ maxPodsPerNode: 65 }), "network.podCidr": "10.4.0.0/23" },
      warns: /need 1024/,
    },
    "a second pool of the same size while nodes are upgraded, with a warning": {
      stack: "dev",
      changes: { ...pool({ upgrade: { strategy: "BLUE_GREEN" } }), "network.podCidr": "10.4.0.0/23" },
      warns: /the 6 nodes .+ need 768/,
    },
    "pools of which one is upgraded after the other": {
      stack: "dev",
      changes: {
        pools: [
          { name: "stateful", tainted: false, min: 1, max: 20, upgrade: { strategy: "BLUE_GREEN" } },
          { name: "more", tainted: false, min: 1, max: 20 },
        ],
        "network.nodeCidr": "10.0.0.0/26",
      },
    },
  },
  refused: {
    "ranges that overlap": {
      stack: "dev",
      changes: { "network.nodeCidr": "10.5.0.0/20" },
      key: "gke-stateful:network.podCidr",
      says: /must not overlap network.nodeCidr/,
    },
  },
});
