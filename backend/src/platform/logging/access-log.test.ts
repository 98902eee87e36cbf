import { describe, expect, it } from 'vitest';
import { AccessLog } from './access-log.ts';
import { createLogger } from './create-logger.ts';

function logAt(level: string) {
  const lines: string[] = [];
  const logger = createLogger({ level, destination: { write: (line) => void lines.push(line) } });
  return { lines, logger, log: new AccessLog(logger) };
}

const facts = { requestId: 'abc-1', status: 200, ms: 1.23456, viewer: null };

describe('AccessLog', () => {
  it('writes lines that carry the members of all other lines', () => {
    const { lines, logger, log } = logAt('info');
    log.forRoute('GET /api/a "quoted"', 'info')?.({ ...facts, viewer: 'user' });
    logger.info({ requestId: 'abc-1' }, 'Other');
    const [own, other] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(own).toMatchObject({
      level: 'info',
      pid: process.pid,
      route: 'GET /api/a "quoted"',
      requestId: 'abc-1',
      status: 200,
      ms: 1.235,
      viewer: 'user',
      msg: 'Request',
    });
    const shared = Object.keys(other ?? {});
    expect(Object.keys(own ?? {})).toEqual(expect.arrayContaining(shared));
    expect(own?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
  });

  it('names no viewer where there is none', () => {
    const { lines, log } = logAt('info');
    log.forRoute('GET /', 'info')?.(facts);
    expect(JSON.parse(lines[0] ?? '')).not.toHaveProperty('viewer');
  });

  it('has no writer for a level that is not written', () => {
    expect(logAt('info').log.forRoute('GET /', 'debug')).toBeNull();
    expect(logAt('warn').log.forRoute('GET /', 'info')).toBeNull();
  });
});
