import type { CorpusProgram } from '../program.ts';

class CanvasPool {
  readonly #free: Uint8Array[] = [];
  made = 0;

  take(): Uint8Array {
    const canvas = this.#free.pop();
    if (canvas !== undefined) return canvas;
    this.made++;
    return new Uint8Array(120_000).fill(this.made % 250);
  }

  give(canvas: Uint8Array): void {
    this.#free.push(canvas);
  }
}

/** The pool keeps as many canvases as were ever used at once; that peak rises in three steps. */
export const program: CorpusProgram = {
  about: 'pool that keeps its highest use, reached in three steps',
  verdict: 'benign',
  start(host) {
    const pool = new CanvasPool();
    host.keep(pool);
    const startedAt = performance.now();
    host.every(40, () => {
      const step = Math.min(2, Math.trunc((performance.now() - startedAt) / 2_200));
      const canvases = Array.from({ length: 8 + 9 * step }, () => pool.take());
      setTimeout(() => canvases.forEach((canvas) => pool.give(canvas)), 90);
    });
  },
};
