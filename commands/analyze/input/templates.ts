import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const CHART = "Chart.yaml";
const TEMPLATES = "templates";

/** The chart that a file is a template of, by its place: the folder above `templates`, where that has a Chart.yaml. */
export class Charts {
  private readonly root: string;
  private readonly known = new Map<string, string | undefined>();

  constructor(root: string) {
    this.root = root;
  }

  /** Folder of the chart, or undefined where the file is in no chart's templates. */
  of(file: string): string | undefined {
    return this.ofFolder(dirname(file));
  }

  private ofFolder(folder: string): string | undefined {
    if (!this.known.has(folder)) {
      this.known.set(folder, this.find(folder));
    }
    return this.known.get(folder);
  }

  private find(folder: string): string | undefined {
    const outer = dirname(folder);
    if (outer === folder) {
      return undefined;
    }
    return basename(folder) === TEMPLATES && existsSync(join(this.root, outer, CHART)) ? outer : this.ofFolder(outer);
  }
}

/** The command that renders a template. */
export function renderCommand(file: string, chart: string | undefined): string {
  const folder = chart ?? folderOfTemplates(file);
  return folder === undefined
    ? "render it first, and analyze what comes out"
    : `helm template ${folder} | gke-stateful analyze -`;
}

/** The folder above `templates`, for charts whose Chart.yaml is elsewhere. */
function folderOfTemplates(file: string): string | undefined {
  const parts = file.split("/");
  const at = parts.lastIndexOf(TEMPLATES);
  return at > 0 ? parts.slice(0, at).join("/") : undefined;
}
