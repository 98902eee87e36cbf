import type { CaseEmail } from '@lexiflow/contracts';
import type { FetchMessageObject, ImapFlow, MessageAddressObject } from 'imapflow';
import { readBounded } from '../../platform/outbound/read-bounded.ts';
import { htmlText } from './html-text.ts';
import { mailboxLimits } from './mailbox.limits.ts';
import { readStructure } from './read-structure.ts';
import { storable } from './storable.ts';

/** A message as it is kept. */
export interface FetchedMessage {
  readonly uid: number;
  readonly message_id: string | null;
  readonly sender: string;
  readonly recipients: string[];
  /** Every address it came to, also those that only the envelope's headers name. */
  readonly addresses: string[];
  readonly subject: string;
  readonly sent_at: string | null;
  readonly received_at: string;
  readonly headers: string;
  readonly body: string;
  readonly is_body_cut: boolean;
  readonly attachments: CaseEmail['attachments'];
}

const HEADERS = ['in-reply-to', 'references', 'delivered-to', 'x-original-to', 'reply-to', 'cc'];

/** Fetches messages in the order of their UIDs, one in memory at a time; those removed meanwhile are left out. */
export async function* fetchMessages(
  client: ImapFlow,
  uids: readonly number[],
): AsyncGenerator<FetchedMessage> {
  for (let start = 0; start < uids.length; start += mailboxLimits.chunkEntries) {
    const wanted = uids.slice(start, start + mailboxLimits.chunkEntries).join(',');
    const query = {
      uid: true,
      envelope: true,
      bodyStructure: true,
      internalDate: true,
      headers: HEADERS,
    };
    const found = await client.fetchAll(wanted, query, { uid: true });
    for (const message of found.toSorted((a, b) => a.uid - b.uid))
      yield await read(client, message);
  }
}

async function read(client: ImapFlow, message: FetchMessageObject): Promise<FetchedMessage> {
  const { envelope = {}, uid } = message;
  const { text, attachments } = readStructure(message.bodyStructure);
  const { body, isCut } = await bodyOf(client, uid, text);
  const headers = headersOf(message.headers);
  const named = [...(envelope.to ?? []), ...(envelope.cc ?? [])];
  const delivered = ['delivered-to', 'x-original-to'].flatMap((name) => headers[name] ?? []);
  const recipients = named.slice(0, mailboxLimits.recipientEntries).map(addressOf);
  return {
    uid,
    message_id: envelope.messageId === undefined ? null : storable(envelope.messageId, 998),
    sender: addressOf(envelope.from?.[0] ?? {}),
    recipients,
    addresses: [...named.map(({ address = '' }) => address), ...delivered],
    subject: storable(envelope.subject ?? '', mailboxLimits.subjectLength),
    sent_at: isoOf(envelope.date),
    received_at: isoOf(message.internalDate) ?? new Date().toISOString(),
    headers: JSON.stringify(headers),
    body,
    is_body_cut: isCut,
    attachments,
  };
}

async function bodyOf(
  client: ImapFlow,
  uid: number,
  text: { part: string; isHtml: boolean } | null,
): Promise<{ body: string; isCut: boolean }> {
  if (text === null) return { body: '', isCut: false };
  const limit = mailboxLimits.partBytes;
  const { content } = await client.download(String(uid), text.part, { uid: true, maxBytes: limit });
  if (content === undefined) return { body: '', isCut: false };
  // Decoding may make up to three bytes of one.
  const bytes = await readBounded(content, 4 * limit);
  const whole = text.isHtml ? htmlText(bytes.toString()) : bytes.toString();
  const body = storable(whole, mailboxLimits.textBytes);
  return { body, isCut: body.length < whole.length || bytes.length >= limit };
}

function headersOf(raw: Buffer | undefined): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  const lines = (raw ?? Buffer.alloc(0)).toString('latin1').replace(/\r?\n[ \t]+/g, ' ');
  for (const line of lines.slice(0, 16 * 1024).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || !HEADERS.includes(name)) continue;
    const values = (headers[name] ??= []);
    if (values.length < 10) values.push(storable(line.slice(colon + 1).trim(), 2000));
  }
  return headers;
}

function addressOf({ name = '', address = '' }: MessageAddressObject): string {
  const text = name === '' ? address : `${name} <${address}>`;
  return storable(text, mailboxLimits.addressLength);
}

function isoOf(date: Date | string | undefined): string | null {
  if (date === undefined) return null;
  const time = new Date(date).getTime();
  const isStorable = time > Date.UTC(1, 0, 1) && time < Date.UTC(9999, 0, 1);
  return isStorable ? new Date(time).toISOString() : null;
}
