import type { Colour } from './colour.ts';
import type { Driver } from './driver.ts';
import type { Journal } from './journal.ts';
import { askMonitor } from './monitor-client.ts';
import { pause } from './pause.ts';
import { probe } from './probe.ts';
import type { Settings } from './settings.ts';
import type { Trigger } from './triggers.ts';
import { medianOf, TriggerBook } from './triggers.ts';

/** What a watch works with. */
export interface WatchParts {
  readonly driver: Driver;
  readonly settings: Settings;
  readonly journal: Journal;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * The median answer of a colour in milliseconds, over as many probes as the trigger compares; null when
 * half of them failed.
 */
export async function measureBaseline(parts: WatchParts, colour: Colour): Promise<number | null> {
  const { driver, settings, signal } = parts;
  const url = await driver.url(colour);
  const answersMs: number[] = [];
  const wanted = settings.thresholds.performanceSamples;
  for (let looks = 0; url !== null && looks < wanted; looks++) {
    const { isOk, ms } = await probe(url + settings.healthPath, settings.probeTimeoutMs);
    if (isOk) answersMs.push(ms);
    // Spread over time, so that one busy second does not make the figure.
    await pause(Math.min(settings.probeEveryMs, 250), signal);
  }
  return answersMs.length * 2 > wanted ? medianOf(answersMs) : null;
}

/**
 * Watches a colour under traffic for the time of the settings. Answers the triggers that made it end
 * early, none when it went well. Own probes always run; a memory monitor is asked beside them, so that
 * one that is away cannot hide anything.
 */
export async function watchColour(
  parts: WatchParts,
  colour: Colour,
  baselineMs: number | null,
): Promise<Trigger[]> {
  const { settings, journal, signal } = parts;
  const book = new TriggerBook(settings.thresholds, baselineMs);
  const endsAtMs = performance.now() + settings.watchMs;
  const since = new Date();
  let isMonitorUp = true;
  while (performance.now() < endsAtMs) {
    book.add(await look(parts, colour));
    let asked: Trigger[] = [];
    if (settings.monitorUrl !== null) {
      try {
        asked = await askMonitor(settings.monitorUrl, colour, since, settings.probeTimeoutMs);
        isMonitorUp = true;
      } catch (error) {
        if (isMonitorUp) journal.write('monitor-away', { reason: String(error) });
        isMonitorUp = false;
      }
    }
    const holding = [...book.holding(), ...asked];
    if (holding.length > 0) return holding;
    await pause(settings.probeEveryMs, signal);
  }
  return [];
}

/** One look at a colour; what cannot be measured is null, and a colour that is not there is not healthy. */
async function look({ driver, settings }: WatchParts, colour: Colour) {
  const [health, figures] = await Promise.all([
    driver
      .url(colour)
      .then((url) =>
        url === null ? null : probe(url + settings.healthPath, settings.probeTimeoutMs),
      )
      .catch(() => null),
    driver.figures(colour).catch(() => ({ memoryRatio: null, restarts: null })),
  ]);
  return {
    atMs: performance.now(),
    isHealthy: health?.isOk === true,
    responseMs: health?.isOk === true ? health.ms : null,
    ...figures,
  };
}
