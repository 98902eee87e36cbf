import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Colour } from './colour.ts';

/**
 * Which version each colour runs, as an environment file of Compose: `LEXIFLOW_VERSION_BLUE` and
 * `LEXIFLOW_VERSION_GREEN`. Whoever calls Compose by hand names it too, or a colour is made anew from
 * the default version.
 */
export class SavedVersions {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) writeFileSync(file, '');
  }

  /** Throws for what is not the tag of an image. */
  save(colour: Colour, version: string): void {
    if (!/^\w[\w.-]{0,127}$/.test(version))
      throw new Error(`${version} is not the tag of an image`);
    const name = `LEXIFLOW_VERSION_${colour.toUpperCase()}`;
    const others = readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(`${name}=`));
    writeFileSync(`${this.file}.next`, [...others, `${name}=${version}`, ''].join('\n'));
    renameSync(`${this.file}.next`, this.file);
  }
}
