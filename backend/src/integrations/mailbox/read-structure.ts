import type { CaseEmail } from '@lexiflow/contracts';
import type { MessageStructureObject } from 'imapflow';
import { mailboxLimits } from './mailbox.limits.ts';
import { storable } from './storable.ts';

/** Where the text of a message stands, and what hangs on it. */
export interface MessageParts {
  readonly text: { readonly part: string; readonly isHtml: boolean } | null;
  readonly attachments: CaseEmail['attachments'];
}

/** Finds the first plain text, else the first HTML, and notes the attachments. Bounded in depth and number. */
export function readStructure(root: MessageStructureObject | undefined): MessageParts {
  let plain: string | null = null;
  let html: string | null = null;
  const attachments: CaseEmail['attachments'] = [];
  const visit = (node: MessageStructureObject, depth: number): void => {
    if (depth > 20) return;
    if (node.childNodes !== undefined && node.type.startsWith('multipart/')) {
      for (const child of node.childNodes) visit(child, depth + 1);
      return;
    }
    const part = node.part ?? '1';
    const name = node.dispositionParameters?.['filename'] ?? node.parameters?.['name'];
    const isText = node.disposition !== 'attachment' && name === undefined;
    if (isText && node.type === 'text/plain') plain ??= part;
    else if (isText && node.type === 'text/html') html ??= part;
    else if (attachments.length < mailboxLimits.attachmentEntries) {
      attachments.push({
        name: storable(name ?? node.type, mailboxLimits.nameLength),
        type: storable(node.type, mailboxLimits.nameLength),
        sizeBytes: node.size ?? 0,
      });
    }
  };
  if (root !== undefined) visit(root, 0);
  if (plain !== null) return { text: { part: plain, isHtml: false }, attachments };
  return { text: html === null ? null : { part: html, isHtml: true }, attachments };
}
