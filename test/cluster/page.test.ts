import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { rehearsalPage } from "../../commands/rehearse/report/page";
import { rehearsalReport } from "../support/rehearsals";
import type { Browser } from "playwright-core";

/** Contrast that text needs. @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST_CONTRAST = 4.5;
/** Names of the browser in Debian and elsewhere. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;

function browserPath(): string | undefined {
  return NAMES.map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim()).find(
    (path) => path !== "",
  );
}

describe("the page of a rehearsal, in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "gke-stateful-page-"));
  const file = join(folder, "report.html");
  let browser: Browser | undefined;
  before(async function () {
    const executablePath = browserPath();
    if (executablePath === undefined) {
      console.log("    There is no Chromium here: apt-get install chromium.");
      this.skip();
    }
    writeFileSync(file, rehearsalPage(rehearsalReport()));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`renders, can be read and has no errors, in ${colorScheme}, without a network`, async () => {
      const context = await browser!.newContext({ colorScheme, offline: true });
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(`file://${file}`);
      assert.equal(await page.title(), "Rehearsal of prod");
      const pictures = await page.locator("svg").all();
      assert.equal(pictures.length, 1);
      const box = await pictures[0]!.boundingBox();
      assert.ok(box !== null && box.width > 300 && box.height > 40);
      for (const selector of ["h1", "p", ".good", "svg text"]) {
        const { ink, paper } = await page.evaluate<{ ink: string; paper: string }>(coloursOf(selector));
        assert.ok(contrast(ink, paper) >= LEAST_CONTRAST, `${selector}: ${ink} on ${paper}`);
      }
      assert.deepEqual(errors, []);
      assert.deepEqual(requests, [`file://${file}`]);
      await context.close();
    });
  }

  it("fits a small screen", async () => {
    const context = await browser!.newContext({ viewport: { width: 360, height: 640 } });
    const page = await context.newPage();
    await page.goto(`file://${file}`);
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(width <= 360, String(width));
    await context.close();
  });
});

/** What the browser runs: colours of an element and of the page. As a text, because the types of browsers are not ours. */
function coloursOf(selector: string): string {
  return `(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    const style = getComputedStyle(element);
    return { ink: element instanceof SVGElement ? style.fill : style.color, paper: getComputedStyle(document.body).backgroundColor };
  })()`;
}

/** Contrast of two colours such as `rgb(0, 0, 0)`. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
