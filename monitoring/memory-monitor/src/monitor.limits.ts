/** Every bound of the memory monitor. Its whole process lives in 32 MB. */
export const monitorLimits = {
  targets: {
    value: 32,
    unit: 'targets',
    reason: 'The stack has ten services; each target holds a history of 12 KB and its windows.',
  },
  configTextBytes: {
    value: 8192,
    unit: 'bytes',
    reason: 'One list of targets: 32 names with addresses of 200 characters.',
  },
  historySamples: {
    value: 360,
    unit: 'samples',
    reason: 'One hour at one sample in ten seconds, two numbers each.',
  },
  historyIntervalMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'Memory that fills in less than a minute shows in the present ratio, not in a trend.',
  },
  trendMs: {
    value: 600_000,
    unit: 'ms',
    reason: 'A trend of ten minutes: longer than a cycle of collections, short enough to act.',
  },
  cgroupFileBytes: {
    value: 16_384,
    unit: 'bytes',
    reason: 'The one buffer for all cgroup files; memory.stat of v2 has about 2 KB.',
  },
  cgroupChildren: {
    value: 64,
    unit: 'folders',
    reason: 'Folders looked at behind a * in a path; a service has one or two.',
  },
  scrapeBytes: {
    value: 2_097_152,
    unit: 'bytes',
    reason: 'A metrics page is read line by line and given up beyond this; ours has about 300 KB.',
  },
  scrapeLineBytes: {
    value: 4096,
    unit: 'bytes',
    reason: 'Longer lines are skipped: no sample that is read here is longer.',
  },
  scrapeHeaderBytes: { value: 16_384, unit: 'bytes', reason: 'Headers of an answer.' },
  routes: {
    value: 256,
    unit: 'routes',
    reason: 'Routes of one target whose times are compared; those beyond are not looked at.',
  },
  routeMinimumRequests: {
    value: 5,
    unit: 'requests',
    reason: 'A route asked less often in the baseline has no mean to compare with.',
  },
  baselineAgeMs: {
    value: 3_600_000,
    unit: 'ms',
    reason: 'An older baseline is forgotten: another hour has another load.',
  },
  restartTimes: {
    value: 16,
    unit: 'restarts',
    reason: 'Times kept for one target; the loop is found with fewer.',
  },
  recentAlerts: { value: 64, unit: 'alerts', reason: 'Alerts that the page and the API show.' },
  alertQuietMs: {
    value: 60_000,
    unit: 'ms',
    reason: 'An alert ends when its condition has been clear for this long, so that none flaps.',
  },
  webhookQueue: {
    value: 32,
    unit: 'alerts',
    reason: 'Alerts that wait for the receiver; those beyond are dropped and counted.',
  },
  webhookTries: { value: 3, unit: 'tries', reason: 'A receiver that restarts is met again.' },
  connections: {
    value: 64,
    unit: 'connections',
    reason: 'About 20 KB each; scrapers and a few people. Those beyond are closed.',
  },
  requestHeaderBytes: {
    value: 8192,
    unit: 'bytes',
    reason: 'Headers of a request: a browser sends about 1 KB.',
  },
  requestUrlBytes: { value: 1024, unit: 'bytes', reason: 'Longer addresses are refused.' },
  requestMs: {
    value: 10_000,
    unit: 'ms',
    reason: 'A client that does not finish its request in this time is cut off.',
  },
} as const;
