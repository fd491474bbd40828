/** Stands for standard input in the place of a file. */
export const STDIN = "-";
