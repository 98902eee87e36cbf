import type { FindingKind, FindingSite } from './finding.ts';
import type { Growth } from './judge-growth.ts';

/** What is known of one place that may hold too much. */
export interface HolderEvidence {
  readonly kind: FindingKind;
  readonly holder: string;
  readonly growth: Growth;
  /** For how long the first key is the same; null where there is no order to look at. */
  readonly headAgeMs: number | null;
  readonly declaredBound: number | null;
  readonly fromSize: number;
  readonly size: number;
  /** Growth of the bytes that accounts have reserved; null for other kinds. */
  readonly reserved: Growth | null;
  /** Whether its oldest entries carry a time of their own end that is still ahead. */
  readonly announcesEnd: boolean;
  /** Lower bound of what one more entry keeps alive; null where nothing is known. */
  readonly leastBytesPerEntry: number | null;
}

/** Growth of one allocation site's live bytes. */
export interface SiteEvidence extends FindingSite {
  readonly liveBytes: number;
  readonly growth: Growth;
}

/** Objects of one kind that ought to be dead. */
export interface SurvivorEvidence {
  readonly kind: string;
  readonly count: number;
  readonly oldestMs: number;
  readonly growth: Growth;
}

/** What is known of the whole process over the time in which a holder grew. */
export interface ProcessEvidence {
  /** Live heap after major collections. */
  readonly heap: Growth;
  /** External memory at the same moments. */
  readonly external: Growth;
  /** Live sites that grow, the largest growth first. */
  readonly sites: readonly SiteEvidence[];
  /** Kinds whose survivors grow. */
  readonly survivors: readonly SurvivorEvidence[];
  /** Room left for heap and working set, the smaller. */
  readonly roomBytes: number;
}

/** What is asked of evidence before anybody is convicted. */
export interface ConvictionRules {
  readonly convictAfterMs: number;
  readonly matterBytesPerHour: number;
  readonly matterTimeToLimitMs: number;
}
