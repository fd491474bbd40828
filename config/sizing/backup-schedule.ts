/** Recovery point objective of a backup plan without a schedule: one day, in minutes. */
export const DEFAULT_RPO_MINUTES = 24 * 60;
