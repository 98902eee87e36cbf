import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that Slack or PagerDuty would have got. */
export interface Received {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Stands for Slack at `/slack` and for PagerDuty at `/pagerduty`, and keeps what it is sent. */
export interface AlertReceiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** Opens it on a free port of this machine. */
export async function startAlertReceiver(): Promise<AlertReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.once('end', () => {
      received.push({ path: request.url ?? '', body: JSON.parse(text) as Received['body'] });
      // PagerDuty answers 202; anything of class 2 is taken by both.
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
