"use strict";
// The floor of the benchmark: one process that only loads what a plan cannot do without.
require("@pulumi/pulumi");
require("@pulumi/kubernetes");
require("@pulumi/gcp/container");
