import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle } from "./bundle";

/**
 * Makes dist/image: what the Dockerfile puts into the image. One file with the command line as far as it works on a cluster, at its place among
 * the files that it reads.
 */
const ROOT = join(__dirname, "..", "..");
const IMAGE = join(ROOT, "dist", "image");
/** Files that are read at run time. */
const READ = ["policy/cost/prices.json", "package.json"];
/** What the container starts. */
const START = "start.js";

async function build(): Promise<void> {
  rmSync(IMAGE, { recursive: true, force: true });
  await bundle({
    entry: join("commands", "image-main.ts"),
    outfile: join(IMAGE, "commands", "image-bundle.js"),
    external: [],
  });
  for (const file of READ) {
    mkdirSync(dirname(join(IMAGE, file)), { recursive: true });
    cpSync(join(ROOT, file), join(IMAGE, file));
  }
  writeFileSync(join(IMAGE, START), 'require("./commands/image-bundle.js").main(process.argv);\n');
}

void build();
