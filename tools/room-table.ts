import { rooms } from './rooms.js';
import type { Room } from './rooms.js';

const BEGIN = '<!-- rooms:begin -->';
const END = '<!-- rooms:end -->';

/** The room rules as a Markdown table. */
export function roomTable(): string {
  return [
    '| room | may import | npm packages | open to others |',
    '| --- | --- | --- | --- |',
    ...rooms.map(
      (room) =>
        `| \`${room.folder}\` | ${importsOf(room)} | ${packagesOf(room)} | ${doorsOf(room)} |`,
    ),
  ].join('\n');
}

/** A page with the text between its two room markers replaced by the table; throws without markers. */
export function withRoomTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page lacks ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${roomTable()}\n\n${page.slice(end)}`;
}

function importsOf({ imports }: Room): string {
  if (imports.includes('any')) return 'every room';
  return imports.length === 0 ? 'none' : imports.map(short).join(', ');
}

function packagesOf({ packages, node }: Room): string {
  const names = packages === 'any' ? ['those it declares'] : packages;
  return [...(node ? ['`node:*`'] : []), ...names].join(', ') || 'none';
}

function doorsOf({ doors }: Room): string {
  if (doors === undefined) return 'every file';
  return doors.length === 0 ? 'nothing' : doors.map((door) => `\`${door}\``).join(', ');
}

function short(folder: string): string {
  return folder.replace(/^(backend|frontend)\/src\//, '').replace(/^packages\//, '@lexiflow/');
}
