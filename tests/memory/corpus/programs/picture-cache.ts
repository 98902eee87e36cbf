import { randomFillSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CorpusProgram } from '../program.ts';

class PictureCache {
  readonly #pictures = new LRUCache<string, Buffer>({
    maxSize: 12 * 1024 * 1024,
    sizeCalculation: (picture) => picture.byteLength,
  });
  misses = 0;

  picture(name: string): Buffer {
    let picture = this.#pictures.get(name);
    if (picture === undefined) {
      this.misses++;
      picture = randomFillSync(Buffer.allocUnsafeSlow(4_000 + Math.trunc(Math.random() * 60_000)));
      this.#pictures.set(name, picture);
    }
    return picture;
  }
}

/** Bounded by bytes alone, so the number of entries drifts with the sizes of the pictures. */
export const program: CorpusProgram = {
  about: 'lru-cache bounded by bytes of buffers outside the heap',
  verdict: 'benign',
  start(host) {
    const cache = new PictureCache();
    host.keep(cache);
    host.every(8, () => {
      const picture = cache.picture(`/img/${Math.trunc(5_000 * Math.random() ** 2)}.png`);
      host.watch('job', new Uint8Array(picture.subarray(0, 16)));
    });
  },
};
