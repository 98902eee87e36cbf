import { pipeline, Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { emailErrors } from '../email.errors.ts';
import { emailLimits } from '../email.limits.ts';
import { oneLine } from '../templates/one-line.ts';
import type { RenderedEmail } from '../templates/render-email.ts';
import { ByteCap } from './byte-cap.ts';
import type { MailAddress } from './mail-address.ts';

/** A file as it is sent along. */
export interface Attachment {
  readonly fileName: string;
  readonly contentType: string;
  /** Opened when the message is read that far. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** All there is to one message. */
export interface OutgoingMessage extends RenderedEmail {
  readonly emailId: string;
  readonly messageId: string;
  readonly template: string;
  readonly date: Date;
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly attachments: readonly Attachment[];
}

/** A message as bytes on their way. */
export interface ComposedMessage {
  readonly emailId: string;
  readonly createdAt: Date;
  readonly from: string;
  readonly to: string;
  /** The encoded message; fails with EMAIL_TOO_LARGE at the byte after the last allowed one. */
  readonly stream: Readable;
  /** Bytes that have come out of `stream`. */
  readonly sentBytes: () => number;
}

/**
 * Makes a MIME message (RFC 5322, 2045) of text, HTML and attachments, encoded while it is read:
 * no attachment is ever in memory as a whole. No value can begin a header: addresses are checked,
 * names and subject are on one line, everything else stands in a body.
 */
export function composeMessage(message: OutgoingMessage): ComposedMessage {
  const node = new MailComposer({
    from: message.from,
    to: message.to,
    subject: oneLine(message.subject, 1_000),
    messageId: message.messageId,
    date: message.date,
    text: message.text,
    html: message.html,
    headers: {
      // Nobody's absence note answers to a program (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      'X-LexiFlow-Template': message.template,
    },
    attachments: message.attachments.map(({ fileName, contentType, open }) => ({
      filename: oneLine(fileName.replaceAll(/[/\\]/g, '_'), 200),
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType)
        ? contentType
        : 'application/octet-stream',
      // As they are: a text would be given other line ends.
      contentTransferEncoding: 'base64',
      content: Readable.from(open(), { objectMode: false }),
    })),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const cap = new ByteCap(emailLimits.messageBytes, () => emailErrors.tooLarge());
  return {
    emailId: message.emailId,
    createdAt: message.date,
    from: message.from.address,
    to: message.to.address,
    stream: pipeline(node.createReadStream(), cap, () => undefined),
    sentBytes: () => cap.bytes,
  };
}
