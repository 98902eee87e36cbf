import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { httpLimits } from '../../../backend/src/platform/http/http.limits.ts';
import { manifestFiles, readManifests } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { schemaProblem, unknownFields } from './manifest-problems.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const all = manifestFiles().flatMap(readManifests);

/** The one object of a kind, as far as the tests look into it. */
function only(kind: string): any {
  const found = all.filter((manifest) => manifest.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]?.object;
}

const changed = (manifest: Manifest, change: (object: any) => void): Manifest => {
  const object = structuredClone(manifest.object);
  change(object);
  return { ...manifest, object };
};

describe('the manifests of deploy/k8s', () => {
  it.each(all)('$file: $kind satisfies its schema', async (manifest) => {
    expect(await schemaProblem(manifest)).toBe(null);
  });

  it('have no field that Kubernetes does not know', () => {
    expect(unknownFields(all)).toEqual([]);
  });

  it('would not pass without a selector, or with a misspelt field', async () => {
    const deployment = all.find(({ kind }) => kind === 'Deployment') as Manifest;
    const bare = changed(deployment, (object) => delete object.spec.selector);
    expect(await schemaProblem(bare)).toContain('selector');
    const misspelt = changed(deployment, (object) => {
      object.spec.template.spec.containers[0].livenessprobe = {};
    });
    expect(unknownFields([misspelt]).join()).toMatch(/livenessprobe\W+does not exist/);
  });

  it('are listed in the kustomization, except for the Job', () => {
    const { resources } = parse(read('deploy/k8s/kustomization.yaml')) as { resources: string[] };
    const wanted = manifestFiles().filter((name) => name !== 'migration-job.yaml');
    expect(resources.toSorted()).toEqual(wanted);
  });

  it('name the version of the project everywhere', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const images = all.flatMap(({ object }) =>
      [...JSON.stringify(object).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image),
    );
    expect(new Set(images)).toEqual(new Set([`lexiflow-backend:${version}`]));
    expect(read('deploy/k8s/kustomization.yaml')).toContain(`newTag: ${version}`);
  });

  it('hold no secret', () => {
    expect(all.map(({ kind }) => kind)).not.toContain('Secret');
    const settings = Object.keys(only('ConfigMap').data);
    for (const name of settings) expect(name).not.toMatch(/TOKEN|PASSWORD|KEY|_URL$/);
    const template = read('backend/.env.production.template');
    for (const name of settings) expect(template).toContain(`${name}=`);
  });
});

describe('the deployment', () => {
  const { spec } = only('Deployment');
  const pod = spec.template.spec;
  const [container] = pod.containers;

  it('starts a container anew that ends itself for memory', () => {
    expect(only('ConfigMap').data.MEMORY_DRAIN).toBe('exit');
    // The default of a Deployment, and the only value it takes.
    expect(pod.restartPolicy ?? 'Always').toBe('Always');
  });

  it('selects its own pods, as the service, the budget, the policy and the monitor do', () => {
    const { labels } = spec.template.metadata;
    for (const selector of [
      spec.selector.matchLabels,
      only('Service').spec.selector,
      only('PodDisruptionBudget').spec.selector.matchLabels,
      ...pod.topologySpreadConstraints.map((each: any) => each.labelSelector.matchLabels),
    ])
      expect(labels).toMatchObject(selector);
    expect(only('Service').metadata.labels).toMatchObject(
      only('ServiceMonitor').spec.selector.matchLabels,
    );
    const { values } = only('NetworkPolicy').spec.podSelector.matchExpressions[0];
    expect(values).toContain(labels.app);
    expect(values).toContain(only('Job').spec.template.metadata.labels.app);
  });

  it('starts three replicas, of which the budget keeps two', () => {
    expect(spec.replicas).toBe(3);
    expect(only('PodDisruptionBudget').spec.minAvailable).toBe(2);
    expect(only('HorizontalPodAutoscaler').spec.minReplicas).toBe(3);
    expect(only('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe('lexiflow-backend');
  });

  it('probes paths that the server has', () => {
    const routes = read('backend/src/health/health.controller.ts');
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    const paths = probes.map(({ httpGet }) => httpGet.path);
    expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
    for (const path of paths) expect(routes).toContain(`'${path.split('/').at(-1)}'`);
  });

  it('grants the time that preStop, drain and close take', () => {
    const [command, seconds] = container.lifecycle.preStop.exec.command;
    expect(command).toBe('sleep');
    const needed = Number(seconds) * 1000 + httpLimits.drainMs + httpLimits.closeMs;
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(needed);
  });

  it('gives the ports their names, which service and monitor use', () => {
    expect(container.ports).toEqual([
      { name: 'http', containerPort: 3000 },
      { name: 'metrics', containerPort: 9090 },
    ]);
    expect(only('Service').spec.ports).toEqual([
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'metrics', port: 9090, targetPort: 'metrics' },
    ]);
    expect(only('ServiceMonitor').spec.endpoints[0]).toMatchObject({
      port: 'metrics',
      path: '/monitoring/metrics',
    });
  });

  it('scales by the working set and by a metric that the server exports', () => {
    const [memory, level] = only('HorizontalPodAutoscaler').spec.metrics;
    expect(memory.resource.name).toBe('memory');
    expect(read('docs/metrics.md')).toContain(`\`${level.pods.metric.name}\``);
  });

  it.each([
    ['server', () => only('Deployment')],
    ['migration', () => only('Job')],
  ])('runs the %s without root, without capabilities, on a read-only root', (_, object) => {
    const { securityContext, containers } = object().spec.template.spec;
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(containers[0].resources.requests.memory).toBe(containers[0].resources.limits.memory);
  });
});

describe('the alerts', () => {
  const { spec } = only('PrometheusRule');

  it('are accepted by promtool', (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'lexiflow-rules-'));
    writeFileSync(join(folder, 'rules.yml'), stringify(spec));
    const { error, status, stderr } = spawnSync('promtool', ['check', 'rules', 'rules.yml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    if (error !== undefined && process.env['CI'] === undefined)
      context.skip('promtool is not installed');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
