import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { colours } from './colour.ts';
import type { Deployment } from './deployment.ts';
import { firstDeployment } from './deployment.ts';

/** The deployment as it is kept between runs; written whole or not at all. */
export class SavedDeployment {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The saved state; blue and idle before the first run. Throws when the file is not one of ours. */
  read(): Deployment {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return firstDeployment;
      throw error;
    }
    const value = JSON.parse(text) as Deployment;
    if (!colours.includes(value.active) || typeof value.phase !== 'string')
      throw new Error(`${this.#file} does not hold the state of a deployment`);
    return value;
  }

  save(deployment: Deployment): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const next = `${this.#file}.next`;
    writeFileSync(next, `${JSON.stringify(deployment, null, 2)}\n`, { flush: true });
    renameSync(next, this.#file);
  }
}
