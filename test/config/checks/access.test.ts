import { checkTable } from "../../support/checks";

const securityGroup = "gke-security-groups@example.com";

checkTable("access", {
  accepted: {
    nobody: { stack: "prod", changes: {} },
    "people, accounts, and groups of a security group": {
      stack: "prod",
      changes: {
        access: {
          securityGroup,
          view: ["group:all@example.com"],
          operate: ["user:jo@example.com", "serviceAccount:app@shop-data.iam.gserviceaccount.com"],
        },
      },
    },
    "names of another login": {
      stack: "local",
      changes: { access: { admin: ["user:kubernetes-admin", "group:dev"] } },
    },
  },
  refused: {
    "a group that the cluster cannot ask about": {
      stack: "prod",
      changes: { access: { view: ["group:all@example.com"] } },
      key: "gke-stateful:access.view[0]",
      says: /needs access\.securityGroup.+gke-security-groups@DOMAIN/,
    },
    "a name that is no email on Google Cloud": {
      stack: "prod",
      changes: { access: { operate: ["user:jo"] } },
      key: "gke-stateful:access.operate[0]",
      says: /must end with an email address/,
    },
    "a Google service account elsewhere": {
      stack: "local",
      changes: { access: { operate: ["serviceAccount:app@shop-data.iam.gserviceaccount.com"] } },
      key: "gke-stateful:access.operate[0]",
      says: /works on target gke only/,
    },
    "a member of no kind": {
      stack: "prod",
      changes: { access: { admin: ["jo@example.com"] } },
      key: "gke-stateful:access.admin[0]",
      says: /must be user:NAME, group:NAME or serviceAccount:EMAIL/,
    },
    everybody: {
      stack: "prod",
      changes: { access: { view: ["allUsers"] } },
      key: "gke-stateful:access.view[0]",
      says: /must be user:NAME/,
    },
  },
});
