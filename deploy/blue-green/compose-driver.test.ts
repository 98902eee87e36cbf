import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ComposeDriver } from './compose-driver.ts';
import { readSettings } from './settings.ts';

// A `docker` on the PATH that writes down how it was called and answers from a table.
const FAKE = `#!/bin/sh
# One write for each line: two calls may come at once.
printf '%s\\n' "$*" >> "$FAKE_FOLDER/calls"
case "$*" in
  *"exec -T nginx sh -c"*) cat > "$FAKE_FOLDER/written" ;;
  *"exec -T nginx cat"*) printf 'before' ;;
  *" -t -q"*) [ ! -e "$FAKE_FOLDER/refuses" ] || { echo 'host not found in upstream' >&2; exit 1; } ;;
  *"ps --quiet"*) [ -e "$FAKE_FOLDER/gone" ] || echo 4f2a ;;
  *IPAddress*) echo '172.30.77.5 172.31.0.7 ' ;;
  *RestartCount*) echo 2 ;;
  *MemPerc*) cat "$FAKE_FOLDER/memory" ;;
esac
`;

let folder: string;
let path: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-docker-'));
  writeFileSync(join(folder, 'docker'), FAKE);
  chmodSync(join(folder, 'docker'), 0o755);
  writeFileSync(join(folder, 'memory'), '91.40%\n');
  path = process.env['PATH'];
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  process.env['FAKE_FOLDER'] = folder;
});
afterEach(() => {
  process.env['PATH'] = path;
  delete process.env['FAKE_FOLDER'];
  rmSync(folder, { recursive: true });
});

const driver = () =>
  new ComposeDriver(
    readSettings({
      BLUE_GREEN_FOLDER: join(folder, 'state'),
      BLUE_GREEN_COMPOSE_FILE: 'stack.yml',
      BLUE_GREEN_DRAIN_MS: '15000',
    }),
  );
const versions = () => join(folder, 'state', 'versions.env');
const inFolder = (name: string) => readFileSync(join(folder, name), 'utf8');

/** The calls so far, without what they have in common. */
function calls(): string[] {
  const files = existsSync('.env') ? `--env-file .env ` : '';
  const common = `compose --file stack.yml ${files}--env-file ${versions()} `;
  return inFolder('calls')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(common, 'COMPOSE '));
}

describe('the driver of Compose', () => {
  it('makes a colour from a version and nothing else of the stack', async () => {
    await driver().start('green', '1.4.0');
    expect(calls()).toEqual(['COMPOSE up --detach --no-deps --no-build api-green']);
    expect(readFileSync(versions(), 'utf8')).toBe('LEXIFLOW_VERSION_GREEN=1.4.0\n');
  });

  it('keeps the version of the other colour', async () => {
    await driver().start('blue', '1.3.0');
    await driver().start('green', '1.4.0');
    await driver().start('blue', '1.5.0');
    expect(readFileSync(versions(), 'utf8')).toBe(
      'LEXIFLOW_VERSION_GREEN=1.4.0\nLEXIFLOW_VERSION_BLUE=1.5.0\n',
    );
  });

  it('starts the container that was stopped when it is to be as before', async () => {
    await driver().start('blue', null);
    expect(calls()).toEqual(['COMPOSE start api-blue']);
  });

  it('refuses a version that is not a tag before it calls anything', async () => {
    await expect(driver().start('green', '1.0\nADMIN_TOKEN=x')).rejects.toThrow('not the tag');
    expect(existsSync(join(folder, 'calls'))).toBe(false);
  });

  it('lets a colour drain when it is stopped', async () => {
    await driver().stop('blue');
    expect(calls()).toEqual(['COMPOSE stop --timeout 15 api-blue']);
  });

  it('finds a colour by the address of its container', async () => {
    expect(await driver().url('green')).toBe('http://172.30.77.5:3000');
    expect(calls()).toEqual([
      'COMPOSE ps --quiet --status running api-green',
      'inspect --format {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}} 4f2a',
    ]);
    expect(driver().address('green')).toBe('api-green:3000');
  });

  it('reads memory and restarts of a container', async () => {
    expect(await driver().figures('green')).toEqual({ memoryRatio: 0.914, restarts: 2 });
    expect(calls().slice(1).toSorted()).toEqual([
      'inspect --format {{.RestartCount}} 4f2a',
      'stats --no-stream --format {{.MemPerc}} 4f2a',
    ]);
  });

  it('has no figure of memory for a container between two starts', async () => {
    writeFileSync(join(folder, 'memory'), '0.00%\n');
    expect(await driver().figures('green')).toEqual({ memoryRatio: null, restarts: 2 });
  });

  it('has no address and no figures of a container that is not there', async () => {
    writeFileSync(join(folder, 'gone'), '');
    expect(await driver().url('green')).toBeNull();
    expect(await driver().figures('green')).toEqual({ memoryRatio: null, restarts: null });
  });

  it('reads, replaces, tests and reloads the switch inside the container of nginx', async () => {
    const { door } = driver();
    expect(await door.read()).toBe('before');
    await door.write('upstream api {}\n');
    expect(inFolder('written')).toBe('upstream api {}\n');
    await door.test();
    await door.reload();
    const active = '/etc/nginx/active/upstreams.conf';
    const nginx = 'COMPOSE exec -T nginx nginx -p /tmp/ -c /etc/nginx/nginx.conf';
    expect(calls()).toEqual([
      `COMPOSE exec -T nginx cat ${active}`,
      `COMPOSE exec -T nginx sh -c cat > ${active}.next && mv ${active}.next ${active}`,
      `${nginx} -t -q`,
      `${nginx} -s reload`,
    ]);
  });

  it('says what nginx said when it refuses the configuration', async () => {
    writeFileSync(join(folder, 'refuses'), '');
    await expect(driver().door.test()).rejects.toThrow('host not found in upstream');
  });
});
