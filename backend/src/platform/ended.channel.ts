import { channel } from 'node:diagnostics_channel';

/** Something of which there are many is over, and nothing should hold it any more: `Ended`. */
export const ended = channel('lexiflow:ended');

/** The message of `ended`. */
export interface Ended {
  /** Its route, `websocket`, or `job:` with the name of the job. */
  readonly kind: string;
  /** Subscribers must not keep it. */
  readonly object: object;
}

/** Says that an object is over. Costs a comparison where nobody listens. */
export function publishEnded(kind: string, object: object): void {
  if (ended.hasSubscribers) ended.publish({ kind, object } satisfies Ended);
}
