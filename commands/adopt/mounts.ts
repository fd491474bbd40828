import { fileName } from "../../config/schema/fields";
import { sizeText } from "./quantities";
import type { Field } from "../../policy/graph/object";
import type { AdoptedSet } from "./adopted-set";
import type { Entry } from "./entry";
import type { Notes } from "./notes";
import type { Secrets } from "./secrets";

/** What an emptyDir without a limit gets. The same as a workload's default /tmp has. */
const SCRATCH_SIZE = "256Mi";

/** Mode of files of ConfigMaps and Secrets that say none. */
const DEFAULT_MODE = 0o644;
const OCTAL = 8;

/** Everything that the container mounts. */
export interface Mounts {
  readonly volumes: Entry["volumes"];
  readonly scratch: NonNullable<Entry["scratch"]>;
  readonly config: Entry["config"];
}

/** Reads the container's mounts. Those of Secrets go to {@link Secrets}. */
export function mountsOf(adopted: AdoptedSet, notes: Notes, secrets: Secrets): Mounts {
  return new MountReader(adopted, notes, secrets).read();
}

class MountReader {
  private readonly volumes: Entry["volumes"] = {};
  private readonly scratch: Record<string, string> = {};
  private config: Entry["config"];
  private readonly adopted: AdoptedSet;
  private readonly notes: Notes;
  private readonly secrets: Secrets;

  constructor(adopted: AdoptedSet, notes: Notes, secrets: Secrets) {
    this.adopted = adopted;
    this.notes = notes;
    this.secrets = secrets;
  }

  read(): Mounts {
    const mounts = this.adopted.container.at("volumeMounts").items;
    this.readTemplates(mounts);
    const templates = new Set(this.adopted.templates.map((template) => template.at("metadata.name").text));
    const volumes = new Map(this.adopted.pod.at("volumes").items.map((volume) => [volume.at("name").text, volume]));
    for (const mount of mounts.filter((one) => !templates.has(one.at("name").text))) {
      const volume = volumes.get(mount.at("name").text);
      if (volume !== undefined) {
        this.readMount(mount, volume);
      }
    }
    return { volumes: this.volumes, scratch: this.scratch, config: this.config };
  }

  private readTemplates(mounts: readonly Field[]): void {
    for (const template of this.adopted.templates) {
      const name = template.at("metadata.name").shown;
      const [mount, ...others] = mounts.filter((one) => one.at("name").text === name);
      others.forEach((other) => {
        this.notes.lose(
          other,
          `Claim ${name} is mounted a second time, at ${other.at("mountPath").shown}. A volume here has one path: link to it in the image, or mount the directory above.`,
        );
      });
      if (mount === undefined) {
        this.notes.lose(
          template,
          `Container ${this.adopted.container.at("name").shown} does not mount claim ${name}, so the entry has no place for it. Its claims stay, and nothing uses them.`,
        );
      } else {
        this.notePaths(mount);
        this.volumes[name] = {
          size: sizeText(template.at("spec.resources.requests.storage")) ?? "",
          mountPath: mount.at("mountPath").shown,
          subPath: mount.at("subPath").text,
        };
      }
    }
  }

  /** What decides where on the disk the data lies, and how mounts show up elsewhere. */
  private notePaths(mount: Field): void {
    if (mount.at("subPathExpr").isSet) {
      this.notes.lose(
        mount.at("subPathExpr"),
        `The data lies in a directory of the disk that a variable names. Here ${mount.at("mountPath").shown} would show the whole disk, and the program might begin anew beside its data. If the directory has one name on each disk, set subPath; else move the data to the top first.`,
      );
    }
    if (mount.at("mountPropagation").isSet) {
      this.notes.lose(mount.at("mountPropagation"), "Mounts are not handed on here.");
    }
  }

