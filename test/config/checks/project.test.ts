import { checkTable } from "../../support/checks";

checkTable("project", {
  accepted: {
    "a project": { stack: "dev", changes: { "gcp:project": "shop-data-dev" } },
    "a project that only begins like the placeholder": {
      stack: "dev",
      changes: { "gcp:project": "my-project-of-shops" },
    },
    "the placeholder of the shipped file, with a warning": {
      stack: "prod",
      changes: { "gcp:project": "my-project-prod" },
      warns: /gcp:project is "my-project-prod": is the placeholder of the shipped file.+pulumi config set gcp:project/,
    },
  },
  refused: {},
});
