import { channel } from 'node:diagnostics_channel';
import type { Logger } from 'pino';
import { expect, it } from 'vitest';
import { logEvents } from './log-events.ts';

it('writes events with their level, the error where the log expects it, until it is ended', () => {
  const lines: unknown[] = [];
  const write = (level: string) => (facts: object, text: string) =>
    lines.push([level, facts, text]);
  const logger = { warn: write('warn'), info: write('info') } as unknown as Logger;
  const events = channel('lexiflow:test:log-events');
  const end = logEvents(logger, [
    {
      channel: events,
      text: 'It happened',
      level: (event) => ('error' in event ? 'warn' : 'size' in event ? 'info' : null),
    },
  ]);
  const error = new Error('broken');
  events.publish({ error, code: 1 });
  events.publish({ size: 2 });
  events.publish({ quiet: true });
  end();
  events.publish({ size: 3 });
  expect(lines).toEqual([
    ['warn', { code: 1, err: error }, 'It happened'],
    ['info', { size: 2 }, 'It happened'],
  ]);
});
