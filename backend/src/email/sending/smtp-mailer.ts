import type { ConnectionOptions } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { SMTPPoolOptions, Transporter } from 'nodemailer';
import type { Config } from '../../platform/config/config.ts';
import { emailLimits } from '../email.limits.ts';
import type { ComposedMessage } from '../message/compose-message.ts';
import type { Delivery, Mailer } from './mailer.ts';

/** The mail server and how to speak to it; `ca` are further certificates that are trusted. */
export type SmtpSettings = Pick<Config['mail'], 'port' | 'tls' | 'user' | 'password'> & {
  readonly host: string;
  readonly ca?: ConnectionOptions['ca'];
};

/**
 * Sends over SMTP (RFC 5321) through a few kept connections. With `starttls` a server that offers no
 * encryption is refused, so that a password or a message never goes out in clear by accident.
 */
export class SmtpMailer implements Mailer {
  readonly kind = 'smtp';
  readonly target: string;
  readonly #transport: Transporter;

  constructor(settings: SmtpSettings) {
    const { host, port, tls, user, password, ca } = settings;
    this.target = `${host}:${port}`;
    const options: SMTPPoolOptions & { pool: true } = {
      pool: true,
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(ca === undefined ? {} : { tls: { ca } }),
      ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
      maxConnections: emailLimits.connectionEntries,
      maxMessages: emailLimits.messagesPerConnectionEntries,
      // A stream cannot be sent twice: the job's next try makes a new one.
      maxRequeues: 0,
      connectionTimeout: emailLimits.connectMs,
      greetingTimeout: emailLimits.connectMs,
      dnsTimeout: emailLimits.connectMs,
      socketTimeout: emailLimits.silenceMs,
      idleTimeout: emailLimits.idleMs,
      maxResponseSize: emailLimits.serverAnswerBytes,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    this.#transport = createTransport(options);
  }

  async send(message: ComposedMessage, signal: AbortSignal): Promise<Delivery> {
    const { emailId, from, to, stream, sentBytes } = message;
    try {
      const info = await this.#transport.sendMail({
        raw: stream,
        envelope: { from, to: [to] },
        // The server names the email in a bounce, where it knows how (RFC 3461).
        dsn: { id: emailId, return: 'headers', notify: ['failure'], recipient: `rfc822;${to}` },
        signal,
      });
      return { bytes: sentBytes(), reply: info.response ?? '' };
    } finally {
      stream.destroy();
    }
  }

  close(): void {
    this.#transport.close();
  }
}
