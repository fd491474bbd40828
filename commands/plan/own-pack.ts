import { join } from "node:path";

/** The policy pack that comes with the command line. */
export const OWN_PACK = join(__dirname, "..", "..", "policy");
