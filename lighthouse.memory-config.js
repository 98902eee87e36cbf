// How the console is measured, for `npm run test:lighthouse` and for the Lighthouse program itself:
// `lighthouse --config-path=lighthouse.memory-config.js URL`. The simulated phone (a slow fourth-generation
// network, a processor four times slower) is Lighthouse's own default.

/** What a page must reach; the median of the counted runs is held against it. */
export const thresholds = {
  /** Performance score on the phone and on the desk, out of 100. */
  leastScore: 95,
  /** Largest contentful paint on the phone. */
  lcpMs: 2000,
  /** Cumulative layout shift on the phone. */
  cls: 0.05,
  /** Time to interactive on the phone: the hidden audit `interactive`. */
  ttiMs: 3000,
  /**
   * Longest delay of a first input on the desk: the hidden audit `max-potential-fid`. On the simulated
   * phone the one task that draws a page of charts takes four times as long and would be over it.
   */
  fidMs: 50,
};

/** Heap of a tab while it is measured, in MB: a page that needs more fails. */
export const tabHeapMb = 256;

const settings = { onlyCategories: ['performance'], maxWaitForLoad: 35_000 };

/** The phone. */
export default { extends: 'lighthouse:default', settings };

/** The desk: Lighthouse's desktop preset. */
export const desktop = {
  extends: 'lighthouse:default',
  settings: {
    ...settings,
    formFactor: 'desktop',
    throttling: {
      rttMs: 40,
      throughputKbps: 10 * 1024,
      cpuSlowdownMultiplier: 1,
      requestLatencyMs: 0,
      downloadThroughputKbps: 0,
      uploadThroughputKbps: 0,
    },
    screenEmulation: {
      mobile: false,
      width: 1350,
      height: 940,
      deviceScaleFactor: 1,
      disabled: false,
    },
  },
};
