import { emailLimits } from '../email.limits.ts';

/** What a delivery status notification says about one recipient (RFC 3464). */
export interface DeliveryStatus {
  /** `failed`, `delayed`, `delivered`, `relayed`, `expanded`. */
  readonly action: string;
  /** Enhanced status: `5.1.1`. */
  readonly status: string | null;
  /** The address as it was sent to; lower case. */
  readonly recipient: string | null;
  readonly diagnostic: string | null;
}

/** What a delivery status notification says. */
export interface DeliveryReport {
  /** The id that we gave the server when we sent the message (RFC 3461). */
  readonly envelopeId: string | null;
  /** Message-ID of the message it is about, with its angle brackets. */
  readonly messageId: string | null;
  readonly recipients: readonly DeliveryStatus[];
}

type Part = 'none' | 'status' | 'original';

/** Recipients of one report that are kept: each of our messages has one. */
const RECIPIENTS = 50;

/**
 * Reads a delivery status notification piece by piece and keeps only what it says: the fields of the
 * `message/delivery-status` part, and the Message-ID of the returned message. Holds at most 64 KB
 * and one line; never throws, whatever the bytes are.
 */
export class DsnReader {
  readonly #decoder = new TextDecoder('latin1');
  #rest = '';
  #part: Part = 'none';
  #isInHeaders = true;
  /** Content type of the headers being read; the message's own are the first. */
  #contentType = '';
  #isReport = false;
  #field: [name: string, value: string] | null = null;
  #heldBytes = 0;
  #envelopeId: string | null = null;
  #messageId: string | null = null;
  #group = new Map<string, string>();
  readonly #recipients: DeliveryStatus[] = [];

  /** Takes the next piece. */
  push(chunk: Uint8Array): void {
    const lines = this.#decoder.decode(chunk, { stream: true }).split('\n');
    for (const [index, text] of lines.entries()) {
      if (index > 0) this.#endLine();
      const room = emailLimits.bounceLineLength - this.#rest.length;
      if (room > 0) this.#rest += text.slice(0, room);
    }
  }

  /** What was read; null when it is no delivery status notification. */
  end(): DeliveryReport | null {
    this.#endLine();
    this.#endField();
    this.#endGroup();
    if (!this.#isReport || this.#recipients.length === 0) return null;
    return {
      envelopeId: this.#envelopeId,
      messageId: this.#messageId,
      recipients: this.#recipients,
    };
  }

  #endLine(): void {
    const line = this.#rest.replace(/\r$/, '');
    this.#rest = '';
    if (this.#isReport && /^--\S/.test(line)) return this.#beginPart();
    if (this.#part === 'status' && !this.#isInHeaders) return this.#statusLine(line);
    if (this.#part === 'original' && !this.#isInHeaders) return this.#originalLine(line);
    if (this.#isInHeaders) this.#headerLine(line);
  }

  #beginPart(): void {
    this.#endField();
    this.#endGroup();
    this.#part = 'none';
    this.#contentType = '';
    this.#isInHeaders = true;
  }

  #headerLine(line: string): void {
    if (line !== '') return this.#fieldLine(line);
    this.#endField();
    this.#isInHeaders = false;
    const type = this.#contentType;
    if (!this.#isReport) {
      this.#isReport = /^multipart\/report\b/.test(type) && /delivery-status/.test(type);
    } else if (/^message\/(?:global-)?delivery-status\b/.test(type)) {
      this.#part = 'status';
    } else if (/^(?:message\/(?:rfc822|global)|text\/rfc822-headers)/.test(type)) {
      this.#part = 'original';
    }
  }

  #statusLine(line: string): void {
    if (line !== '') return this.#fieldLine(line);
    this.#endField();
    this.#endGroup();
  }

  #originalLine(line: string): void {
    if (line !== '') return this.#fieldLine(line);
    this.#endField();
    // The body of the returned message tells nothing.
    this.#part = 'none';
  }

  #fieldLine(line: string): void {
    this.#heldBytes += line.length;
    if (this.#heldBytes > emailLimits.bounceHeldBytes) return;
    if (/^[ \t]/.test(line)) {
      const [name, value] = this.#field ?? ['', ''];
      if (value.length < emailLimits.bounceLineLength)
        this.#field = [name, `${value} ${line.trim()}`];
      return;
    }
    this.#endField();
    const colon = line.indexOf(':');
    if (colon > 0) this.#field = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }

  #endField(): void {
    const [name, value] = this.#field ?? ['', ''];
    this.#field = null;
    if (name === '') return;
    if (this.#part === 'status') {
      this.#group.set(name, value);
    } else if (this.#part === 'original') {
      if (name === 'message-id') this.#messageId ??= value;
    } else if (name === 'content-type') {
      this.#contentType = value.toLowerCase();
    }
  }

  /** A group of fields: the first is about the message, each further one about a recipient. */
  #endGroup(): void {
    const group = this.#group;
    if (group.size === 0) return;
    this.#group = new Map();
    this.#envelopeId ??= group.get('original-envelope-id') ?? null;
    const action = /^[a-z]+/.exec((group.get('action') ?? '').toLowerCase())?.[0];
    if (action === undefined || this.#recipients.length >= RECIPIENTS) return;
    const recipient = group.get('original-recipient') ?? group.get('final-recipient');
    this.#recipients.push({
      action,
      status: /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(group.get('status') ?? '')?.[1] ?? null,
      recipient: recipient === undefined ? null : addressOf(recipient),
      diagnostic: group.get('diagnostic-code') ?? null,
    });
  }
}

/** `rfc822; Jane@firm.example` without its type. */
function addressOf(field: string): string {
  const [, address = field] = /^[^;]{0,40};(.*)$/s.exec(field) ?? [];
  return address
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .toLowerCase();
}
