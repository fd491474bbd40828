/** Something that whoever calls can mend: a path or an option that cannot be used. Its message says how. */
export class AnalysisError extends Error {
  override readonly name = "AnalysisError";
}
