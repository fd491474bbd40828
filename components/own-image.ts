/** The user `nonroot` of our image. Source: https://github.com/GoogleContainerTools/distroless, base/base.bzl */
const USER = 65_532;

/** How pods of our image run: as nobody, as the profile `restricted` of Pod Security wants it. */
export const OWN_POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  seccompProfile: { type: "RuntimeDefault" },
};

/** How their containers run. */
export const OWN_CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
