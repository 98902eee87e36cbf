import type { RenderContext } from './render-email.ts';
import type { Block } from './template.ts';

/** The plain text of an email: what is read where HTML is not. */
export function renderText(
  blocks: readonly Block[],
  { recipientName, consoleUrl }: RenderContext,
): string {
  const parts = blocks.map((block) => textOf(block, consoleUrl));
  const name = controlFree(recipientName).replaceAll('\n', ' ');
  return [`Hello ${name},`, ...parts, '-- \nLexiFlow', ''].join('\n\n');
}

/** A link into the console; throws for a path that leads elsewhere. */
export function consoleLink(consoleUrl: string, path: string): string {
  const base = new URL(consoleUrl);
  const link = new URL(path, base);
  if (link.origin !== base.origin) throw new Error(`The path ${path} leads out of the console`);
  return link.href;
}

function textOf(block: Block, consoleUrl: string): string {
  switch (block.kind) {
    case 'text':
      return controlFree(block.text);
    case 'facts':
      return block.facts.map(([label, value]) => `${label}: ${controlFree(value)}`).join('\n');
    case 'items':
      return block.items
        .map(({ text, path }) =>
          path === undefined
            ? `- ${controlFree(text)}`
            : `- ${controlFree(text)}\n  ${consoleLink(consoleUrl, path)}`,
        )
        .join('\n');
    case 'action':
      return `${block.label}: ${consoleLink(consoleUrl, block.path)}`;
  }
}

/** Line breaks stay, other controls go: no bell, no escape sequence reaches a terminal. */
function controlFree(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)\p{Cc}/gu, ' ')
    .toWellFormed();
}
