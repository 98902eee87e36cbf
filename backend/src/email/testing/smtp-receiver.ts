import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';

/** A message that a receiver has taken. */
export interface ReceivedMessage {
  readonly from: string;
  readonly to: string;
  readonly envelopeId: string | null;
  readonly isEncrypted: boolean;
  readonly user: string | null;
  /** Bytes of the message; the text holds at most the first megabyte of them. */
  readonly bytes: number;
  readonly text: string;
}

/** What a receiver answers: a reply code and text for a recipient, or for a message. */
export interface ReceiverRules {
  /** Answers a refusal of the recipient, or null. */
  recipient?: (address: string) => string | null;
  /** Answers a refusal of the message, or null. */
  message?: (text: string) => string | null;
}

const HELD_BYTES = 1024 * 1024;

function refusal(reply: string): Error & { responseCode: number } {
  const code = Number(reply.slice(0, 3));
  return Object.assign(new Error(reply.slice(4)), { responseCode: code });
}

/** A real SMTP server on a free port of this machine that keeps what it is sent. */
export class SmtpReceiver {
  readonly received: ReceivedMessage[] = [];
  /** Messages whose transfer began but that were never completed. */
  cut = 0;
  rules: ReceiverRules = {};
  readonly #server: SMTPServer;

  constructor(options: SMTPServerOptions = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      disableReverseLookup: true,
      disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
      hideDSN: false,
      logger: false,
      onAuth: ({ username, password }, _session, done) =>
        password === 'right'
          ? done(null, { user: username })
          : done(refusal('535 5.7.8 Authentication failed')),
      onRcptTo: ({ address }, _session, done) => {
        const reply = this.rules.recipient?.(address) ?? null;
        done(reply === null ? null : refusal(reply));
      },
      onData: (stream, session, done) => {
        let bytes = 0;
        let text = '';
        let isWhole = false;
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (text.length < HELD_BYTES) text += chunk.toString('latin1');
        });
        stream.on('close', () => void (this.cut += isWhole ? 0 : 1));
        stream.on('end', () => {
          isWhole = true;
          const reply = this.rules.message?.(text) ?? null;
          if (reply !== null) return done(refusal(reply));
          const { mailFrom, rcptTo, dsn } = session.envelope;
          this.received.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo[0]?.address ?? '',
            envelopeId: dsn?.envid ?? null,
            isEncrypted: session.secure,
            user: session.user === undefined ? null : String(session.user),
            bytes,
            text,
          });
          return done(null, 'taken');
        });
      },
      ...options,
    });
    this.#server.on('error', () => undefined);
  }

  /** Opens the port; answers it. */
  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.server.address() as AddressInfo).port;
  }

  /** Closes the port and every connection. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}

/** The header lines of a message, unfolded. */
export function headersOf(message: string): string[] {
  const [head = ''] = message.split('\r\n\r\n', 1);
  return head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
}
