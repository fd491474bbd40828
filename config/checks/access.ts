import { z } from "zod";
import { ACCESS_ROLES } from "../schema/access";
import { refuse } from "./check";
import type { Check } from "./check";
import type { Problem } from "../problems";
import type { StackConfig } from "../stack-config";

/** Access: members that the cluster can tell who they are. */
export const accessChecks: Check = function* (config) {
  for (const role of ACCESS_ROLES) {
    for (const [index, member] of config.access[role].entries()) {
      const path = ["access", role, index];
      yield* config.target === "gke" ? google(path, member, config) : elsewhere(path, member);
    }
  }
};

function* google(
  path: readonly (string | number)[],
  member: string,
  { access: { securityGroup } }: StackConfig,
): Iterable<Problem> {
  const [kind = "", name = ""] = member.split(":");
  if (!z.email().safeParse(name).success) {
    yield refuse(
      path,
      member,
      "must end with an email address: IAM knows people, groups and accounts by it",
      "For example user:jo@example.com.",
    );
  } else if (kind === "group" && securityGroup === undefined) {
    yield refuse(
      path,
      member,
      "needs access.securityGroup, without which the cluster does not ask who is in a group",
      "Set it to gke-security-groups@DOMAIN, and make the group a member of that one.",
    );
  }
}

function* elsewhere(path: readonly (string | number)[], member: string): Iterable<Problem> {
  if (member.startsWith("serviceAccount:")) {
    yield refuse(
      path,
      member,
      "works on target gke only: other clusters do not know service accounts of Google",
      "Name a user or a group as the cluster's login has it.",
    );
  }
}
