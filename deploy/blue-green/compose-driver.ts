import { existsSync } from 'node:fs';
import type { Colour } from './colour.ts';
import type { Driver, Figures } from './driver.ts';
import type { ProxyDoor } from './proxy.ts';
import type { CommandOptions } from './run-command.ts';
import { runCommand } from './run-command.ts';
import { SavedVersions } from './saved-versions.ts';
import type { Settings } from './settings.ts';

const API_PORT = 3000;
const NGINX = ['nginx', '-p', '/tmp/', '-c', '/etc/nginx/nginx.conf'];
const ACTIVE = '/etc/nginx/active/upstreams.conf';

/** Written beside the file and moved: nginx never reads half of it. */
const WRITE_ACTIVE = `cat > ${ACTIVE}.next && mv ${ACTIVE}.next ${ACTIVE}`;

/**
 * The services `api-blue`, `api-green` and `nginx` of a Compose file, on the Docker engine of this
 * machine. Needs Docker Compose 2.17 or newer.
 */
export class ComposeDriver implements Driver {
  readonly #compose: readonly string[];
  readonly #versions: SavedVersions;
  readonly #drainSeconds: number;

  constructor({ composeFile, folder, drainMs }: Settings) {
    this.#versions = new SavedVersions(`${folder}/versions.env`);
    // The file of versions must win over .env, and naming one file turns .env off.
    const files = existsSync('.env') ? ['.env', this.#versions.file] : [this.#versions.file];
    this.#compose = [
      'docker',
      'compose',
      '--file',
      composeFile,
      ...files.flatMap((file) => ['--env-file', file]),
    ];
    this.#drainSeconds = Math.ceil(drainMs / 1000);
  }

  async start(colour: Colour, version: string | null): Promise<void> {
    if (version === null) return void (await this.#run(['start', `api-${colour}`]));
    this.#versions.save(colour, version);
    await this.#run(['up', '--detach', '--no-deps', '--no-build', `api-${colour}`]);
  }

  async stop(colour: Colour): Promise<void> {
    await this.#run(['stop', '--timeout', String(this.#drainSeconds), `api-${colour}`]);
  }

  address(colour: Colour): string {
    return `api-${colour}:${API_PORT}`;
  }

  /** By the address on the bridge, which a Linux host reaches although no port is published. */
  async url(colour: Colour): Promise<string | null> {
    const id = await this.#id(colour);
    if (id === '') return null;
    const addresses = await runCommand([
      'docker',
      'inspect',
      '--format',
      '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}',
      id,
    ]);
    const [address = ''] = addresses.trim().split(/\s+/);
    return address === '' ? null : `http://${address}:${API_PORT}`;
  }

  async figures(colour: Colour): Promise<Figures> {
    const id = await this.#id(colour);
    if (id === '') return { memoryRatio: null, restarts: null };
    const [restarts, share] = await Promise.all([
      runCommand(['docker', 'inspect', '--format', '{{.RestartCount}}', id]),
      // Without page cache; 0 while the container is between two starts.
      runCommand(['docker', 'stats', '--no-stream', '--format', '{{.MemPerc}}', id]),
    ]);
    const percent = Number.parseFloat(share);
    return {
      memoryRatio: Number.isFinite(percent) && percent > 0 ? percent / 100 : null,
      restarts: Number.parseInt(restarts, 10),
    };
  }

  readonly door: ProxyDoor = {
    read: () => this.#run(['exec', '-T', 'nginx', 'cat', ACTIVE]),
    write: async (input) => {
      await this.#run(['exec', '-T', 'nginx', 'sh', '-c', WRITE_ACTIVE], { input });
    },
    test: async () => {
      await this.#run(['exec', '-T', 'nginx', ...NGINX, '-t', '-q']);
    },
    reload: async () => {
      await this.#run(['exec', '-T', 'nginx', ...NGINX, '-s', 'reload']);
    },
  };

  async #id(colour: Colour): Promise<string> {
    return (await this.#run(['ps', '--quiet', '--status', 'running', `api-${colour}`])).trim();
  }

  #run(args: readonly string[], options: CommandOptions = {}): Promise<string> {
    return runCommand([...this.#compose, ...args], options);
  }
}
