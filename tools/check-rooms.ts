import { posix } from 'node:path';
import { findImports } from './find-imports.ts';
import { backwards, environmentReaders, rooms } from './rooms.js';
import type { Room } from './rooms.js';
import { isTest } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

/** Every broken room rule as `path:line: rule`. Tests are free to reach where they need. */
export function checkRooms(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !isTest(path) && !isTestSupport(path))
    .flatMap((file) => [...importProblems(file), ...environmentProblems(file)]);
}

/** The room that holds a path: the longest folder above it. */
export function roomOf(path: string): Room | undefined {
  return rooms
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .reduce<Room | undefined>(
      (best, room) => (best !== undefined && best.folder.length > room.folder.length ? best : room),
      undefined,
    );
}

function importProblems(file: SourceFile): string[] {
  const room = roomOf(file.path);
  if (room === undefined) return [];
  return findImports(file.text).flatMap(({ specifier, line }) => {
    const rule = brokenRule(file.path, room, specifier);
    return rule === null ? [] : [`${file.path}:${line}: ${rule}`];
  });
}

function brokenRule(path: string, room: Room, specifier: string): string | null {
  if (specifier.startsWith('node:')) {
    return room.node ? null : `${room.folder} may not import ${specifier}: it runs without Node`;
  }
  const target = projectPath(path, specifier);
  if (target === null) return packageRule(room, specifier);
  const other = roomOf(target);
  if (other === undefined || other === room) return layerRule(path, target);
  if (!room.imports.includes('any') && !room.imports.includes(other.folder)) {
    const listed = room.imports.join(', ') || 'no other room';
    return `${room.folder} may not import ${other.folder} (it may import ${listed})`;
  }
  const isOpen = other.doors === undefined || other.doors.some((door) => fits(target, door));
  const isComposer = room.imports.includes('any');
  if (isOpen || isComposer) return null;
  return `${target} is an inner file of ${other.folder} (its doors: ${other.doors?.join(', ')})`;
}

/** The project path that a specifier names, null for an npm package. */
function projectPath(path: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const own = /^@lexiflow\/(memory|memory-nestjs|contracts)$/.exec(specifier);
  return own === null ? null : `packages/${own[1]}/src/index.ts`;
}

function packageRule(room: Room, specifier: string): string | null {
  if (specifier.startsWith('@lexiflow/')) {
    return `${specifier} is not a door: a package is imported by its name alone`;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (room.packages === 'any' || room.packages.includes(name)) return null;
  return `${room.folder} may not import the package ${name}`;
}

function layerRule(path: string, target: string): string | null {
  const broken = backwards.find(([from, to]) => fits(path, from) && fits(target, to));
  if (broken === undefined) return null;
  return `${broken[0]} may not import ${broken[1]}: the way is controller, service, repository`;
}

function environmentProblems({ path, text }: SourceFile): string[] {
  if (!/^(backend\/src|packages|monitoring)\//.test(path)) return [];
  if (environmentReaders.some((folder) => path.startsWith(`${folder}/`))) return [];
  return text.split('\n').flatMap((line, index) => {
    if (!/\bprocess\.env\b/.test(line.replace(/(\/\/|^\s*\*).*$/, ''))) return [];
    return [
      `${path}:${index + 1}: only ${environmentReaders.slice(0, 2).join(' and ')} read process.env`,
    ];
  });
}

function fits(path: string, pattern: string): boolean {
  const name = posix.basename(path);
  if (!pattern.startsWith('*')) return name === pattern;
  return name.endsWith(pattern.slice(1));
}

function isTestSupport(path: string): boolean {
  return path.includes('/testing/') || path.includes('/bench/');
}
