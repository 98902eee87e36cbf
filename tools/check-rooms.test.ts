import { describe, expect, it } from 'vitest';
import { checkRooms, roomOf } from './check-rooms.ts';

const broken = (path: string, text: string) => checkRooms([{ path, text }]);

describe('checkRooms', () => {
  it('names file, line and rule of an import that is not listed', () => {
    const text = "import { a } from './a.ts';\nimport { b } from '../search/search.service.ts';\n";
    expect(broken('backend/src/platform/cache/x.ts', text)).toEqual([]);
    expect(broken('backend/src/audit/audit.service.ts', text)).toEqual([
      'backend/src/audit/audit.service.ts:2: backend/src/audit may not import backend/src/search (it may import backend/src, backend/src/platform, packages/memory, packages/memory-nestjs, packages/contracts)',
    ]);
  });

  it.each([
    ['a package in the library', 'packages/memory/src/x.ts', "import pino from 'pino';"],
    ['node in the contracts', 'packages/contracts/src/x.ts', "import 'node:fs';"],
    [
      'a feature in the platform',
      'backend/src/platform/http/x.ts',
      "import type { A } from '../../auth/auth.service.ts';",
    ],
    [
      'an inner file of a neighbour',
      'backend/src/cases/cases.service.ts',
      "import { q } from '../clients/clients.repository.ts';",
    ],
    [
      'a dynamic import',
      'backend/src/platform/http/x.ts',
      "const a = await import('../../auth/auth.service.ts');",
    ],
    [
      'a re-export',
      'backend/src/platform/http/x.ts',
      "export { a } from '../../auth/auth.service.ts';",
    ],
    [
      'an import over several lines',
      'backend/src/platform/http/x.ts',
      "import {\n  a,\n  b,\n} from '../../auth/auth.service.ts';",
    ],
    [
      'a controller that reads the repository',
      'backend/src/cases/cases.controller.ts',
      "import { R } from './cases.repository.ts';",
    ],
    [
      'a repository that calls its service',
      'backend/src/cases/cases.repository.ts',
      "import { S } from './cases.service.ts';",
    ],
    ['a path into a package', 'backend/src/cases/x.ts', "import '@lexiflow/memory/src/clock.ts';"],
    ['the environment', 'backend/src/cases/x.ts', "const port = process.env['PORT'];"],
    [
      'a screen in another screen',
      'frontend/src/operate/x.tsx',
      "import { C } from '../practice/c.tsx';",
    ],
  ])('refuses %s', (_title, path, text) => {
    expect(broken(path, text)).toHaveLength(1);
  });

  it.each([
    ['backend/src/cases/cases.service.ts', "import { A } from '../audit/audit-log.ts';"],
    ['backend/src/cases/cases.service.ts', "import { A } from '@lexiflow/memory';"],
    ['backend/src/app.module.ts', "import { A } from './cases/cases.module.ts';"],
    ['backend/src/cases/x.ts', '// process.env is read elsewhere'],
    ['backend/src/cases/x.test.ts', "import { A } from '../search/inner.ts';"],
  ])('allows %s: %s', (path, text) => {
    expect(broken(path, text)).toEqual([]);
  });
});

it('finds the innermost room', () => {
  expect(roomOf('backend/src/platform/http/x.ts')?.folder).toBe('backend/src/platform');
  expect(roomOf('backend/src/main.ts')?.folder).toBe('backend/src');
  expect(roomOf('docs/x.md')).toBeUndefined();
});
