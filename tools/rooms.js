// Who may import whom. Read by `npm run validate`, printed into ARCHITECTURE.md by `npm run generate`.
//
// A room is a folder; the longest folder that holds a file decides. A file may import its own room, the rooms
// in `imports` and the npm packages in `packages` ('any': all that its workspace declares). What other rooms may
// take from a room are the files in `doors` (names, `*` for any text); without `doors` every file is open.

const packages = ['packages/memory', 'packages/memory-nestjs', 'packages/contracts'];

/** A feature of the backend: the platform, the packages, and the neighbours it lists, through their doors. */
const feature = (name, neighbours, doors = []) => ({
  folder: `backend/src/${name}`,
  imports: [
    'backend/src',
    'backend/src/platform',
    ...packages,
    ...neighbours.map((n) => `backend/src/${n}`),
  ],
  packages: 'any',
  node: true,
  doors: [`${name}.module.ts`, '*.service.ts', ...doors],
});

/** A screen of the console. */
const screens = [
  'email',
  'notifications',
  'audit',
  'case',
  'cases',
  'clients',
  'console',
  'history',
  'import',
  'integrations',
  'jobs',
  'operate',
  'parties',
  'queries',
  'realtime',
  'search',
  'settings',
  'setup',
  'sign-in',
  'tasks',
  'traffic',
  'user',
  'workflows',
  'webhooks',
];
const screen = (name) => ({
  folder: `frontend/src/${name}`,
  imports: [
    'frontend/src/api',
    'frontend/src/ui',
    'frontend/src/performance',
    'packages/contracts',
  ],
  packages: 'any',
  node: false,
});

export const rooms = [
  {
    folder: 'packages/memory',
    imports: [],
    packages: ['@fastify/busboy'],
    node: true,
    doors: ['index.ts'],
  },
  {
    folder: 'packages/contracts',
    imports: [],
    packages: ['zod'],
    node: false,
    doors: ['index.ts'],
  },
  {
    folder: 'packages/memory-nestjs',
    imports: ['packages/memory'],
    packages: ['@nestjs/common', '@nestjs/core', 'rxjs', 'fastify', 'reflect-metadata'],
    node: true,
    doors: ['index.ts'],
  },
  { folder: 'backend/src/platform', imports: packages, packages: 'any', node: true },
  feature(
    'audit',
    [],
    [
      'audit-log.ts',
      'audit-entry.ts',
      'case-visibility.ts',
      'chain-reader.ts',
      'change-log.ts',
      'current-actor.ts',
      'refusal-log.ts',
      'request-facts.ts',
      'verify-chain.ts',
    ],
  ),
  feature(
    'authorization',
    ['audit'],
    [
      'access-signals.ts',
      'require-covers.ts',
      'role-permissions.ts',
      'visible-cases.ts',
      'case-audience.ts',
      'user-viewer.ts',
    ],
  ),
  feature('auth', ['authorization', 'audit', 'email']),
  feature('courts', ['authorization', 'audit']),
  feature('clients', ['authorization', 'audit', 'parties']),
  feature('parties', ['authorization', 'audit'], ['open-party.ts', 'party-directory.ts']),
  feature(
    'cases',
    ['authorization', 'audit', 'clients', 'courts', 'parties'],
    ['case-access.ts', 'case-reading.ts', 'case-readings.ts', 'party-readings.ts'],
  ),
  feature('docket', ['authorization', 'audit', 'cases', 'courts', 'parties']),
  feature('bulk', ['audit', 'cases', 'clients', 'parties', 'performance', 'tasks']),
  feature('search', ['authorization', 'audit']),
  feature(
    'tasks',
    ['authorization', 'audit', 'cases'],
    ['planned-task.ts', 'system-viewer.ts', 'task-rules.ts', 'task-status.ts'],
  ),
  feature('workflow', ['authorization', 'audit', 'cases', 'tasks']),
  feature(
    'email',
    ['authorization', 'audit'],
    [
      'attachment-sources.ts',
      'email-secrets.ts',
      'email-queue.ts',
      'catalogue.ts',
      'news-templates.ts',
      'one-line.ts',
    ],
  ),
  feature(
    'notifications',
    ['authorization', 'audit', 'email', 'realtime'],
    ['notification-feed.ts', 'notification-writer.ts', 'draft.ts'],
  ),
  feature('health', ['monitoring']),
  feature('monitoring', ['audit']),
  feature('performance', ['audit'], ['batch-job.ts']),
  feature('traffic', ['audit']),
  feature('jobs', ['audit']),
  feature('webhooks', ['authorization', 'audit', 'parties']),
  feature('integrations', ['authorization', 'audit', 'cases', 'docket']),
  feature('realtime', ['authorization']),
  {
    folder: 'backend/src/launcher',
    imports: ['backend/src/platform', 'backend/src/audit', 'packages/memory', 'packages/contracts'],
    packages: 'any',
    node: true,
    doors: ['main.ts'],
  },
  // What stands in src itself composes the application: main.ts, app.module.ts. The version is for all.
  {
    folder: 'backend/src',
    imports: ['any'],
    packages: 'any',
    node: true,
    doors: ['version.ts'],
  },
  { folder: 'frontend/src/api', imports: ['packages/contracts'], packages: 'any', node: false },
  {
    folder: 'frontend/src/ui',
    imports: ['frontend/src/api', 'frontend/src/performance', 'packages/contracts'],
    packages: 'any',
    node: false,
  },
  { folder: 'frontend/src/performance', imports: [], packages: 'any', node: false },
  ...screens.map(screen),
  { folder: 'frontend/src', imports: ['any'], packages: 'any', node: false },
  { folder: 'monitoring/memory-monitor', imports: [], packages: [], node: true, doors: [] },
  { folder: 'packages/memory/bench', imports: ['packages/memory'], packages: 'any', node: true },
  // Runs on the machine that is deployed to, before anything is built.
  { folder: 'deploy/blue-green', imports: [], packages: [], node: true },
  { folder: 'deploy/operate', imports: [], packages: [], node: true },
  {
    folder: 'tests',
    imports: [
      'packages/memory',
      'packages/memory/bench',
      'packages/memory-nestjs',
      'deploy/blue-green',
    ],
    packages: 'any',
    node: true,
  },
  // The client library that the console uses is tried against servers that run.
  { folder: 'tests/e2e', imports: ['tests', 'packages/contracts'], packages: 'any', node: true },
  { folder: 'tools', imports: ['any'], packages: 'any', node: true },
];

/** Inside a feature the way goes controller, service, repository: a file of the first kind never imports the second. */
export const backwards = [
  ['*.controller.ts', '*.repository.ts'],
  ['*.controller.ts', '*.schema.ts'],
  ['*.service.ts', '*.controller.ts'],
  ['*.repository.ts', '*.service.ts'],
  ['*.repository.ts', '*.controller.ts'],
];

/** The only folders whose sources may read `process.env`. */
export const environmentReaders = [
  'backend/src/platform/config',
  'monitoring/memory-monitor/src/config',
  'tools',
  'tests',
];
