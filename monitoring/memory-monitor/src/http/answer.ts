/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly type:
    'application/json' | 'text/html; charset=utf-8' | 'text/plain; version=0.0.4; charset=utf-8';
  readonly body: string;
}

/** A JSON answer. */
export function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}
