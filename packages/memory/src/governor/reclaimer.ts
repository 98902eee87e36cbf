/** What a reclaimer is, for the order in which it is asked and for display. */
export type ReclaimerKind = 'cache' | 'queue' | 'pool' | 'connection' | 'buffer';

/**
 * A structure that can give memory back when asked. It keeps its own account in step:
 * bytes it frees are shrunk on that account before the call returns.
 */
export interface Reclaimer {
  /** Unique among the registered ones, e.g. `cache:search`. */
  readonly name: string;
  readonly kind: ReclaimerKind;
  /** What a held byte is worth (e.g. hits per second per byte); the lowest is shrunk first. Default 0. */
  valuePerByte?(): number;
  /** Bytes held now. O(1). */
  usedBytes(): number;
  /** Drops what has expired already and answers the bytes won. */
  expire?(): number;
  /** Brings the use down to at most `targetBytes` (0 empties) and answers the bytes won. */
  shrink(targetBytes: number): number;
}

/** Work that can stand still for a while: a reader, a pipeline at a checkpoint, a batch loop. */
export interface Pausable {
  readonly name: string;
  /** `severity` in (0, 1]: 0 < severity < 1 asks for smaller steps, 1 for a standstill. Called again when it changes. */
  pause(severity: number): void;
  /** Back to full speed. */
  resume(): void;
}

/** A job that can be ended before its end, for good: it is begun anew by whoever asked for it. */
export interface Abortable {
  readonly name: string;
  /** Bytes that are free once it has ended. O(1). */
  usedBytes(): number;
  /** Finished part, 0 … 1. Default 0. */
  progress?(): number;
  /** Ends it; called at most once. */
  abort(reason: string): void;
}

/** Where structures make themselves known. Each call answers the function that takes it back. */
export interface ReclaimerRegistry {
  /** Throws `MEM_RECLAIMER_DUPLICATE` when the name is taken. */
  registerReclaimer(reclaimer: Reclaimer): () => void;
  /** Several may have one name. A pausable registered while pressure lasts is paused at once. */
  registerPausable(pausable: Pausable): () => void;
}

/** Where jobs make themselves known for as long as they run. */
export interface AbortableRegistry {
  /** Answers the function that takes it back. Several jobs may have one name. */
  registerAbortable(job: Abortable): () => void;
}
