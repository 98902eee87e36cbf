import type { Finding, Governor, LeakRoot } from '@lexiflow/memory';
import { LeakDetective } from '@lexiflow/memory';
import type { SeenFinding } from './child-report.ts';

const LOOK_MS = 150;

interface Seen {
  finding: Finding;
  suspectMs: number | null;
  convictMs: number | null;
}

/** Keeps a detective beside a program, with the settings of production, and notes when it found what. */
export class Watchkeeper {
  readonly #roots: LeakRoot[] = [];
  readonly #seen = new Map<string, Seen>();
  readonly #detective: LeakDetective;
  readonly #factor: number;
  #startedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(governor: Governor, factor: number) {
    this.#factor = factor;
    this.#detective = new LeakDetective({
      roots: () => this.#roots,
      governor,
      timeFactor: factor,
    });
  }

  keep(name: string, value: object): void {
    this.#roots.push({ name, value });
  }

  watch(kind: string, object: object): void {
    this.#detective.watch(kind, object);
  }

  start(): void {
    this.#startedMs = performance.now();
    this.#detective.start();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** What was found, with its times since the start on the scaled clock. */
  async stop(): Promise<{ findings: SeenFinding[]; costShare: number }> {
    clearInterval(this.#timer);
    this.#look();
    const { cost } = this.#detective.snapshot();
    await this.#detective.stop();
    return { findings: [...this.#seen.values()], costShare: cost.share };
  }

  #look(): void {
    const atMs = (performance.now() - this.#startedMs) * this.#factor;
    for (const finding of this.#detective.findings()) {
      const seen = this.#seen.get(finding.fingerprint) ?? {
        finding,
        suspectMs: null,
        convictMs: null,
      };
      seen.finding = finding;
      if (finding.status !== 'gone') seen.suspectMs ??= atMs;
      if (finding.status === 'convicted') seen.convictMs ??= atMs;
      this.#seen.set(finding.fingerprint, seen);
    }
  }
}
