/** Bounds of calls to an embeddings service. */
export const embeddingsLimits = {
  /** Texts of one call: what the common services take at least. */
  inputEntries: 256,
  /** Answer to one call: 256 vectors of 1,024 numbers as text, with room. */
  answerBytes: 8 * 1024 * 1024,
  /** Models that are listed. */
  modelEntries: 1_000,
  /** Time of one call: a model that is loaded first takes long. */
  requestMs: 60_000,
} as const;
