/** Who may ask for what, as the API server decides it (SubjectAccessReview, API group {@link GROUP}). */
export const RIGHTS = {
  /** Acquire, keep, list and release sessions of one's own. */
  use: { resource: "sessions", verb: "use" },
  /** The same for another tenant: the resource's name is the tenant; without a name it is all. */
  actAs: { resource: "tenants", verb: "act-as" },
  /** See all slots; drain, quarantine and wipe them. */
  operate: { resource: "slots", verb: "operate" },
} as const;
/** API group of the rights. It has no objects. */
export const GROUP = "gke-stateful";
/** Audience that tokens are for, so that one that is stolen here opens nothing else, and none that is for something else gets here. */
export const AUDIENCE = "gke-stateful-sessions";
