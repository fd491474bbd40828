"use strict";
// The pack's door for the Pulumi engine. It loads the sources as they are, so no rule can be older than its source; and tsx
// only strips types, where the engine's own TypeScript support would check them for many seconds at every start.
require("@pulumi/policy");
require("tsx/cjs");
require("./pack.ts");
