/** Exit codes of every verb. */
export const EXIT = { success: 0, findings: 1, failure: 2 } as const;
