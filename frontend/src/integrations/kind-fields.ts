import type { IntegrationKind } from '@lexiflow/contracts';
import { integrationMessages as text } from './messages.ts';

/** One input of the form of a kind; `path` is where its value belongs in the body. */
export interface KindField {
  readonly path: string;
  readonly label: string;
  readonly type?: 'number' | 'password';
  readonly choices?: Readonly<Record<string, string>>;
  readonly initial?: string;
  readonly hint?: string;
  readonly optional?: boolean;
}

const server = (path: string, name: string, port: string, optional = false): KindField[] => [
  { path: `${path}.host`, label: `${name} server`, optional },
  {
    path: `${path}.port`,
    label: `${name} port`,
    type: 'number',
    initial: optional ? '' : port,
    optional,
  },
  { path: `${path}.tls`, label: `${name} encryption`, choices: text.tls, initial: 'implicit' },
];

/** The inputs of each kind, settings first. */
export const kindFields: Readonly<Record<IntegrationKind, readonly KindField[]>> = {
  mailbox: [
    ...server('settings.imap', 'IMAP', '993'),
    { path: 'settings.folder', label: 'Folder', initial: 'INBOX' },
    { path: 'settings.user', label: 'User name' },
    { path: 'credentials.password', label: 'Password', type: 'password' },
    ...server('settings.smtp', 'SMTP', '465', true),
  ],
  calendar: [
    {
      path: 'credentials.url',
      label: 'Address of the .ics file',
      type: 'password',
      hint: 'Whoever knows it reads the calendar: it is kept like a password.',
    },
    { path: 'settings.caseId', label: 'Id of the case', optional: true },
    { path: 'settings.userId', label: 'Id of the user', optional: true },
  ],
  storage: [
    {
      path: 'settings.endpoint',
      label: 'Address',
      optional: true,
      hint: 'Empty for Amazon S3 itself.',
    },
    { path: 'settings.region', label: 'Region', initial: 'us-east-1' },
    { path: 'settings.bucket', label: 'Bucket' },
    { path: 'settings.prefix', label: 'Prefix', optional: true, hint: 'Ends with a slash.' },
    { path: 'credentials.accessKeyId', label: 'Access key', type: 'password' },
    { path: 'credentials.secretAccessKey', label: 'Secret key', type: 'password' },
  ],
  embeddings: [
    { path: 'settings.baseUrl', label: 'Address', initial: 'https://', hint: 'Up to /v1.' },
    { path: 'settings.model', label: 'Model' },
    { path: 'credentials.apiKey', label: 'API key', type: 'password', optional: true },
  ],
  dockets: [
    { path: 'settings.url', label: 'Address of the docket JSON', initial: 'https://' },
    { path: 'credentials.token', label: 'Token', type: 'password', optional: true },
  ],
  rest: [
    { path: 'settings.baseUrl', label: 'Address', initial: 'https://' },
    { path: 'settings.testPath', label: 'Path for the test', initial: '/' },
    {
      path: 'settings.authentication',
      label: 'Sign-in',
      choices: text.authentications,
      initial: 'none',
    },
    { path: 'settings.headerName', label: 'Header', optional: true },
    { path: 'credentials.user', label: 'User', type: 'password', optional: true },
    { path: 'credentials.secret', label: 'Secret', type: 'password', optional: true },
  ],
};

/** The texts of a form, by path: what is stored, or what a new one starts with. Secrets are never there. */
export function initialTexts(
  kind: IntegrationKind,
  stored: Readonly<Record<string, unknown>> | null,
): Record<string, string> {
  const texts = kindFields[kind].map(({ path, initial = '' }) => {
    if (stored === null || !path.startsWith('settings.'))
      return [path, stored === null ? initial : ''];
    const value = path.split('.').slice(1).reduce(memberOf, stored);
    return [path, value === undefined || value === null ? '' : textOf(value, initial)];
  });
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Settings and credentials from the texts of a form; empty optional inputs are left out. */
export function partsOf(
  kind: IntegrationKind,
  texts: Readonly<Record<string, string>>,
): { settings: Record<string, unknown>; credentials: Record<string, unknown> } {
  const parts = { settings: {}, credentials: {} };
  for (const { path, type, optional } of kindFields[kind]) {
    const value = texts[path] ?? '';
    if (value === '' && optional === true) continue;
    // The choice of an encryption alone makes no server.
    if (path === 'settings.smtp.tls' && (texts['settings.smtp.host'] ?? '') === '') continue;
    put(parts, path.split('.'), type === 'number' && value !== '' ? Number(value) : value);
  }
  return parts;
}

function put(
  target: Record<string, unknown>,
  [name = '', ...rest]: string[],
  value: unknown,
): void {
  if (rest.length === 0) target[name] = value;
  else put((target[name] ??= {}) as Record<string, unknown>, rest, value);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function textOf(value: unknown, other: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : other;
}
