/** Exit codes of every verb. What Ctrl-C ends has that of shells: 128 and the number of the signal. */
export const EXIT = { success: 0, findings: 1, failure: 2, cancelled: 130 } as const;
