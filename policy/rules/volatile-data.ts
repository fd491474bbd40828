import { DATA_FOLDERS, dataServiceOf, isOwnImage } from "../facts/data-services";
import { SERVICE_KINDS } from "../graph/kinds";
import { containerName, endsByItself, runningContainers } from "../graph/pods";
import { isWritten, volumesOf } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { Field, GraphObject } from "../graph/object";
import type { Use, Volume } from "../graph/volumes";

/** A folder or volume that is named for what it keeps. */
const DATA_NAME = /(?:^|[-_/])(?:data\d*|datadir|db|storage|store|vtdataroot)(?:[-_/]|$|\d)/i;
/** Folders of a data service that keep nothing worth keeping, and volumes that are meant to go. */
const SCRATCH =
  /(?:^|[-_/])(?:backups?|cache|certs?|conf(?:ig)?|dump|etc|import|initdb\S*|logs?|plugins?|run|scripts?|secrets?|shm|socket|ssl|tls|tmp|temp)(?:[-_/.]|$|d$)/i;
/** A cache by intent: it saves nothing. */
const SAVES_NOTHING = /--save(?:\s+|=)(?:""|''|(?=\s|$))|(?:^|\s)save\s+""/;
/** Roles of a cluster's member without data of its own. */
const WITHOUT_DATA: Readonly<Record<string, RegExp>> = {
  NODE_DATA: /^false$/i,
  "node.data": /^false$/i,
  "node.roles": /^(?!.*data)/,
};
/** Parts of Loki, Mimir and Tempo that keep nothing. */
const ROLES_WITHOUT_DATA =
  /\s-{1,2}target[= ](?:distributor|gateway|overrides-exporter|querier|query-frontend|query-scheduler|read)\s/;
/** Programs of the same images that keep nothing. */
const OTHER_PROGRAMS =
  /(?:^|[\s/])(?:mongos|vault\s+agent|agent\s+-config|consul\s+connect|mysqlrouter|sleep|tail|vtgate|vtctld|-dev)(?:\s|$)/;

/** Programs that talk to a data service from its own image, and shells, of which nobody knows what they run. */
const CLIENTS =
  /^(?:\S*\/)?(?:bash|clickhouse-client|cqlsh|etcdctl|influx|mongo|mongodump|mongosh|mysql|mysqladmin|mysqldump|nodetool|pg_dump|pg_dumpall|pg_isready|psql|rabbitmqadmin|redis-cli|sh)$/;

/** Data of a database in a folder of the node goes with the pod (emptyDir), or stays behind when it moves (hostPath). */
export const volatileData = defineRule({
  id: "volatile-data",
  severity: "critical",
  title: "A database keeps its data on a disk of its own",
  why: "emptyDir is deleted with the pod, on every upgrade of the node. hostPath stays on the node when the pod moves to another one, and lets the pod read the node. Without any volume, data is gone with the container, on every restart.",
  remediation:
    "Give it a claim: `volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } } }]`, with the name of the volume that is mounted now.",
  effort: { time: "hours", why: "The template is a few lines; data that matters has to be copied first." },
  outcome: "Data survives restarts, upgrades and lost nodes.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage",
  example: {
    wrong: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: db, image: "postgres:18.1", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }]
      volumes: [{ name: data, emptyDir: {} }]`,
    right: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  template:
    spec:
      containers: [{ name: db, image: "postgres:18.1", volumeMounts: [{ name: data, mountPath: /var/lib/postgresql }] }]
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce] } }]`,
  },
  kinds: [...SERVICE_KINDS, "Pod"],
  scope: "object",
  skipsOwned: true,
  *check(object) {
    for (const volume of volumesOf(object)) {
      const isVolatile = volume.source === "emptyDir" || volume.source === "hostPath";
      if (isVolatile && isWritten(volume) && holdsData(volume)) {
        yield problem(volume.field, `keeps ${volume.name} (${paths(volume)}) in ${volume.source}`);
      }
    }
    for (const container of runningContainers(object)) {
      const folder = unkept(container, object);
      if (folder !== undefined) {
        yield problem(
          container.at("volumeMounts"),
          `keeps its data (${folder}) in ${containerName(container)} itself, with no volume for it`,
        );
      }
    }
  },
});

