import { parseImage } from "../../policy/facts/image-reference";
import { warn } from "./check";
import type { Check } from "./check";
import type { Problem } from "../problems";
import type { StackConfig } from "../stack-config";

/** Registries that private nodes reach without a way to the internet (private Google access). Source: https://cloud.google.com/vpc/docs/configure-private-google-access */
const GOOGLE_REGISTRY = /(?:^|\.)(?:pkg\.dev|gcr\.io)$/;
/** Google keeps copies of much-used images of Docker Hub, and promises none. Source: https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images */
const HUB = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/** Images: nodes reach their registry, and may pull from it. */
export const registryChecks: Check = function* (config) {
  if (config.google === undefined) {
    return;
  }
  const { project } = config.google;
  for (const [path, image] of imagesOf(config)) {
    yield* reach(path, image, config);
    yield* role(path, image, config, project);
  }
};

function imagesOf({
  operations,
  workloads,
}: StackConfig): readonly (readonly [path: readonly (string | number)[], image: string])[] {
  const own = operations.image === undefined ? [] : [[["operations", "image"], operations.image] as const];
  const others = Object.entries(workloads).flatMap(([name, { image, initContainers, sidecars }]) => [
    [["workloads", name, "image"], image] as const,
    ...initContainers.flatMap((init, index) =>
      init.image === undefined ? [] : [[["workloads", name, "initContainers", index, "image"], init.image] as const],
    ),
    ...sidecars.map((sidecar, index) => [["workloads", name, "sidecars", index, "image"], sidecar.image] as const),
  ]);
  return [...own, ...others];
}

function* reach(
  path: readonly (string | number)[],
  image: string,
  { cluster, network }: StackConfig,
): Iterable<Problem> {
  const { registry } = parseImage(image);
  if (!cluster.privateNodes || network.nat || network.existing !== undefined || GOOGLE_REGISTRY.test(registry)) {
    return;
  }
  // Somebody may have made another way out, to the internet or to a registry of their own.
  yield warn(
    path,
    image,
    HUB.includes(registry)
      ? "is on Docker Hub, and nodes without public addresses and NAT get only images of which Google has a copy"
      : `is on ${registry}, which nodes without public addresses and NAT reach only where you have made a way`,
    "Set network.nat to true, or keep the image in Artifact Registry.",
  );
}

function* role(
  path: readonly (string | number)[],
  image: string,
  { cluster }: StackConfig,
  project: string,
): Iterable<Problem> {
  const { registry, repository } = parseImage(image);
  if (!GOOGLE_REGISTRY.test(registry) || registry === "mirror.gcr.io") {
    return;
  }
  const [owner = ""] = repository.split("/");
  if (owner === project && !cluster.artifactRegistry) {
    yield warn(
      path,
      image,
      "is in the project's own registry, from which the stack's nodes may not pull",
      "Set cluster.artifactRegistry to true, unless they have the role roles/artifactregistry.reader from elsewhere.",
    );
  }
}
