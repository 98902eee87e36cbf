import { ShadowLru } from './shadow-lru.ts';
import { ShadowS3Fifo } from './shadow-s3-fifo.ts';

const largestShadow = 128;
const windowTurns = 4;
const neededLead = 0.02;
const memory = 0.5;

/**
 * Finds out which of two policies would hit more, by running both in miniature: one key of
 * 2^n is sampled by its hash, and two shadow caches, smaller by the same factor, see only those.
 * Judged after every four cache-fuls of accesses; a change needs a lead of two points.
 *
 * Source: Waldspurger et al., "Cache modeling and optimization using miniature simulations",
 * USENIX ATC 2017.
 */
export class PolicyDuel {
  /** Bytes of both shadows at their largest, with their objects. */
  static readonly bytes = largestShadow * (8 + 14) + 1024;
  /** Entries of the cache that the shadows were scaled to. */
  readonly scaledTo: number;
  /** A key takes part when its hash and this are 0. */
  readonly mask: number;
  /** The policy that is ahead. */
  winner: 's3-fifo' | 'lru';
  readonly #lru: ShadowLru;
  readonly #s3: ShadowS3Fifo;
  readonly #window: number;
  #accesses = 0;
  #inWindow = 0;
  #lruHits = 0;
  #s3Hits = 0;

  constructor(entries: number, winner: 's3-fifo' | 'lru') {
    this.scaledTo = entries;
    this.winner = winner;
    const factor = 2 ** Math.max(0, Math.ceil(Math.log2(entries / largestShadow)));
    // The lowest bits place fingerprints in the ghost queue; sampling takes others.
    this.mask = (factor - 1) << 12;
    const capacity = Math.max(2, Math.round(entries / factor));
    this.#window = capacity * windowTurns;
    this.#lru = new ShadowLru(capacity);
    this.#s3 = new ShadowS3Fifo(capacity);
  }

  /** One access to a sampled key, hit or not. O(128). */
  access(hash: number): void {
    this.#accesses++;
    if (this.#lru.access(hash)) this.#lruHits++;
    if (this.#s3.access(hash)) this.#s3Hits++;
    if (++this.#inWindow >= this.#window) this.#judge();
  }

  #judge(): void {
    const lead = (this.#lruHits - this.#s3Hits) / this.#accesses;
    if (lead > neededLead) this.winner = 'lru';
    else if (lead < -neededLead) this.winner = 's3-fifo';
    this.#inWindow = 0;
    this.#accesses *= memory;
    this.#lruHits *= memory;
    this.#s3Hits *= memory;
  }
}
