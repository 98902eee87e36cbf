import type { NamedProgram } from './load-programs.ts';
import { runChild } from './run-child.ts';

/** Harmless programs of different habits: garbage, a cache over HTTP, metrics. */
export const overheadPrograms = ['document-parser', 'geo-lookup', 'request-statistics'];

/** CPU of one program without a detective, with one at its usual pace, and with one as fast as in the corpus. */
export interface Overhead {
  readonly name: string;
  /** Per cent of one core. */
  readonly bare: number;
  readonly usualPace: number;
  readonly fastPace: number;
}

/** Runs a program three times at once, so that the machine is the same for all three. */
export async function measureOverhead(
  { name, file }: NamedProgram,
  seconds: number,
  factor: number,
): Promise<Overhead> {
  const cpuOf = async (mode: 'bare' | 'detect', pace: number): Promise<number> => {
    const { cpuMs } = await runChild({ file, mode, seconds, factor: pace });
    return cpuMs / seconds / 10;
  };
  const [bare, usualPace, fastPace] = await Promise.all([
    cpuOf('bare', 1),
    cpuOf('detect', 1),
    cpuOf('detect', factor),
  ]);
  return { name, bare, usualPace, fastPace };
}
