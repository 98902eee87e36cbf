import { randomFillSync } from 'node:crypto';

/**
 * HalfSipHash-2-4 with 64 bits of output over the UTF-16 code units of a text, little-endian. Keyed
 * with a random seed nobody can aim keys at a chosen slot. The two halves of the last result stand
 * in `low` and `high`, so that hashing allocates nothing. O(length).
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, and its reference
 * implementation of the 32-bit variant.
 */
export class HalfSipHash {
  low = 0;
  high = 0;
  readonly #key0: number;
  readonly #key1: number;

  /** `seed` is two 32-bit words; random when left out. */
  constructor(seed: Uint32Array = randomFillSync(new Uint32Array(2))) {
    this.#key0 = seed[0]! | 0;
    this.#key1 = seed[1]! | 0;
  }

  update(text: string): void {
    let v0 = this.#key0;
    let v1 = this.#key1 ^ 0xee;
    let v2 = 0x6c796765 ^ this.#key0;
    let v3 = 0x74656462 ^ this.#key1;
    const words = (text.length >> 1) + 1;
    // One stage a word of text, then two that make the halves of the result.
    for (let stage = 0; stage < words + 2; stage++) {
      const word = stage < words ? wordAt(text, stage) : 0;
      v3 ^= word;
      if (stage === words) v2 ^= 0xee;
      else if (stage > words) v1 ^= 0xdd;
      for (let round = stage < words ? 2 : 4; round > 0; round--) {
        v0 = (v0 + v1) | 0;
        v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
        v0 = (v0 << 16) | (v0 >>> 16);
        v2 = (v2 + v3) | 0;
        v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
        v0 = (v0 + v3) | 0;
        v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
        v2 = (v2 + v1) | 0;
        v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
        v2 = (v2 << 16) | (v2 >>> 16);
      }
      v0 ^= word;
      if (stage === words) this.low = (v1 ^ v3) >>> 0;
    }
    this.high = (v1 ^ v3) >>> 0;
  }
}

/** Two code units, little-endian; the last word carries the length in bytes in its top byte. */
function wordAt(text: string, index: number): number {
  const at = index * 2;
  if (at + 1 < text.length) return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  const tail = at < text.length ? text.charCodeAt(at) : 0;
  return ((text.length * 2) << 24) | tail;
}
