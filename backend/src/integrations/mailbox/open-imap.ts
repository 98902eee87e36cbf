import type { ImapFlow } from 'imapflow';
import type { AppError } from '../../platform/errors/define-error.ts';
import { outboundFailure } from '../../platform/outbound/outbound-failure.ts';
import type { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { outboundLimits } from '../../platform/outbound/outbound.limits.ts';
import type { Connection } from '../connectors/connector.ts';
import { serverName } from '../connectors/server-name.ts';
import { requireEncryption } from '../connectors/require-encryption.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { mailboxLimits } from './mailbox.limits.ts';

/**
 * A signed-in IMAP connection to an address that the guard checked; with `starttls` nothing is sent before
 * the upgrade. The caller closes it. Rejects with an AppError that tells the step.
 */
export async function openImap(
  guard: OutboundGuard,
  { settings, credentials, signal }: Connection<'mailbox'>,
): Promise<ImapFlow> {
  const { host, port, tls } = settings.imap;
  const target = `${host}:${port}`;
  let client: ImapFlow | null = null;
  try {
    if (tls === 'none') await requireEncryption(guard, host);
    const { address } = await guard.resolve(host);
    const { ImapFlow } = await import('imapflow');
    client = new ImapFlow({
      host: address,
      port,
      secure: tls === 'implicit',
      ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
      ...serverName(host),
      auth: { user: settings.user, pass: credentials.password },
      logger: false,
      disableAutoIdle: true,
      disableCompression: true,
      connectionTimeout: outboundLimits.connectMs,
      greetingTimeout: outboundLimits.connectMs,
      socketTimeout: mailboxLimits.idleMs,
      maxLiteralSize: mailboxLimits.literalBytes,
    });
    const opened = client;
    // A connection that breaks later fails the command that waits; without a listener it ends the process.
    opened.on('error', () => undefined);
    signal.addEventListener('abort', () => opened.close(), { once: true });
    signal.throwIfAborted();
    await opened.connect();
    return opened;
  } catch (error) {
    client?.close();
    throw imapFailure(error, target);
  }
}

/** The error of a failed IMAP exchange, by the step. */
export function imapFailure(error: unknown, target: string): AppError {
  const facts = (error ?? {}) as {
    authenticationFailed?: boolean;
    tlsFailed?: boolean;
    responseStatus?: string;
  };
  if (facts.authenticationFailed === true) return integrationErrors.signInRefused(`at ${target}`);
  if (facts.tlsFailed === true) return outboundFailure(error, target, 'tls');
  // A command that was understood and refused: servers differ in which of the two they say.
  if (facts.responseStatus === 'NO' || facts.responseStatus === 'BAD')
    return integrationErrors.notPermitted(`at ${target}`);
  return outboundFailure(error, target);
}
