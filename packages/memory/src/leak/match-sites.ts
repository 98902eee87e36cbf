/** What a holder without a site weighs: less than a site of which nothing speaks against. */
const withoutSite = 0.05;

/** A match is clear when every exchange of two that ends it is less likely by this factor. */
export const clearFactor = 4;

/** One holder's site by its index, null for none, and whether nothing else comes close. */
export interface SiteMatch {
  readonly site: number | null;
  readonly isClear: boolean;
}

/**
 * Matches holders to sites one to one so that the product of their weights is large: each holder in turn moves to the
 * site that gains most, whose owner takes what it leaves. Rounds end when nobody moves, at the latest after as many as
 * there are holders. `weights[holder][site]` is a likelihood ratio. Pure. O(holders × sites) per round, and
 * O(holders × (holders + sites)) to ask which are clear.
 */
export function matchSites(weights: readonly (readonly number[])[]): SiteMatch[] {
  const taken: (number | null)[] = weights.map(() => null);
  const owners = new Map<number, number>();
  const worth = (holder: number, site: number | null): number =>
    site === null ? withoutSite : Math.max(Number.MIN_VALUE, weights[holder]![site]!);

  /** What the whole gains when a holder moves to a site and its owner takes the rest, or nothing. */
  const gain = (holder: number, site: number, rest: number | null): number => {
    const own = worth(holder, site) / worth(holder, taken[holder]!);
    const owner = owners.get(site);
    if (owner === undefined) return own;
    return (own * Math.max(withoutSite, worth(owner, rest))) / worth(owner, site);
  };

  const move = (holder: number, site: number): void => {
    const left = taken[holder]!;
    const owner = owners.get(site);
    if (left !== null) owners.delete(left);
    if (owner !== undefined) {
      taken[owner] = left !== null && worth(owner, left) > withoutSite ? left : null;
      if (taken[owner] !== null) owners.set(taken[owner]!, owner);
    }
    taken[holder] = site;
    owners.set(site, holder);
  };

  const isMoved = (holder: number): boolean => {
    let best: { site: number; by: number } | undefined;
    for (const site of weights[holder]!.keys()) {
      if (site === taken[holder]) continue;
      const by = gain(holder, site, taken[holder]!);
      if (by > 1 + 1e-9 && by > (best?.by ?? 0)) best = { site, by };
    }
    if (best) move(holder, best.site);
    return best !== undefined;
  };
  for (let round = 0; round < weights.length; round++) {
    if (weights.map((_, holder) => isMoved(holder)).every((moved) => !moved)) break;
  }

  /** The best site that nobody has, for each holder that must leave its own. */
  const free = weights.map((row, holder) => {
    let best: number | null = null;
    for (const site of row.keys()) {
      if (!owners.has(site) && worth(holder, site) > worth(holder, best)) best = site;
    }
    return best;
  });
  const better = (holder: number, left: number | null): number | null =>
    left !== null && worth(holder, left) > worth(holder, free[holder]!) ? left : free[holder]!;
  return taken.map((site, holder) => {
    if (site === null) return { site, isClear: false };
    const ofOthers = weights.map((_, rival) =>
      rival === holder ? 0 : gain(rival, site, better(holder, taken[rival]!)),
    );
    const ofOwn = weights[holder]!.map((_, other) => {
      const owner = owners.get(other) ?? holder;
      return other === site ? 0 : gain(holder, other, better(owner, site));
    });
    return { site, isClear: Math.max(...ofOthers, ...ofOwn) * clearFactor <= 1 };
  });
}
