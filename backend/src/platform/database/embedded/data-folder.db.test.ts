import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { createGzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineMajor, prepareFolder } from './data-folder.ts';
import { extractTar } from './extract-tar.ts';
import { packTar } from './pack-tar.ts';
import { tarHeader } from './tar-header.ts';

describe('a folder that is packed and unpacked', () => {
  let parent: string;
  let source: string;
  let target: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'lexiflow-tar-'));
    source = join(parent, 'source');
    target = join(parent, 'target');
    await mkdir(join(source, 'base', 'empty'), { recursive: true });
    await writeFile(join(source, 'PG_VERSION'), '18\n');
    await writeFile(join(source, 'base', 'nothing'), '');
    await writeFile(join(source, 'base', 'record'), 'x'.repeat(512));
    await writeFile(join(source, 'base', 'large'), 'y'.repeat(200_001));
  });

  afterEach(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  const packed = async (): Promise<Buffer> => Buffer.concat(await Array.fromAsync(packTar(source)));

  const expectSame = async (): Promise<void> => {
    for (const name of ['PG_VERSION', 'base/nothing', 'base/record', 'base/large']) {
      expect((await readFile(join(target, name))).equals(await readFile(join(source, name)))).toBe(
        true,
      );
    }
    expect((await stat(join(target, 'base', 'empty'))).isDirectory()).toBe(true);
  };

  it.each([1, 100, 511, 512, 65_536])(
    'is the same when read in pieces of %i bytes',
    async (size) => {
      const bytes = (await packed()).subarray(0, size === 1 ? 4_000 : undefined);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      if (size === 1) {
        await expect(extractTar(Readable.from(pieces), target)).rejects.toThrow(
          'ends in the middle',
        );
        return;
      }
      await extractTar(Readable.from(pieces), target);
      await expectSame();
    },
  );

  it('has modes that PostgreSQL accepts', async () => {
    await extractTar(packTar(source), target);
    expect((await stat(target)).mode & 0o777).toBe(0o700);
    expect((await stat(join(target, 'base', 'record'))).mode & 0o777).toBe(0o600);
  });

  it('does not write outside of its folder', async () => {
    const header = tarHeader({ name: '../stolen', bytes: 0, isFolder: false });
    const bytes = Buffer.concat([header, Buffer.alloc(1_024)]);
    await expect(extractTar(Readable.from([bytes]), target)).rejects.toThrow(
      'outside of its folder',
    );
  });

  it('becomes a data folder from a template, also after an attempt that was killed', async () => {
    const template = join(parent, 'template.tar.gz');
    await pipeline(packTar(source), createGzip(), createWriteStream(template));
    await mkdir(`${target}.new/base`, { recursive: true });
    await writeFile(`${target}.new/base/half`, 'torn');
    await prepareFolder(target, template);
    await expectSame();
    await expect(stat(join(target, 'base', 'half'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(stat(`${target}.new`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('leaves an existing database alone', async () => {
    await mkdir(target);
    await writeFile(join(target, 'PG_VERSION'), `${engineMajor}\n`);
    await prepareFolder(target, join(parent, 'no-such-template'));
    expect(await readdir(target)).toEqual(['PG_VERSION']);
  });
});
