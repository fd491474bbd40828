import { z } from "zod";

/** Who may be named: `user:`, `group:` or `serviceAccount:`, as in IAM. */
const member = z
  .string()
  .regex(/^(?:user|group|serviceAccount):\S+$/, "must be user:NAME, group:NAME or serviceAccount:EMAIL, as in IAM");

const members = z.array(member).default([]);

/** What a role lets its members do in the namespace of the stack. */
export const ACCESS_ROLES = ["view", "operate", "admin"] as const;

/** Who may do what in the namespace. */
export const accessSchema = z.strictObject({
  securityGroup: z
    .email("must be an email address such as gke-security-groups@example.com")
    .optional()
    .describe(
      "The group gke-security-groups@DOMAIN of your Google Workspace or Cloud Identity, in which every group named below is a member. Needed for groups on target gke.",
    ),
  view: members.describe("May read everything but Secrets, logs included."),
  operate: members.describe("May also exec into pods, forward their ports and scale the StatefulSets."),
  admin: members.describe("May do everything within the namespace, Secrets and roles included."),
});

/** {@link accessSchema}, with defaults filled in. */
export type AccessSettings = z.infer<typeof accessSchema>;

/** Who has a role of any kind, each once. */
export function membersOf(access: AccessSettings): readonly string[] {
  return [...new Set(ACCESS_ROLES.flatMap((role) => access[role]))];
}
