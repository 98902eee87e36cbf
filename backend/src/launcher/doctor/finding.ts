/** What one check of `lexiflow doctor` found; `advice` says what to do about a problem. */
export interface Finding {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly detail: string;
  readonly advice?: string;
}

/** A finding that needs no action. */
export function ok(subject: string, detail: string): Finding {
  return { subject, state: 'ok', detail };
}

/** A finding that keeps the server from starting or from working. */
export function problem(subject: string, detail: string, advice: string): Finding {
  return { subject, state: 'problem', detail, advice };
}

/** A finding that works today and should be mended. */
export function warning(subject: string, detail: string, advice: string): Finding {
  return { subject, state: 'warning', detail, advice };
}
