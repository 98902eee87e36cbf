import type { ProcessEvidence, SiteEvidence, SurvivorEvidence } from './evidence.ts';
import type { LiveSite } from './detective-parts.ts';
import { GrowthBook } from './growth-book.ts';
import { GrowthHistory } from './growth-history.ts';
import { judgeFloor } from './judge-floor.ts';
import type { Growth, GrowthRules } from './judge-growth.ts';
import { leakLimits } from './leak.limits.ts';
import type { MemoryFigures } from './memory-view.ts';
import type { Counted } from './suspects.ts';
import { countRules } from './suspects.ts';

/** Floors after major collections: few, and a megabyte up or down says nothing. */
const floorRules: GrowthRules = {
  leastPoints: 4,
  leastGrowth: 512 * 1024,
  leastConcordance: 0.6,
};
/** Live bytes of one site: a sample more or less is noise. */
const siteRules: GrowthRules = { leastPoints: 3, leastGrowth: 256 * 1024, leastConcordance: 0.6 };

/** Live memory after major collections, and the places that allocated it. */
export class ProcessWatch {
  readonly #heap = new GrowthHistory();
  readonly #buffers = new GrowthHistory();
  readonly #native = new GrowthHistory();
  #leastNativeBytes = Infinity;
  readonly #sites = new GrowthBook();
  #lastSites: readonly LiveSite[] = [];
  #keptSites: readonly SiteEvidence[] = [];
  #survivors: readonly SurvivorEvidence[] = [];
  #readings = 0;
  #floorAtMs = -Infinity;

  /** When the last floor was taken; −Infinity before. */
  get floorAtMs(): number {
    return this.#floorAtMs;
  }

  get bytes(): number {
    return this.#heap.bytes * 3 + this.#sites.bytes;
  }

  /** Right after a major collection. */
  addFloor(atMs: number, work: number, figures: MemoryFigures): void {
    this.#floorAtMs = atMs;
    this.#heap.add(atMs, work, figures.oldUsedBytes);
    this.#buffers.add(atMs, work, figures.arrayBuffersBytes);
    if (this.#leastNativeBytes < Infinity) this.#native.add(atMs, work, this.#leastNativeBytes);
    this.#leastNativeBytes = Infinity;
  }

  /**
   * External memory between collections. A thread of V8 frees buffers after the collection, and they
   * leave the external count later still: of these figures the least until the next collection counts.
   */
  addOutside({ externalBytes, arrayBuffersBytes }: MemoryFigures): void {
    this.#buffers.lower(arrayBuffersBytes);
    const bytes = externalBytes - arrayBuffersBytes;
    if (bytes < this.#leastNativeBytes) this.#leastNativeBytes = bytes;
  }

  addSites(atMs: number, work: number, sites: readonly LiveSite[]): void {
    this.#readings++;
    this.#lastSites = sites.slice(0, leakLimits.sites.value);
    for (const site of this.#lastSites) this.#sites.note(siteKey(site), atMs, work, site.liveBytes);
  }

  /**
   * Sampling begins anew with another interval: figures of before do not compare. What grew stays
   * evidence until the new figures say more.
   */
  forgetSites(): void {
    this.#keptSites = this.#growingSites();
    this.#sites.clear();
    this.#readings = 0;
    this.#lastSites = [];
  }

  clear(): void {
    this.#heap.clear();
    this.#buffers.clear();
    this.#native.clear();
    this.#leastNativeBytes = Infinity;
    this.forgetSites();
    this.#keptSites = [];
    this.#survivors = [];
  }

  /** Kinds whose survivors grow, judged once per round. */
  setSurvivors({ survivors, isLoadKnown }: Counted, book: GrowthBook): void {
    this.#survivors = survivors.flatMap(({ kind, count, oldestMs }) => {
      const growth = book.judge(`watched ${kind}`, { ...countRules, isLoadKnown });
      return growth?.shape === 'grows' ? [{ kind, count, oldestMs, growth }] : [];
    });
  }

  heap(sinceMs?: number): Growth {
    return this.#heap.judge(floorRules, sinceMs, judgeFloor);
  }

  external(sinceMs?: number): Growth {
    const buffers = this.#buffers.judge(floorRules, sinceMs, judgeFloor);
    if (buffers.shape === 'grows') return buffers;
    const native = this.#native.judge(floorRules, sinceMs);
    return native.shape === 'grows' ? native : buffers;
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

  #growingSites(): readonly SiteEvidence[] {
    if (this.#readings < siteRules.leastPoints) return this.#keptSites;
    return this.#lastSites
      .flatMap(({ functionName, file, line, liveBytes, stack }) => {
        const growth = this.#sites.judge(siteKey({ functionName, file, line }), siteRules);
        if (growth?.shape !== 'grows') return [];
        return [{ functionName, file, line, liveBytes, stack, growth }];
      })
      .sort((a, b) => b.growth.to - b.growth.from - (a.growth.to - a.growth.from));
  }
}

function siteKey(site: Pick<LiveSite, 'functionName' | 'file' | 'line'>): string {
  return `${site.functionName} ${site.file}:${site.line}`;
}