function holdsData(volume: Volume): boolean {
  return volume.uses.some(
    (use) =>
      !use.readOnly && !keepsNothing(use.container) && (isIn(use.path, DATA_FOLDERS) || keepsData(use, volume.name)),
  );
}

/** Whether a data service uses a volume for its data: by its usual folders, by the folder that its arguments name, or by what it is called. */
function keepsData({ container, path }: Use, name: string): boolean {
  const service = dataServiceOf(imageOf(container));
  if (service === undefined || path === undefined || SCRATCH.test(name)) {
    return false;
  }
  return (
    isIn(path, service.folders) ||
    (!SCRATCH.test(path) && (isArgument(path, container) || DATA_NAME.test(path) || DATA_NAME.test(name)))
  );
}

/** The folder of a data service that has no volume for it at all, of any kind. */
function unkept(container: Field, object: GraphObject): string | undefined {
  const service = dataServiceOf(imageOf(container));
  const [folder] = service?.folders ?? [];
  if (service?.always !== true || folder === undefined || !isServer(container, object)) {
    return undefined;
  }
  const isKept = volumesOf(object).some(({ name, uses }) =>
    uses.some((use) => use.container.path === container.path && mayKeep(use, name, service.folders)),
  );
  return isKept ? undefined : folder;
}

/** Whether a container runs what its image is for, as far as it says. */
function isServer(container: Field, object: GraphObject): boolean {
  const says = container.at("command").isSet || container.at("envFrom").isSet;
  return (
    !says &&
    isOwnImage(imageOf(container)) &&
    !CLIENTS.test(words(container)[0] ?? "") &&
    !keepsNothing(container) &&
    !endsByItself(object)
  );
}

/** Whether a volume may be the one for the data: at its folder, above it, or named for it. */
function mayKeep({ container, path = "/" }: Use, name: string, folders: readonly string[]): boolean {
  const isThere = isIn(path, folders) || folders.some((folder) => isIn(folder, [path]));
  return isThere || DATA_NAME.test(path) || DATA_NAME.test(name) || isArgument(path, container);
}

function isArgument(path: string, container: Field): boolean {
  return words(container).some((word) => word === path || word.endsWith(`=${path}`));
}

/** Whether a program is told to keep no data: a cache, or a member with another role. */
function keepsNothing(container: Field): boolean {
  const said = words(container).join(" ");
  return (
    SAVES_NOTHING.test(`${said} `) ||
    OTHER_PROGRAMS.test(` ${said} `) ||
    ROLES_WITHOUT_DATA.test(` ${said} `) ||
    container
      .at("env")
      .items.some((one) => WITHOUT_DATA[one.at("name").text ?? ""]?.test(one.at("value").text ?? "data") === true)
  );
}

/** Words of a container's command and arguments; an empty one shows as `""`. */
function words(container: Field): readonly string[] {
  return [...container.at("command").items, ...container.at("args").items].flatMap((item) => {
    const { text } = item;
    return text === undefined ? [] : text === "" ? ['""'] : text.split(/\s+/);
  });
}

function imageOf(container: Field): string {
  return container.at("image").text ?? "";
}

function isIn(path: string | undefined, folders: readonly string[]): boolean {
  const plain = path?.replace(/(?<=.)\/+$/, "");
  return (
    plain !== undefined &&
    folders.some((folder) => plain === folder || plain.startsWith(folder === "/" ? "/" : `${folder}/`))
  );
}

function paths({ uses }: Volume): string {
  return [...new Set(uses.map(({ path }) => path ?? "a block device"))].join(", ");
}
