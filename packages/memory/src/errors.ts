interface ErrorRow {
  /** Constant first sentence; `detail` carries the numbers. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint: string;
}

/** An error of this library: a stable code, what happened in numbers, and what to do about it. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
  readonly code: string;
  readonly detail: string;
  readonly hint: string;

  constructor(code: string, row: ErrorRow, detail: string, options?: ErrorOptions) {
    super(detail === '' ? row.message : `${row.message} ${detail}`, options);
    this.code = code;
    this.detail = detail;
    this.hint = row.hint;
  }
}

/** Makes the function that creates errors of one code. Codes are `MEM_REASON` and never change meaning. */
export function defineError(
  code: string,
  row: ErrorRow,
): (detail?: string, options?: ErrorOptions) => MemoryError {
  return (detail = '', options) => new MemoryError(code, row, detail, options);
}

/** Every error the governor, budget, probe, diagnostics and cleanup rooms throw. */
export const memoryErrors = {
  unknownOption: defineError('MEM_OPTION_UNKNOWN', {
    message: 'Unknown option.',
    hint: 'Check the spelling; the accepted options are listed in the detail.',
  }),
  invalidOption: defineError('MEM_OPTION_INVALID', {
    message: 'An option has a value outside its range.',
    hint: 'Use a value inside the range that the detail names.',
  }),
  planImpossible: defineError('MEM_PLAN_IMPOSSIBLE', {
    message: 'The memory plan does not fit the budget.',
    hint: 'Raise the budget or lower one of the lines in the sum.',
  }),
  invalidAccount: defineError('MEM_ACCOUNT_INVALID', {
    message: 'An account cannot be opened.',
    hint: 'Name one of the nine pools and a limit of at least one byte.',
  }),
  duplicateReclaimer: defineError('MEM_RECLAIMER_DUPLICATE', {
    message: 'A reclaimer of this name is registered already.',
    hint: 'Give each structure its own name, or take the old registration back first.',
  }),
  duplicateStanding: defineError('MEM_STANDING_DUPLICATE', {
    message: 'Standing memory of this name is registered already.',
    hint: 'End the registration of the first holder before the second one registers.',
  }),
  snapshotNoHeadroom: defineError('MEM_SNAPSHOT_NO_HEADROOM', {
    message: 'A heap snapshot does not fit beside the heap.',
    hint: 'Raise the budget, or read the allocation profile and the account list first.',
  }),
  snapshotBusy: defineError('MEM_SNAPSHOT_BUSY', {
    message: 'A heap snapshot is being written already.',
    hint: 'Wait until it has ended; only one runs at a time.',
  }),
  snapshotFormat: defineError('MEM_SNAPSHOT_FORMAT', {
    message: 'The heap snapshot is not in a format that can be redacted.',
    hint: 'Report the version of Node. redact=false gives it whole, with client data.',
  }),
  snapshotName: defineError('MEM_SNAPSHOT_NAME', {
    message: 'The name of a heap snapshot ends in .heapsnapshot.',
    hint: 'Give it that ending: the developer tools open no other, and such files are counted.',
  }),
  snapshotFolderFull: defineError('MEM_SNAPSHOT_FOLDER_FULL', {
    message: 'The folder holds as many heap snapshots as are kept.',
    hint: 'Move those that are needed away, delete the others; none is deleted by itself.',
  }),
  collectTooSoon: defineError('MEM_COLLECT_TOO_SOON', {
    message: 'A garbage collection was asked for too soon after the last one.',
    hint: 'Wait for the time that the detail names.',
  }),
  collectUnavailable: defineError('MEM_COLLECT_UNAVAILABLE', {
    message: 'This process cannot collect on demand.',
    hint: 'Start Node with --expose-gc (NODE_EXPOSE_GC=true with the launcher).',
  }),
  cleanupFailed: defineError('MEM_CLEANUP_FAILED', {
    message: 'Something could not be cleaned up.',
    hint: 'The cause lists each disposer that failed, in the order they ran.',
  }),
} as const;
