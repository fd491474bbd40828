"use strict";
// Plain old JavaScript, so that an old Node.js can run it and say what it lacks.
var required = [22, 12];
var actual = process.versions.node.split(".").map(Number);
if (actual[0] < required[0] || (actual[0] === required[0] && actual[1] < required[1])) {
  process.stderr.write(
    "gke-stateful needs Node.js " +
      required.join(".") +
      " or newer, and this is " +
      process.version +
      " (" +
      process.execPath +
      ").\n" +
      "Install a newer one. In a checkout of gke-stateful, `npm ci` has installed the right one beside it: run it through npm (npm start,\n" +
      "npm run plan -- dev, npx pulumi up).\n",
  );
  process.exit(2);
}
