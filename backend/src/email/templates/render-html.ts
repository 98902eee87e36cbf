import { escapeHtml } from './escape-html.ts';
import type { RenderContext } from './render-email.ts';
import { consoleLink } from './render-text.ts';
import type { Block } from './template.ts';

const font = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px";
const body = `margin:0;padding:24px;background:#f5f6f8;color:#1b2430;${font};line-height:1.5`;
const card =
  'max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dfe3ea;border-radius:8px';
const button =
  'display:inline-block;padding:10px 16px;background:#1d4ed8;color:#ffffff;border-radius:6px;text-decoration:none';
const label =
  'padding:2px 16px 2px 0;color:#56616f;vertical-align:top;text-align:left;font-weight:400';

/** The HTML of an email: no picture, no script, no address but the console's. */
export function renderHtml(
  subject: string,
  blocks: readonly Block[],
  { recipientName, consoleUrl }: RenderContext,
): string {
  const parts = blocks.map((block) => htmlOf(block, consoleUrl));
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="${body}"><div style="${card}">`,
    `<p>Hello ${escapeHtml(recipientName)},</p>`,
    ...parts,
    '<p style="margin-bottom:0;color:#56616f;font-size:13px">LexiFlow</p>',
    '</div></body></html>',
    '',
  ].join('\n');
}

function htmlOf(block: Block, consoleUrl: string): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escapeHtml(block.text).replaceAll('\n', '<br>')}</p>`;
    case 'facts': {
      const rows = block.facts.map(
        ([name, value]) =>
          `<tr><th style="${label}">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
      );
      return `<table role="presentation" style="border-spacing:0;${font}">${rows.join('')}</table>`;
    }
    case 'items': {
      const items = block.items.map(({ text, path }) =>
        path === undefined
          ? `<li>${escapeHtml(text)}</li>`
          : `<li><a href="${escapeHtml(consoleLink(consoleUrl, path))}">${escapeHtml(text)}</a></li>`,
      );
      return `<ul style="padding-left:20px">${items.join('')}</ul>`;
    }
    case 'action': {
      const link = escapeHtml(consoleLink(consoleUrl, block.path));
      return `<p><a href="${link}" style="${button}">${escapeHtml(block.label)}</a></p>`;
    }
  }
}
