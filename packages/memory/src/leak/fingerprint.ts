import { createHash } from 'node:crypto';
import type { FindingKind } from './finding.ts';

/** 16 hex digits of a finding's kind and holder: no address, no figure, no time, so it survives restarts. */
export function fingerprintOf(kind: FindingKind, holder: string): string {
  return createHash('sha256').update(`${kind}\n${holder}`).digest('hex').slice(0, 16);
}
