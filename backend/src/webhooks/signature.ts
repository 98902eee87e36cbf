import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A new secret of the Standard Webhooks scheme: 256 random bits. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** One message as it is signed and sent. */
export interface SignedMessage {
  /** The same for every attempt; holds no full stop. */
  readonly id: string;
  /** When this attempt is made, in whole seconds since 1970. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/**
 * The headers of the Standard Webhooks scheme (symmetric, `v1`): HMAC-SHA256 over id, timestamp and
 * body, one signature for each secret, separated by a space, so that a receiver that knows either of
 * two secrets accepts the message. https://github.com/standard-webhooks/standard-webhooks
 */
export function signatureHeaders(
  { id, timestampSeconds, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const content = `${id}.${timestampSeconds}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
  };
}
