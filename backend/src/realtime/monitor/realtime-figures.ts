/** What the gateway counts since its start. Plain numbers: every message touches them. */
export class RealtimeFigures {
  opened = 0;
  closed = 0;
  messagesIn = 0;
  messagesOut = 0;
  bytesOut = 0;
  /** Messages left out because their reader was too far behind. */
  dropped = 0;
  resyncs = 0;
  /** Events told to those who came back. */
  replayed = 0;
  /** Its own reasons from 0 on: a rate does not see the first one of a series that begins with it. */
  readonly refusedBy = new Map<string, number>(
    ['pressure', 'memory', 'process-limit', 'user-limit'].map((why) => [why, 0]),
  );
  readonly closedBy = new Map<string, number>();

  get refused(): number {
    return [...this.refusedBy.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Counts a connection that was not let in; `why` is one of a handful of words. */
  refuse(why: string): void {
    this.refusedBy.set(why, (this.refusedBy.get(why) ?? 0) + 1);
  }

  /** Counts a connection that has ended; `why` is one of a handful of words. */
  close(why: string): void {
    this.closed += 1;
    this.closedBy.set(why, (this.closedBy.get(why) ?? 0) + 1);
  }
}
