import { outboundFailure } from '../../platform/outbound/outbound-failure.ts';
import type { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { outboundLimits } from '../../platform/outbound/outbound.limits.ts';
import type { Connection } from '../connectors/connector.ts';
import { serverName } from '../connectors/server-name.ts';
import { requireEncryption } from '../connectors/require-encryption.ts';
import { integrationErrors } from '../integrations.errors.ts';

/** Connects and signs in to the outgoing mail server without sending. Rejects with an AppError that tells the step. */
export async function checkSmtp(
  guard: OutboundGuard,
  { settings, credentials }: Connection<'mailbox'>,
): Promise<void> {
  if (settings.smtp === undefined) return;
  const { host, port, tls } = settings.smtp;
  const target = `${host}:${port}`;
  try {
    if (tls === 'none') await requireEncryption(guard, host);
    const { address } = await guard.resolve(host);
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host: address,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      tls: serverName(host),
      auth: { user: settings.user, pass: credentials.password },
      connectionTimeout: outboundLimits.connectMs,
      greetingTimeout: outboundLimits.connectMs,
      socketTimeout: outboundLimits.requestMs,
    });
    try {
      await transport.verify();
    } finally {
      transport.close();
    }
  } catch (error) {
    const { code, responseCode } = (error ?? {}) as { code?: string; responseCode?: number };
    if (code === 'EAUTH') throw integrationErrors.signInRefused(`at ${target}`);
    if (responseCode !== undefined) {
      throw integrationErrors.badAnswer(`${target} answered ${responseCode}`);
    }
    throw outboundFailure(error, target);
  }
}
