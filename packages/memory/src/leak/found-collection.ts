/** What can hold memory and be counted without the inspector. */
export const collectionKinds = [
  'map',
  'set',
  'array',
  'object',
  'bytes',
  'listeners',
  'chain',
] as const;

export type CollectionKind = (typeof collectionKinds)[number];

/** A collection that a root reaches, as discovery hands it to the census. */
export interface FoundCollection {
  /** Where it is held, without addresses: `ReportsService.#pending`, `Cache.get → closure entries`. */
  readonly path: string;
  readonly kind: CollectionKind;
  /** The collection itself; for `listeners` the emitter, for texts and chains a {@link Tally}. Weak, so that the census holds nothing. */
  readonly target: WeakRef<object>;
  /** Entries that the holder says it will not exceed; null where it states no bound. */
  readonly declaredBound: number | null;
}
