import type { Governor } from '@lexiflow/memory';
import type { CorpusHost } from './program.ts';

/** Calls of one task that may be unfinished at a time; on a busy machine further ones are left out. */
const OPEN_CALLS = 40;

/** What the host does with the objects that a program shows it. */
export interface HostEars {
  keep(name: string, service: object): void;
  watch(kind: string, object: object): void;
}

/** The host of one program; a failing task ends the process. */
export class ProgramHost implements CorpusHost {
  readonly #ears: HostEars;
  readonly #governor: Governor;
  readonly #stop = new AbortController();

  constructor(governor: Governor, ears: HostEars) {
    this.#governor = governor;
    this.#ears = ears;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  keep(service: object, name: string = service.constructor.name): void {
    this.#ears.keep(name, service);
  }

  watch(kind: string, object: object): void {
    this.#ears.watch(kind, object);
  }

  openAccount(
    ...input: Parameters<CorpusHost['openAccount']>
  ): ReturnType<CorpusHost['openAccount']> {
    return this.#governor.openAccount(...input);
  }

  every(intervalMs: number, work: () => void | Promise<void>): void {
    let open = 0;
    const call = async () => {
      try {
        await work();
      } catch (error) {
        if (!this.signal.aborted) throw error;
      } finally {
        open--;
      }
    };
    const timer = setInterval(() => {
      if (open >= OPEN_CALLS) return;
      open++;
      void call();
    }, intervalMs);
    this.signal.addEventListener('abort', () => clearInterval(timer));
  }

  end(): void {
    this.#stop.abort();
  }
}
