import { expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';

it('keeps secrets out of the log, at the top and one level down', () => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
  });
  logger.info(
    {
      password: 'hunter2',
      headers: { authorization: 'hunter2' },
      user: { token: 'hunter2', adminToken: 'hunter2', name: 'Ann' },
      database: { url: 'postgres://hunter2@x' },
      request: { headers: { cookie: 'hunter2' }, body: { secret: 'hunter2' } },
    },
    'Facts',
  );
  expect(lines.join('')).not.toContain('hunter2');
  expect(lines.join('')).toContain('Ann');
});
