/** Bounds of the tasks beside those of the contract: title, description, checklist, assignees. */
export const tasksLimits = {
  comments: {
    value: 1_000,
    unit: 'rows',
    reason: 'A discussion longer than that belongs into the documents of the case.',
  },
  candidates: {
    value: 50,
    unit: 'rows',
    reason: 'A person picks one of them or types more of the name.',
  },
  bodyBytes: {
    value: 128 * 1024,
    unit: 'bytes',
    reason: 'A task with every field at its limit, in four-byte characters, takes 101 KB.',
  },
  overdueRows: {
    value: 200,
    unit: 'rows',
    reason: 'Tasks announced as due by one transaction: it stays short on the embedded database.',
  },
  dueSoonDays: {
    value: 3,
    unit: 'days',
    reason: 'A weekend before the date leaves a working day to act.',
  },
  overdueTimeoutMs: {
    value: 120_000,
    unit: 'ms',
    reason:
      'One run of the job for due tasks announces some tens of thousands of tasks in that time.',
  },
} as const;
