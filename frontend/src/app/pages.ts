import type { Permission } from '@lexiflow/contracts';

/** One address of the console and what it takes to show it. No code of a screen is imported here: the build reads this table too. */
export interface Page {
  readonly path: string;
  /** The module below `src` whose default export is the screen, without its ending. */
  readonly module: string;
  /** API addresses that the screen reads first when it is opened by this very address. */
  readonly data?: readonly string[];
}

/** A page inside the console's frame. */
export interface ScreenPage extends Page {
  /** The name its renders are measured under. */
  readonly name: string;
  readonly permission?: Permission;
}

/** Who is signed in; every page reads it first. */
export const ME_ADDRESS = '/api/auth/me';

/** The pages before the console: for those who are not signed in, or come by a link from a mail. */
export const entryPages = {
  signIn: { path: '/sign-in', module: 'sign-in/sign-in-screen', data: ['/api/auth/setup'] },
  setup: { path: '/setup', module: 'setup/setup-screen' },
  forgot: { path: '/forgot', module: 'sign-in/forgot-screen' },
  reset: { path: '/reset', module: 'sign-in/reset-screen' },
} as const satisfies Readonly<Record<string, Page>>;

/** The pages inside the frame. A last part `:id` stands for any one part of an address. */
export const screenPages: readonly ScreenPage[] = [
  {
    path: '/cases',
    name: 'cases',
    permission: 'case:read',
    module: 'cases/cases-screen',
    data: ['/api/cases?sort=-filedOn&limit=50&count=true'],
  },
  { path: '/cases/:id', name: 'case', permission: 'case:read', module: 'case/case-screen' },
  { path: '/tasks', name: 'tasks', permission: 'task:read', module: 'tasks/tasks-screen' },
  {
    path: '/workflows',
    name: 'workflows',
    permission: 'workflow:read',
    module: 'workflows/workflows-screen',
  },
  {
    path: '/workflows/:id',
    name: 'workflow-template',
    permission: 'workflow:read',
    module: 'workflows/template-screen',
  },
  { path: '/search', name: 'search', permission: 'search:query', module: 'search/search-screen' },
  { path: '/import', name: 'import', permission: 'docket:import', module: 'import/import-screen' },
  {
    path: '/clients',
    name: 'clients',
    permission: 'client:read',
    module: 'clients/clients-screen',
  },
  { path: '/parties', name: 'parties', permission: 'party:read', module: 'parties/parties-screen' },
  {
    path: '/operate',
    name: 'operate',
    permission: 'monitoring:read',
    module: 'operate/operate-screen',
    data: ['/api/monitoring/memory-metrics', '/api/health/memory'],
  },
  {
    path: '/operate/leaks',
    name: 'leaks',
    permission: 'monitoring:read',
    module: 'leaks/leaks-screen',
  },
  {
    path: '/operate/jobs',
    name: 'jobs',
    permission: 'monitoring:read',
    module: 'jobs/jobs-screen',
  },
  {
    path: '/operate/integrations',
    name: 'integrations',
    permission: 'integration:read',
    module: 'integrations/integrations-screen',
  },
  {
    path: '/operate/webhooks',
    name: 'webhooks',
    permission: 'webhook:manage-own',
    module: 'webhooks/webhooks-screen',
  },
  {
    path: '/operate/history',
    name: 'history',
    permission: 'monitoring:read',
    module: 'history/history-screen',
  },
  {
    path: '/operate/queries',
    name: 'queries',
    permission: 'monitoring:read',
    module: 'queries/queries-screen',
  },
  {
    path: '/operate/sockets',
    name: 'sockets',
    permission: 'monitoring:read',
    module: 'realtime/realtime-screen',
  },
  { path: '/operate/audit', name: 'audit', permission: 'audit:read', module: 'audit/audit-screen' },
  {
    path: '/operate/email',
    name: 'email',
    permission: 'monitoring:read',
    module: 'email/email-screen',
  },
  { path: '/notifications', name: 'notifications', module: 'notifications/notifications-screen' },
  { path: '/operate/console', name: 'console', module: 'console/console-screen' },
  {
    path: '/operate/traffic',
    name: 'traffic',
    permission: 'traffic:read',
    module: 'traffic/traffic-screen',
  },
  { path: '/users/:id', name: 'user', permission: 'grant:read', module: 'user/user-screen' },
  { path: '/settings', name: 'settings', module: 'settings/settings-screen' },
];
