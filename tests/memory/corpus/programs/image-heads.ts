import { randomFillSync } from 'node:crypto';
import type { CorpusProgram } from '../program.ts';

class ImageCatalogue {
  readonly #heads: Buffer[] = [];

  add(file: Buffer): string {
    const head = file.subarray(0, 48);
    this.#heads.push(head);
    return head.toString('hex', 0, 8);
  }

  kinds(): number {
    return new Set(this.#heads.map((head) => head[0])).size;
  }
}

/** Only the first 48 bytes of each image are wanted; the view holds its whole buffer. */
export const program: CorpusProgram = {
  about: 'small views that retain the buffers of whole files, outside the heap',
  verdict: 'leak',
  culprit: { holder: 'ImageCatalogue.#heads' },
  start(host) {
    const catalogue = new ImageCatalogue();
    host.keep(catalogue);
    host.every(25, () => {
      const file = randomFillSync(Buffer.allocUnsafeSlow(24_000));
      host.watch('job', file);
      catalogue.add(file);
    });
    host.every(500, () => void catalogue.kinds());
  },
};
