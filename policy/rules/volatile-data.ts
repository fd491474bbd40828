import { DATA_FOLDERS, isOwnImage } from "../facts/data-services";
import {
  imageOf,
  isWithin,
  keepsNothing,
  mountsOf,
  outlivesPod,
  serviceOf,
  toldFolders,
  volumeAt,
  words,
} from "../graph/data-folders";
import { SERVICE_KINDS } from "../graph/kinds";
import { containerName, endsByItself, runningContainers } from "../graph/pods";
import { isWritten, volumesOf } from "../graph/volumes";
import { defineRule, problem } from "./engine/rule";
import type { DataService } from "../facts/data-services";
import type { Field, GraphObject } from "../graph/object";
import type { Use, Volume } from "../graph/volumes";

/** A folder or volume that is named for what it keeps. */
const DATA_NAME = /(?:^|[-_/])(?:data\d*|datadir|db|storage|store|vtdataroot)(?:[-_/]|$|\d)/i;
/** Folders of a data service that keep nothing worth keeping, and volumes that are meant to go. */
const SCRATCH =
  /(?:^|[-_/])(?:backups?|cache|certs?|conf(?:ig)?|dump|etc|import|initdb\S*|logs?|plugins?|run|scripts?|secrets?|shm|socket|ssl|tls|tmp|temp)(?:[-_/.]|$|d$)/i;
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
      if (VOLATILE[volume.source] !== undefined && isWritten(volume) && holdsData(volume, object)) {
        yield problem(volume.field, `keeps ${volume.name} (${paths(volume)}) in ${VOLATILE[volume.source] ?? ""}`);
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

/** Where data does not stay. */
const VOLATILE: Readonly<Record<string, string>> = {
  emptyDir: "emptyDir",
  hostPath: "hostPath",
  ephemeral: "an ephemeral claim, which goes with the pod",
};

function holdsData(volume: Volume, object: GraphObject): boolean {
  return volume.uses.some((use) => !use.readOnly && !keepsNothing(use.container) && isForData(use, volume, object));
}

function isForData(use: Use, volume: Volume, object: GraphObject): boolean {
  const { container, path } = use;
  const told = serviceOf(container) === undefined ? [] : toldFolders(container);
  if (told.length > 0) {
    const isInside = told.some((folder) => isWithin(path, folder) && !SCRATCH.test((path ?? "").slice(folder.length)));
    return isInside || told.some((folder) => volumeAt(folder, container, object) === volume);
  }
  return (isIn(path, DATA_FOLDERS) || keepsData(use, volume.name)) && !isBesideData(use, object);
}

/** Whether the data lies on another volume of the container: one that is mounted deeper, or around a folder for what may go. */
function isBesideData({ container, path = "/" }: Use, object: GraphObject): boolean {
  return mountsOf(container, object).some(
    ({ use, volume }) =>
      outlivesPod(volume) &&
      use.path !== path &&
      (isWithin(use.path, path) || (isWithin(path, use.path) && SCRATCH.test(path.slice(use.path?.length)))),
  );
}

/** Whether a data service uses a volume for its data: by its usual folders, or by what it is called. */
function keepsData({ container, path }: Use, name: string): boolean {
  const service = serviceOf(container);
  if (service === undefined || path === undefined || SCRATCH.test(name)) {
    return false;
  }
  return isIn(path, service.folders) || (!SCRATCH.test(path) && (DATA_NAME.test(path) || DATA_NAME.test(name)));
}

/** The folder of a data service that has no volume for it at all, of any kind. */
function unkept(container: Field, object: GraphObject): string | undefined {
  const service = serviceOf(container);
  if (service === undefined || !saves(container, service) || !isServer(container, object)) {
    return undefined;
  }
  const told = toldFolders(container);
  const mounts = mountsOf(container, object);
  if (told.length > 0) {
    const has = (folder: string): boolean =>
      mounts.some(({ use }) => isWithin(folder, use.path) || isWithin(use.path, folder));
    return told.find((folder) => !has(folder));
  }
  const isKept = mounts.some(({ use, volume }) => mayKeep(use, volume.name, service));
  return isKept ? undefined : service.folders[0];
}

/** Whether a service keeps data: always, or because it is told to. */
function saves(container: Field, { always = false, whenTold }: DataService): boolean {
  return always || whenTold?.test(` ${words(container).join(" ")} `) === true;
}

/** Programs that serve, by their names and those of the scripts that start them. */
const SERVERS =
  /^(?:\S*\/)?(?:docker-entrypoint\.sh|entrypoint\.sh|tini|cassandra|clickhouse-server|cockroach|etcd|influxd|mariadbd|minio|mongod|mysqld|nats-server|postgres|rabbitmq-server|redis-server|valkey-server)$/;

/** Whether a container runs what its image is for, as far as it says. Variables that are not here can move the data to a volume, where there is one. */
function isServer(container: Field, object: GraphObject): boolean {
  const [program = ""] = words(container);
  const isOther = container.at("command").isSet && !SERVERS.test(program);
  const isElsewhere =
    container.at("envFrom").isSet && mountsOf(container, object).some(({ volume }) => outlivesPod(volume));
  return (
    !isOther &&
    !isElsewhere &&
    isOwnImage(imageOf(container)) &&
    !CLIENTS.test(program) &&
    !keepsNothing(container) &&
    !endsByItself(object)
  );
}

/** Whether a volume may be the one for the data: at its folder, above it, or named for it. */
function mayKeep({ path = "/" }: Use, name: string, { beside = [], folders }: DataService): boolean {
  const isThere = isIn(path, folders) || folders.some((folder) => isIn(folder, [path]));
  return isThere || (!isIn(path, beside) && (DATA_NAME.test(path) || DATA_NAME.test(name)));
}

function isIn(path: string | undefined, folders: readonly string[]): boolean {
  return folders.some((folder) => isWithin(path, folder));
}

function paths({ uses }: Volume): string {
  return [...new Set(uses.map(({ path }) => path ?? "a block device"))].join(", ");
}
