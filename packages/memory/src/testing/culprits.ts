import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import type { FoundCollection } from '../leak/found-collection.ts';
import { AllocationSampler } from '../leak/inspector/allocation-sampler.ts';
import type { AllocationSite } from '../leak/inspector/allocation-sampler.ts';
import { collectionSize } from '../leak/inspector/collection-shape.ts';
import { discoverCollections } from '../leak/inspector/discover-collections.ts';
import type { LeakRoot } from '../leak/leak-root.ts';
import { testingLimits } from './testing.limits.ts';

/** A collection that grew while the function ran. */
export interface GrownCollection {
  readonly path: string;
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

interface Counted {
  readonly found: FoundCollection;
  readonly size: number;
}

/** Work of one search in a test: nothing else waits for the loop. */
const search = { workMs: 5000, sliceMs: 1000 };
const samplingBytes = 8 * 1024;

/** Looks for who holds what stays and who allocated it, while the suspicious function runs on. */
export class Culprits {
  readonly #roots: readonly LeakRoot[];
  readonly #sampler = new AllocationSampler({ pauseMs: Infinity, share: 1 });
  #before: readonly Counted[] = [];

  private constructor(roots: readonly LeakRoot[]) {
    this.#roots = roots;
  }

  /** Begins to look. */
  static async watch(roots: readonly LeakRoot[]): Promise<Culprits> {
    const culprits = new Culprits(roots);
    culprits.#before = await count(roots);
    await culprits.#sampler.start(samplingBytes);
    return culprits;
  }

  /** Collections that the roots reach and that have grown, the most first. */
  async grown(): Promise<GrownCollection[]> {
    const before = new Map(this.#before.map(({ found, size }) => [found.target.deref(), size]));
    const paths = new Map(this.#before.map(({ found, size }) => [found.path, size]));
    const grown: GrownCollection[] = [];
    for (const { found, size } of await count(this.#roots)) {
      const from = before.get(found.target.deref()) ?? paths.get(found.path) ?? 0;
      if (size > from) grown.push({ path: found.path, kind: found.kind, from, to: size });
    }
    const byGrowth = grown.toSorted((a, b) => b.to - b.from - (a.to - a.from));
    return byGrowth.slice(0, testingLimits.named.value);
  }

  /** Functions that allocated what stayed since `watch`, the most first. */
  async sites(): Promise<readonly AllocationSite[]> {
    const sites = (await this.#sampler.liveSites(2 * testingLimits.named.value)) ?? [];
    const own = relative(process.cwd(), fileURLToPath(new URL('..', import.meta.url)));
    return sites
      .filter(({ file }) => file !== '' && !file.startsWith('node:') && !isOwn(file, own))
      .slice(0, testingLimits.named.value);
  }

  stop(): Promise<void> {
    return this.#sampler.stop();
  }
}

/** What this measurement itself allocates. */
function isOwn(file: string, own: string): boolean {
  return ['testing', 'leak/inspector'].some((folder) =>
    new RegExp(`^${own.replaceAll(/[^\w/]/g, '.')}.?${folder}/[\\w-]+\\.[jt]s$`).test(file),
  );
}

async function count(roots: readonly LeakRoot[]): Promise<Counted[]> {
  if (roots.length === 0) return [];
  const { found } = await discoverCollections(roots, search);
  return found.flatMap((each) => {
    const target = each.target.deref();
    return target ? [{ found: each, size: collectionSize(each.kind, target) }] : [];
  });
}
