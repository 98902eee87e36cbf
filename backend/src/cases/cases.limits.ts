/** Every bound of the cases. */
export const caseLimits = {
  /** Possible doubles named in one answer: a person looks at them one by one. */
  duplicates: 20,
  /** Share of equal trigrams from which two titles count as near-equal (0 to 1). */
  similarTitle: 0.5,
  /** Additional fields of a docket kept with its case, and their bytes as JSON, over all readings. */
  attributes: 50,
  attributesBytes: 16 * 1024,
} as const;
