import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { newToken, sameSecret } from './token.ts';

/** Name of the file under the data folder that holds the local command line's token. */
export const LOCAL_TOKEN_FILE = 'local-token';

/**
 * The credential of commands that run on the server's own machine: a file that only its owner can
 * read, new at each start, removed at a clean stop, accepted from the loopback address only.
 */
@Injectable()
export class LocalToken implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #token = newToken('lxl');
  readonly #path: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.#path = join(config.server.dataDir, LOCAL_TOKEN_FILE);
  }

  /** Whether this is the token of this start, compared in constant time. */
  matches(token: string): boolean {
    return sameSecret(token, this.#token);
  }

  /** Writes the file whole or not at all, mode 0600. */
  async onApplicationBootstrap(): Promise<void> {
    await mkdir(join(this.#path, '..'), { recursive: true });
    const draft = `${this.#path}.${process.pid}`;
    await rm(draft, { force: true });
    await writeFile(draft, `${this.#token}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, this.#path);
  }

  /** Removes the file, unless another server on the same folder has written its own since. */
  async onApplicationShutdown(): Promise<void> {
    const written = await readFile(this.#path, 'utf8').catch(() => '');
    if (this.matches(written.trim())) await rm(this.#path, { force: true });
  }
}
