import { createRequire } from 'node:module';
import type { CorpusProgram } from '../program.ts';

class PluginHost {
  readonly #plugins = new Map<string, unknown>();
  readonly #require = createRequire(import.meta.url);

  use(name: string): unknown {
    let plugin = this.#plugins.get(name);
    if (plugin === undefined) {
      plugin = this.#require(name) as unknown;
      this.#plugins.set(name, plugin);
    }
    return plugin;
  }
}

const names = [
  ...['zod', 'rxjs', 'pg', 'prom-client', 'lru-cache', 'fastify', 'pino', 'semver', 'reselect'],
  ...['fast-check', 'ajv', 'path-to-regexp', 'minimatch', 'regexparam', 'pretty-bytes', 'prettier'],
  ...['react', 'kysely', 'autocannon', 'ws', 'split2', 'fastq', 'tdigest', 'find-my-way'],
];

/** Modules are loaded when they are first needed, one after another, for some minutes. */
export const program: CorpusProgram = {
  about: 'modules loaded lazily over the first minutes',
  verdict: 'benign',
  start(host) {
    const plugins = new PluginHost();
    host.keep(plugins);
    let next = 0;
    host.every(220, () => {
      const name = names[next++ % names.length] as string;
      try {
        plugins.use(name);
      } catch {
        // A plugin that is not there is skipped.
      }
    });
  },
};
