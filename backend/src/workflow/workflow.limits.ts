/** Bounds of the workflows beside those of the contract: stages, tasks, their texts. */
export const workflowLimits = {
  templateCacheEntries: {
    value: 100,
    unit: 'entries',
    reason: 'Revisions of templates in use at a time; each is read when a stage begins.',
  },
  templateCacheBytes: {
    value: 8 * 1024 * 1024,
    unit: 'bytes',
    reason: 'A usual template takes some 20 KB; a hundred at their limit would take 25 MB.',
  },
  templateBytes: {
    value: 192 * 1024,
    unit: 'bytes',
    reason: 'Body of a template: 200 tasks with a page of text each.',
  },
  openPerCase: {
    value: 50,
    unit: 'rows',
    reason: 'Workflows of one case that have not ended: more than a team can follow.',
  },
  overdueRows: {
    value: 200,
    unit: 'rows',
    reason:
      'Stages announced as overdue by one transaction: it stays short on the embedded database.',
  },
  overdueTimeoutMs: {
    value: 120_000,
    unit: 'ms',
    reason: 'One run of the overdue job announces some tens of thousands of stages in that time.',
  },
} as const;
