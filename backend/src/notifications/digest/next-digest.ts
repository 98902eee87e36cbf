import type { DigestSettings } from '@lexiflow/contracts';

const DAY_MS = 86_400_000;
const MONDAY = 1;

/** The digest of somebody who chose none. */
export const defaultDigest: DigestSettings = { frequency: 'daily', hour: 7, timeZone: 'UTC' };

/** How far the clocks of a zone are ahead of UTC at an instant, in ms. */
function zoneOffsetMs(instantMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instantMs);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return local - Math.floor(instantMs / 1000) * 1000;
}

/**
 * The next instant after `nowMs` at which clocks in the time zone show the hour of the digest (on a
 * Monday when it is weekly); null when it is off. Where clocks skip that hour, an hour beside it.
 */
export function nextDigestAt(nowMs: number, settings: DigestSettings): Date | null {
  const { frequency, hour, timeZone } = settings;
  if (frequency === 'off') return null;
  const localNow = nowMs + zoneOffsetMs(nowMs, timeZone);
  const today = Math.floor(localNow / DAY_MS) * DAY_MS;
  for (let day = 0; ; day++) {
    const local = today + day * DAY_MS + hour * 3_600_000;
    if (frequency === 'weekly' && new Date(local).getUTCDay() !== MONDAY) continue;
    // The offset at the wanted instant, not at the one with the same figures in UTC.
    const guess = local - zoneOffsetMs(local, timeZone);
    const instant = local - zoneOffsetMs(guess, timeZone);
    if (instant > nowMs) return new Date(instant);
  }
}
