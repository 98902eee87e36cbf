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
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  /** `seed` is two 32-bit words; random when left out. */
  constructor(seed: Uint32Array = randomFillSync(new Uint32Array(2))) {
    this.#key0 = seed[0]! | 0;
    this.#key1 = seed[1]! | 0;
  }

  update(text: string): void {
    this.#v0 = this.#key0;
    this.#v1 = this.#key1 ^ 0xee;
    this.#v2 = 0x6c796765 ^ this.#key0;
    this.#v3 = 0x74656462 ^ this.#key1;
    const even = text.length & ~1;
    for (let i = 0; i < even; i += 2) {
      this.#absorb(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    }
    const tail = even < text.length ? text.charCodeAt(even) : 0;
    this.#absorb(((text.length * 2) << 24) | tail);
    this.#v2 ^= 0xee;
    this.#rounds(4);
    this.low = (this.#v1 ^ this.#v3) >>> 0;
    this.#v1 ^= 0xdd;
    this.#rounds(4);
    this.high = (this.#v1 ^ this.#v3) >>> 0;
  }

  #absorb(word: number): void {
    this.#v3 ^= word;
    this.#rounds(2);
    this.#v0 ^= word;
  }

  #rounds(count: number): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
    for (let i = 0; i < count; i++) {
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
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}
