/**
 * Paths whose values never reach the log, whoever logs them. A path covers the object itself and
 * the same member one level down.
 */
const secretMembers = [
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'key',
  'secret',
  'authorization',
  'cookie',
  'adminToken',
  'url',
];

/** pino's redaction: every secret member at the top and one level below, and headers in full. */
export const redaction = {
  paths: [
    ...secretMembers.filter((name) => name !== 'url' && name !== 'key'),
    ...secretMembers.map((name) => `*.${name}`),
    'headers',
    '*.headers',
    'body',
    '*.body',
  ],
  censor: '[redacted]',
};
