import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Services of others on this machine: a calendar, and something that answers JSON. */
export interface Fakes extends AsyncDisposable {
  readonly url: string;
}

const EVENTS = 200;

/** Starts them on a spare port. */
export async function startFakes(): Promise<Fakes> {
  let revision = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url !== '/calendar.ics') return void response.end('{"ok":true}');
    revision += 1;
    response.setHeader('content-type', 'text/calendar').end(calendar(revision));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function calendar(revision: number): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const events = Array.from({ length: EVENTS }, (_, n) =>
    [
      'BEGIN:VEVENT',
      `UID:soak-${n}@example`,
      `DTSTAMP:${day}T000000Z`,
      `DTSTART:${day}T${String(n % 24).padStart(2, '0')}0000Z`,
      `SUMMARY:Hearing ${n} in revision ${revision}`,
      'END:VEVENT',
    ].join('\r\n'),
  );
  const head = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//soak//EN';
  return [head, ...events, 'END:VCALENDAR', ''].join('\r\n');
}
