import type { ProcessEvidence, SiteEvidence, SurvivorEvidence } from './evidence.ts';
import type { LiveSite } from './detective-parts.ts';
import { GrowthBook } from './growth-book.ts';
import { GrowthHistory } from './growth-history.ts';
import { judgeFloor } from './judge-floor.ts';
import type { Growth, GrowthRules } from './judge-growth.ts';
import { leakLimits } from './leak.limits.ts';
import type { MemoryFigures } from './memory-view.ts';
import { countRules } from './suspects.ts';
import type { Survivors } from './object-watch.ts';

/** Floors after major collections: few, and a megabyte up or down says nothing. */
const floorRules: GrowthRules = {
  leastPoints: 5,
  leastGrowth: 512 * 1024,
  leastConcordance: 0.6,
};
/** Live bytes of one site: a sample more or less is noise. */
const siteRules: GrowthRules = { leastPoints: 4, leastGrowth: 256 * 1024, leastConcordance: 0.6 };

/** Live memory after major collections, and the places that allocated it. */
export class ProcessWatch {
  readonly #heap = new GrowthHistory();
  readonly #external = new GrowthHistory();
  readonly #sites = new GrowthBook();
  #lastSites: readonly LiveSite[] = [];
  #survivors: readonly SurvivorEvidence[] = [];
  #floors = 0;

  get floors(): number {
    return this.#floors;
  }

  get bytes(): number {
    return this.#heap.bytes * 2 + this.#sites.bytes;
  }

  /** Right after a major collection; `ownBytes` of the external memory are the detective's. */
  addFloor(atMs: number, work: number, figures: MemoryFigures, ownBytes: number): void {
    this.#floors++;
    this.#heap.add(atMs, work, figures.oldUsedBytes);
    this.#external.add(atMs, work, Math.max(0, figures.externalBytes - ownBytes));
  }

  addSites(atMs: number, work: number, sites: readonly LiveSite[]): void {
    this.#lastSites = sites.slice(0, leakLimits.sites.value);
    for (const site of this.#lastSites) this.#sites.note(siteKey(site), atMs, work, site.liveBytes);
  }

  /** Sampling begins anew with another interval: figures of before do not compare. */
  forgetSites(): void {
    this.#sites.clear();
    this.#lastSites = [];
  }

  clear(): void {
    this.#heap.clear();
    this.#external.clear();
    this.forgetSites();
    this.#survivors = [];
  }

  /** Kinds whose survivors grow, judged once per round. */
  setSurvivors(survivors: readonly Survivors[], book: GrowthBook): void {
    this.#survivors = survivors.flatMap(({ kind, count, oldestMs }) => {
      const growth = book.judge(`watched ${kind}`, countRules);
      return growth?.shape === 'grows' ? [{ kind, count, oldestMs, growth }] : [];
    });
  }

  heap(sinceMs?: number): Growth {
    return this.#heap.judge(floorRules, sinceMs, judgeFloor);
  }

  external(sinceMs?: number): Growth {
    return this.#external.judge(floorRules, sinceMs, judgeFloor);
  }

  /** What the process did since `sinceMs`, to hold against a holder that grew in that time. */
  evidence(figures: MemoryFigures, sinceMs?: number): ProcessEvidence {
    return {
      heap: this.heap(sinceMs),
      external: this.external(sinceMs),
      sites: this.#growingSites(),
      survivors: this.#survivors,
      roomBytes: Math.max(
        0,
        Math.min(
          figures.oldLimitBytes - figures.oldUsedBytes,
          figures.limitBytes - figures.workingSetBytes,
        ),
      ),
    };
  }

  #growingSites(): SiteEvidence[] {
    return this.#lastSites
      .flatMap(({ functionName, file, line, liveBytes }) => {
        const growth = this.#sites.judge(siteKey({ functionName, file, line }), siteRules);
        if (growth?.shape !== 'grows') return [];
        return [{ functionName, file, line, liveBytes, growth }];
      })
      .sort((a, b) => b.growth.to - b.growth.from - (a.growth.to - a.growth.from));
  }
}

function siteKey(site: Pick<LiveSite, 'functionName' | 'file' | 'line'>): string {
  return `${site.functionName} ${site.file}:${site.line}`;
}
