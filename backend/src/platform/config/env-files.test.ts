import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withEnvFiles } from './env-files.ts';

let project = '';
let backend = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'lexiflow-env-'));
  backend = mkdtempSync(join(tmpdir(), 'lexiflow-env-'));
});

afterEach(() => {
  for (const folder of [project, backend]) rmSync(folder, { recursive: true });
});

it('leaves the environment as it is where no file stands', () => {
  expect(withEnvFiles({ PORT: '1' }, [project, backend])).toEqual({ PORT: '1' });
});

it('lets what is set win over files, and the project folder over the backend', () => {
  writeFileSync(join(project, '.env'), 'PORT=2\nLOG_LEVEL=warn\n');
  writeFileSync(join(backend, '.env'), 'LOG_LEVEL=debug\nDATA_DIR=there\n');
  expect(withEnvFiles({ PORT: '1' }, [project, backend])).toEqual({
    PORT: '1',
    LOG_LEVEL: 'warn',
    DATA_DIR: 'there',
  });
});

it('reads .env.production above .env in production only', () => {
  writeFileSync(join(project, '.env'), 'PORT=2\nDATA_DIR=here\n');
  writeFileSync(join(project, '.env.production'), 'PORT=3\n');
  expect(withEnvFiles({}, [project])).toMatchObject({ PORT: '2' });
  expect(withEnvFiles({ NODE_ENV: 'production' }, [project])).toMatchObject({
    PORT: '3',
    DATA_DIR: 'here',
  });
});

it('learns from .env that the installation is a production one', () => {
  writeFileSync(join(project, '.env'), 'NODE_ENV=production\n');
  writeFileSync(join(project, '.env.production'), 'PORT=3\n');
  expect(withEnvFiles({}, [project])).toEqual({ NODE_ENV: 'production', PORT: '3' });
});
