import { channel } from 'node:diagnostics_channel';

/** What the HTTP server publishes, on `lexiflow:http:<what>`. */
export const httpChannels = {
  /** A request is over, answer and all, and nothing should hold it any more: `{ route, request }`. */
  requestEnded: channel('lexiflow:http:request-ended'),
} as const;

/** The message of `requestEnded`. */
export interface RequestEnded {
  readonly route: string;
  readonly request: object;
}
