import type { Permission, Role } from '@lexiflow/contracts';
import {
  Bell,
  Briefcase,
  Building2,
  ChartLine,
  DatabaseZap,
  Cable,
  Droplets,
  Gauge,
  ListChecks,
  ListTodo,
  Mail,
  MonitorCog,
  Radio,
  ScrollText,
  Search,
  Settings,
  ShieldBan,
  Upload,
  Users,
  Webhook,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { appMessages } from './messages.ts';

/** One entry of the navigation; without the permission it is not offered. */
export interface Screen {
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly group: 'practise' | 'operate' | 'account';
  /** Second key of the sequence `g …`. */
  readonly key: string;
  readonly permission?: Permission;
  /** One of the few on a phone's bottom bar. */
  readonly primary?: boolean;
}

const { screens } = appMessages;

/** All places the navigation leads to, in its order. */
export const allScreens: readonly Screen[] = [
  {
    path: '/cases',
    label: screens.cases,
    icon: Briefcase,
    group: 'practise',
    key: 'c',
    permission: 'case:read',
    primary: true,
  },
  {
    path: '/tasks',
    label: screens.tasks,
    icon: ListTodo,
    group: 'practise',
    key: 't',
    permission: 'task:read',
    primary: true,
  },
  {
    path: '/workflows',
    label: screens.workflows,
    icon: Workflow,
    group: 'practise',
    key: 'w',
    permission: 'workflow:read',
  },
  {
    path: '/search',
    label: screens.search,
    icon: Search,
    group: 'practise',
    key: 's',
    permission: 'search:query',
    primary: true,
  },
  {
    path: '/clients',
    label: screens.clients,
    icon: Building2,
    group: 'practise',
    key: 'l',
    permission: 'client:read',
  },
  {
    path: '/parties',
    label: screens.parties,
    icon: Users,
    group: 'practise',
    key: 'p',
    permission: 'party:read',
  },
  {
    path: '/import',
    label: screens.import,
    icon: Upload,
    group: 'practise',
    key: 'i',
    permission: 'docket:import',
    primary: true,
  },
  {
    path: '/operate',
    label: screens.operate,
    icon: Gauge,
    group: 'operate',
    key: 'o',
    permission: 'monitoring:read',
    primary: true,
  },
  {
    path: '/operate/history',
    label: screens.history,
    icon: ChartLine,
    group: 'operate',
    key: 'y',
    permission: 'monitoring:read',
  },
  {
    path: '/operate/queries',
    label: screens.queries,
    icon: DatabaseZap,
    group: 'operate',
    key: 'q',
    permission: 'monitoring:read',
  },
  {
    path: '/operate/leaks',
    label: screens.leaks,
    icon: Droplets,
    group: 'operate',
    key: 'k',
    permission: 'monitoring:read',
  },
  {
    path: '/operate/jobs',
    label: screens.jobs,
    icon: ListChecks,
    group: 'operate',
    key: 'j',
    permission: 'monitoring:read',
  },
  {
    path: '/operate/webhooks',
    label: screens.webhooks,
    icon: Webhook,
    group: 'operate',
    key: 'h',
    permission: 'webhook:manage-own',
  },
  {
    path: '/operate/email',
    label: screens.email,
    icon: Mail,
    group: 'operate',
    key: 'e',
  },
  {
    path: '/operate/sockets',
    label: screens.sockets,
    icon: Radio,
    group: 'operate',
    key: 'v',
    permission: 'monitoring:read',
  },
  {
    path: '/operate/integrations',
    label: screens.integrations,
    icon: Cable,
    group: 'operate',
    key: 'x',
    permission: 'integration:read',
  },
  {
    path: '/operate/audit',
    label: screens.audit,
    icon: ScrollText,
    group: 'operate',
    key: 'a',
    permission: 'audit:read',
  },
  {
    path: '/operate/traffic',
    label: screens.traffic,
    icon: ShieldBan,
    group: 'operate',
    key: 'b',
    permission: 'traffic:read',
  },
  {
    path: '/operate/console',
    label: screens.console,
    icon: MonitorCog,
    group: 'operate',
    key: 'm',
  },
  {
    path: '/notifications',
    label: screens.notifications,
    icon: Bell,
    group: 'account',
    key: 'n',
  },
  { path: '/settings', label: screens.settings, icon: Settings, group: 'account', key: ',' },
];

/** The screens that a viewer with these permissions may open. */
export function screensFor(permissions: readonly Permission[]): readonly Screen[] {
  return allScreens.filter(
    (screen) => screen.permission === undefined || permissions.includes(screen.permission),
  );
}

/** Where a role starts: those who run the system at its state, the others at their cases. */
export function homeOf(role: Role): string {
  return role === 'admin' || role === 'operator' ? '/operate' : '/cases';
}
