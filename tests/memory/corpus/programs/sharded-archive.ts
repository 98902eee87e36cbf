import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class Shard {
  readonly entries = new Map<string, string>();
  writes = 0;
}

class ShardedArchive {
  readonly #shards = Array.from({ length: 8 }, () => new Shard());

  store(key: string, text: string): void {
    const shard = this.#shardOf(key);
    shard.entries.set(key, text);
    shard.writes++;
  }

  find(key: string): string | undefined {
    return this.#shardOf(key).entries.get(key);
  }

  #shardOf(key: string): Shard {
    let hash = 7;
    for (let at = 0; at < key.length; at++) hash = (hash * 31 + key.charCodeAt(at)) | 0;
    return this.#shards[Math.abs(hash) % this.#shards.length] as Shard;
  }
}

/** What is archived stays in one of eight maps; each of them grows at an eighth of the rate. */
export const program: CorpusProgram = {
  about: 'maps inside the holders of a fixed array',
  verdict: 'leak',
  culprit: { holder: 'ShardedArchive.#shards entries' },
  start(host) {
    const archive = new ShardedArchive();
    host.keep(archive);
    let written = 0;
    host.every(10, () => {
      archive.store(`letter-${written++}`, textOf(5_500));
      archive.find(`letter-${Math.trunc(Math.random() * written)}`);
    });
  },
};
