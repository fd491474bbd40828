import { dataServiceOf } from "../facts/data-services";
import { volumesOf } from "./volumes";
import type { DataService } from "../facts/data-services";
import type { Field, GraphObject } from "./object";
import type { Use, Volume } from "./volumes";

/** Flags that name the folder of a program's data, without the dashes. */
const FOLDER_FLAG =
  /^(?:(?:[\w-]+[._-])?(?:data[-_.]?(?:dir(?:ectory)?|path|folder)|datadir|dbpath|log\.dirs?|store[-_]?dir|tsdb\.path)|path\.data|storageDataPath|storage\.local\.path|data|sd|dir|D)$/;
/** Variables that do. */
const FOLDER_VARIABLE =
  /^(?:PGDATA|MINIO_VOLUMES|path\.data|(?:\w+_)?(?:DATA_?(?:DIR(?:ECTORY)?|PATH|FOLDER)|LOG_DIRS|DBPATH|MNESIA_BASE))$/;
/** A member of MongoDB that keeps the configuration of a cluster, and where it does. */
const CONFIG_SERVER = /^--configsvr$/;
const CONFIG_SERVER_FOLDER = "/data/configdb";

/** A cache by intent: it saves nothing. */
const SAVES_NOTHING = /--save(?:\s+|=)(?:""|''|(?=\s|$))|(?:^|\s)save\s+""/;
/** What saves all the same, by a log of every write. */
const APPENDS = /appendonly(?:\s+|=)["']?yes/;
/** Roles of a cluster's member without data of its own. */
const WITHOUT_DATA: Readonly<Record<string, RegExp>> = {
  NODE_DATA: /^false$/i,
  "node.data": /^false$/i,
  // A master keeps the state of the cluster.
  "node.roles": /^(?!.*(?:data|master))/,
};
/** Parts of Loki, Mimir and Tempo that keep nothing. */
const ROLES_WITHOUT_DATA =
  /\s-{1,2}target[= ](?:distributor|gateway|overrides-exporter|querier|query-frontend|query-scheduler|read)\s/;
/** Programs of the same images that keep nothing. */
const OTHER_PROGRAMS =
  /(?:^|[\s/])(?:mongos|redis-sentinel|--sentinel|--agent|vault\s+agent|agent\s+-config|consul\s+connect|mysqlrouter|sleep|tail|vtgate|vtctld|-dev)(?:\s|$)/;

/** Words of a container's command and arguments; an empty one shows as `""`. */
export function words(container: Field): readonly string[] {
  return [...container.at("command").items, ...container.at("args").items].flatMap((item) => {
    const { text } = item;
    return text === undefined ? [] : text === "" ? ['""'] : text.split(/\s+/);
  });
}

/** The data service that a container runs, if its image is of one. */
export function serviceOf(container: Field): DataService | undefined {
  return dataServiceOf(imageOf(container));
}

/** Image of a container. */
export function imageOf(container: Field): string {
  return container.at("image").text ?? "";
}

/** The folders that a container's arguments and variables name for its data; none where it keeps to those of its image. */
export function toldFolders(container: Field): readonly string[] {
  const all = words(container);
  const byFlag = all.flatMap((word, index) => folderAfter(word, all[index + 1] ?? ""));
  const served = all.includes("server") ? all.slice(all.indexOf("server") + 1) : [];
  const byVariable = container
    .at("env")
    .items.filter((one) => FOLDER_VARIABLE.test(one.at("name").text ?? ""))
    .flatMap((one) => (one.at("value").text ?? "").split(/[\s,]+/));
  const special = all.some((word) => CONFIG_SERVER.test(word)) ? [CONFIG_SERVER_FOLDER] : [];
  const own = [...byFlag, ...served, ...byVariable].flatMap((text) => folderIn(text) ?? []);
  return own.length > 0 ? own : special;
}

function folderAfter(word: string, next: string): readonly string[] {
  const [, flag = "", value] = /^-{1,2}([^=]{1,60})(?:=(.*))?$/.exec(word) ?? [];
  return FOLDER_FLAG.test(flag) ? (value ?? next).split(",") : [];
}

/** The folder in a path or an address; of several that are counted, `/disk{1...4}`, the first. */
function folderIn(text: string): string | undefined {
  const path = /^(?:https?:\/\/[^/\s]*)?(\/[^$]*)$/.exec(text.replace(/^file:/, ""))?.[1];
  return path?.replaceAll(/\{(\d+)\.\.\.?\d+\}/g, "$1");
}

/** Whether a program is told to keep no data: a cache, or a member with another role. */
export function keepsNothing(container: Field): boolean {
  const said = words(container).join(" ");
  return (
    (SAVES_NOTHING.test(`${said} `) && !APPENDS.test(said)) ||
    isOtherRole(container, said) ||
    OTHER_PROGRAMS.test(` ${said} `) ||
    ROLES_WITHOUT_DATA.test(` ${said} `) ||
    container
      .at("env")
      .items.some((one) => WITHOUT_DATA[one.at("name").text ?? ""]?.test(one.at("value").text ?? "data") === true)
  );
}

function isOtherRole(container: Field, said: string): boolean {
  const roles = serviceOf(container)?.roles;
  return roles !== undefined && !roles.test(` ${said} `);
}

/** A volume, and how a container uses it. */
interface Mounted {
  readonly volume: Volume;
  readonly use: Use;
}

/** The volume on which a folder of a container lies: of those that are mounted at it or above it, the deepest. */
export function volumeAt(folder: string, container: Field, object: GraphObject): Volume | undefined {
  const all = mountsOf(container, object).filter(({ use }) => isWithin(folder, use.path));
  return all.toSorted((one, other) => depth(other) - depth(one))[0]?.volume;
}

function depth({ use }: Mounted): number {
  return plain(use.path).length;
}

/** How a container uses the volumes of its pod. */
export function mountsOf(container: Field, object: GraphObject): readonly Mounted[] {
  return volumesOf(object).flatMap((volume) =>
    volume.uses.filter((use) => use.container.path === container.path).map((use) => ({ volume, use })),
  );
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string | undefined, folder: string | undefined): boolean {
  if (path === undefined || folder === undefined) {
    return false;
  }
  const [inner, outer] = [plain(path), plain(folder)];
  return inner === outer || inner.startsWith(outer === "/" ? "/" : `${outer}/`);
}

function plain(path: string | undefined): string {
  return (path ?? "").replace(/(?<=.)\/+$/, "");
}

/** Whether a volume outlives its pod. */
export function outlivesPod({ source }: Volume): boolean {
  return source === "template" || source === "claim" || source === "disk" || source === "other";
}
