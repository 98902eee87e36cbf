import { metric } from './measurements.ts';
import { requestNow } from './sync-request.ts';

interface Parameters {
  readonly headers?: Readonly<Record<string, string>>;
}
type Expected = number | { readonly min: number; readonly max: number };
type Callback = (status: number) => boolean;

const durations = metric('http_req_duration', 'trend');
const failures = metric('http_req_failed', 'rate');
let isExpected: Callback = (status) => status >= 200 && status < 400;

/** The part of k6's `http` that the script of this project uses. */
export default {
  get: (url: string, parameters: Parameters = {}) => send('GET', url, null, parameters),
  post: (url: string, body: string | null, parameters: Parameters = {}) =>
    send('POST', url, body, parameters),
  setResponseCallback(callback: Callback): void {
    isExpected = callback;
  },
  expectedStatuses(...expected: Expected[]): Callback {
    return (status) =>
      expected.some((one) =>
        typeof one === 'number' ? one === status : status >= one.min && status <= one.max,
      );
  },
};

function send(method: string, url: string, body: string | null, { headers = {} }: Parameters) {
  const answer = requestNow({ method, url, headers, body });
  durations.values.push(answer.durationMs);
  failures.values.push(isExpected(answer.status) ? 0 : 1);
  return {
    status: answer.status,
    body: answer.body,
    timings: { duration: answer.durationMs },
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [canonical(name), value]),
    ),
    json: (selector?: string) => select(JSON.parse(answer.body), selector?.split('.') ?? []),
  };
}

/** `retry-after` as Go writes it: `Retry-After`. */
function canonical(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** The paths of GJSON that are used here: members, and `#` for every element of an array. */
function select(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || value === null || value === undefined) return value;
  if (step === '#') return (value as unknown[]).map((each) => select(each, rest));
  return select((value as Record<string, unknown>)[step], rest);
}
