import type { AddressInfo } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';

/** A mailbox on a real IMAP server in this process, for one suite. */
export interface TestImap {
  readonly port: number;
  /** Puts a message in INBOX; line breaks become CRLF. */
  deliver(raw: string): void;
  /** Numbers the messages anew, as a server does after a restore. */
  renumber(): void;
  close(): Promise<void>;
}

export const testMailUser = { user: 'office', password: 'right' };

/** Starts a server with an empty INBOX and one user. */
export async function startTestImap(): Promise<TestImap> {
  const server = hoodiecrow({
    plugins: ['ID', 'UIDPLUS', 'NAMESPACE', 'AUTH-PLAIN', 'SASL-IR', 'LITERALPLUS'],
    storage: { INBOX: { messages: [] } },
    users: { [testMailUser.user]: { password: testMailUser.password } },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const inbox = () => server.getMailbox('INBOX');
  return {
    port,
    deliver: (raw) => void server.appendMessage('INBOX', [], false, raw.replace(/\r?\n/g, '\r\n')),
    renumber() {
      inbox().uidvalidity++;
      inbox().messages.forEach((message, index) => {
        message.uid = index + 101;
      });
      inbox().uidnext = inbox().messages.length + 101;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
