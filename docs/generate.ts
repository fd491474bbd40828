import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alertsPage } from "./alerts-page";
import { architecturePage } from "./architecture-page";
import { configurationPage } from "./configuration-page";
import { rulesPage } from "./rules-page";
import { runbooksPage } from "./runbooks-page";
import { terminalPicture } from "./terminal-picture";

/** Writes the generated pages, or with --check fails where one is not what it would write. */

const PAGES = {
  "architecture.md": architecturePage,
  "configuration.md": configurationPage,
  "plan.svg": terminalPicture,
  "rules.md": rulesPage,
  "runbooks/README.md": runbooksPage,
  "runbooks/alerts/README.md": alertsPage,
};

for (const [name, render] of Object.entries(PAGES)) {
  const file = join(__dirname, name);
  const text = render();
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
  } else if (readFileSync(file, "utf8") !== text) {
    process.stderr.write(`docs/${name} is not what its source says. Run: npm run docs\n`);
    process.exitCode = 1;
  }
}
