import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly workspaces: readonly string[];
  readonly dependencies: { readonly node: string };
};
const dockerfile = read('backend/Dockerfile.production').replaceAll('\\\n', ' ');
const lines = dockerfile.split('\n').filter((line) => /^[A-Z]/.test(line));

/** Instructions of one stage, without its FROM. */
function stage(name: string): string[] {
  const start = lines.findIndex((line) => line.endsWith(` AS ${name}`));
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('FROM '));
  return end === -1 ? rest : rest.slice(0, end);
}

describe('backend/Dockerfile.production', () => {
  it('builds with the Node version that the lock pins for the runtime', () => {
    expect(lines).toContain(`ARG BUILD_IMAGE=node:${manifest.dependencies.node}-trixie-slim`);
    expect(dockerfile).toMatch(/^ARG BASE_IMAGE=debian:\d+\.\d+-slim$/m);
    const bases = lines
      .filter((line) => line.startsWith('FROM '))
      .map((line) => line.split(' ')[1]);
    for (const base of bases) expect(base).toMatch(/^(\$\{(BUILD|BASE)_IMAGE\}|manifests)$/);
  });

  it('installs with the manifest of every workspace, as the lock expects it', () => {
    for (const folder of manifest.workspaces)
      expect(stage('manifests')).toContain(`COPY ${folder}/package.json ${folder}/`);
  });

  it('puts production dependencies alone into the image', () => {
    const copies = stage('server').filter((line) => line.startsWith('COPY'));
    expect(copies).toEqual([
      'COPY --from=dependencies /app/node_modules node_modules',
      'COPY --from=build /out ./',
    ]);
    expect(stage('dependencies').join()).toContain('npm ci --omit=dev --workspace=backend');
  });

  it.each(['server', 'web', 'memory-monitor'])('%s does not run as root and is checked', (name) => {
    const instructions = stage(name);
    const user = instructions.findLast((line) => line.startsWith('USER '));
    expect(user).toMatch(/^USER (10001:10001|www-data)$/);
    const after = instructions.slice(instructions.indexOf(user ?? '') + 1);
    expect(after.some((line) => line.startsWith('RUN '))).toBe(false);
    expect(instructions.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  it('starts the server without a shell or npm in front of it', () => {
    expect(stage('server')).toContain('ENTRYPOINT ["/app/backend/bin/lexiflow.sh"]');
    expect(stage('server')).toContain('CMD ["start", "--production"]');
    const wrapper = read('backend/bin/lexiflow.sh').trimEnd().split('\n');
    expect(wrapper.at(-1)).toMatch(/^exec "\$node" /);
  });

  it('is sent no secret, no installed package and no earlier build', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const pattern of ['.git', '**/node_modules', '**/dist', '**/.env', '**/.env.*'])
      expect(ignored).toContain(pattern);
  });
});
