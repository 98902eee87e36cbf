import type { CacheKey } from './cache-entry.ts';

const doubles = new Float64Array(1);
const words = new Uint32Array(doubles.buffer);

/**
 * A signed 32-bit hash of a key (FNV-1a over UTF-16 code units, then the murmur3 finaliser). Not keyed:
 * for placing fingerprints only, where a collision costs a little hit rate and nothing else.
 */
export function keyHash(key: CacheKey): number {
  let hash = 0x811c9dc5;
  if (typeof key === 'string') {
    for (let i = 0; i < key.length; i++) {
      hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
    }
  } else {
    doubles[0] = key;
    hash = Math.imul(hash ^ words[0]!, 0x01000193);
    hash = Math.imul(hash ^ words[1]!, 0x01000193) ^ (hash >>> 15);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