  private readMount(mount: Field, volume: Field): void {
    const mountPath = mount.at("mountPath").shown;
    this.notePaths(mount);
    if (volume.at("emptyDir").isSet) {
      this.readScratch(mountPath, volume.at("emptyDir"));
    } else if (mount.at("subPath").isSet) {
      this.notes.lose(
        mount,
        `One file, ${mount.at("subPath").shown}, is mounted at ${mountPath}. Here configuration and secrets are directories: mount one elsewhere and point the program at it.`,
      );
    } else if (volume.at("configMap").isSet) {
      this.readConfig(mountPath, volume.at("configMap"));
    } else if (volume.at("secret").isSet) {
      this.readSecret(mountPath, volume.at("secret"));
    } else {
      this.notes.lose(volume, `The volume at ${mountPath} is of a kind that cannot be written here.`);
    }
  }

  private readScratch(mountPath: string, emptyDir: Field): void {
    if (emptyDir.at("medium").text === "Memory") {
      this.notes.lose(
        emptyDir.at("medium"),
        `The directory ${mountPath} was in memory. Here it is on the node's disk.`,
      );
    }
    this.scratch[mountPath] =
      sizeText(emptyDir.at("sizeLimit")) ??
      this.notes.choose(
        `scratch["${mountPath}"]`,
        SCRATCH_SIZE,
        "The directory has no limit in the manifest. A pod that exceeds it is evicted: raise it if it is small.",
      );
  }

  private readConfig(mountPath: string, source: Field): void {
    const name = source.at("name").shown;
    const map = this.adopted.named("ConfigMap", name);
    if (map === undefined) {
      this.notes.lose(source, `ConfigMap ${name} is not among the manifests. Give its file too.`);
      return;
    }
    if (this.config !== undefined) {
      this.notes.lose(
        source,
        `A second ConfigMap, ${name}, at ${mountPath}. An entry has one directory of configuration: put its files there.`,
      );
      return;
    }
    this.noteModes(source);
    if (map.at("binaryData").isSet) {
      this.notes.lose(map.at("binaryData"), "Files that are no text cannot be written here. Put them into the image.");
    }
    this.config = { mountPath, files: this.filesOf(source, map.at("data")) };
  }

  /** Files here are 0644, readable by the group that owns them. */
  private noteModes(source: Field): void {
    const modes = [source.at("defaultMode"), ...source.at("items").items.map((item) => item.at("mode"))];
    for (const mode of modes.filter((one) => one.isSet && one.number !== DEFAULT_MODE)) {
      this.notes.lose(
        mode,
        `Files had mode 0${(mode.number ?? 0).toString(OCTAL)}; here they have 0644. Run scripts through their interpreter, and copy keys that only their owner may read to scratch in an init container.`,
      );
    }
  }

  /** File name → content: all keys, or those that the volume picks, under the names that it gives them. */
  private filesOf(source: Field, data: Field): Record<string, string> {
    const items = source.at("items").items;
    const picked = items.map((item) => ({ path: item.at("path").shown, key: item.at("key").shown, field: item }));
    const all = items.length > 0 ? picked : data.names.map((key) => ({ path: key, key, field: data.of(key) }));
    const files: Record<string, string> = {};
    for (const { field, key, path } of all) {
      if (fileName.safeParse(path).success && data.of(key).isSet) {
        files[path] = data.of(key).shown;
      } else {
        this.notes.lose(field, `File ${path} of the configuration: only texts in one directory can be written here.`);
      }
    }
    return files;
  }

  private readSecret(mountPath: string, source: Field): void {
    const name = source.at("secretName").shown;
    const items = source.at("items").items;
    const keys = items.map((item) => item.at("key").shown);
    this.noteModes(source);
    const known = keys.length > 0 ? keys : this.adopted.secretKeys(name);
    if (known === undefined) {
      this.notes.lose(
        source,
        `Secret ${name} is not among the manifests, so its keys are not known. Give its file too; values are not read.`,
      );
    } else if (!this.secrets.mount(name, mountPath, known)) {
      this.notes.lose(source, `Secret ${name} is mounted a second time, at ${mountPath}. A secret here has one place.`);
    }
    for (const item of items.filter((one) => one.at("path").shown !== one.at("key").shown)) {
      this.notes.lose(item.at("path"), `The file is called ${item.at("key").shown} here, after its key.`);
    }
  }
}
