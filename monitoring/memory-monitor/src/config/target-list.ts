import { monitorLimits } from '../monitor.limits.ts';
import type { TargetConfig } from './monitor-config.ts';
import { isUrl, type VariableReader } from './variable-reader.ts';

const NAME = /^[a-z0-9][a-z0-9_.-]{0,62}$/;

/** The targets that the lists name, in the order of their first mention. */
export function readTargets(variables: VariableReader): TargetConfig[] {
  const isFolder = (text: string): boolean =>
    text
      .split('|')
      .every((path) => /^[^/*][^*]*?(\/\*)?$/.test(path) && !path.split('/').includes('..'));
  const isAddress = (text: string): boolean => isUrl(text, ['http:']);
  const cgroups = readList(variables, 'MONITOR_CGROUPS', isFolder, 'a folder below the root');
  const metrics = readList(variables, 'MONITOR_METRICS', isAddress, 'an address with http:');
  const health = readList(variables, 'MONITOR_HEALTH', isAddress, 'an address with http:');
  const names = [...new Set([...cgroups.keys(), ...metrics.keys(), ...health.keys()])];
  const isTarget = (text: string): boolean => names.includes(text);
  const peers = readList(variables, 'MONITOR_PEERS', isTarget, 'the name of a target');
  for (const name of peers.keys())
    if (!isTarget(name)) variables.problems.push(`MONITOR_PEERS: ${name} is no target`);
  if (names.length === 0)
    variables.problems.push('MONITOR_CGROUPS, MONITOR_METRICS, MONITOR_HEALTH: one must be set');
  if (names.length > monitorLimits.targets.value)
    variables.problems.push(`at most ${monitorLimits.targets.value} targets are watched`);
  const isRatio = (text: string): boolean => Number(text) > 0 && Number(text) <= 1;
  const own = readList(variables, 'MONITOR_WARNING_RATIOS', isRatio, 'a number from 0 to 1');
  for (const name of own.keys())
    if (!isTarget(name)) variables.problems.push(`MONITOR_WARNING_RATIOS: ${name} is no target`);
  const warningRatio = variables.number('MONITOR_WARNING_RATIO', 0.8, 0.01, 1);
  return names.map((name) => {
    const otherColour = colourPeer(name);
    return {
      name,
      cgroup: cgroups.get(name) ?? null,
      metricsUrl: metrics.get(name) ?? null,
      healthUrl: health.get(name) ?? null,
      peer: peers.get(name) ?? (isTarget(otherColour) ? otherColour : null),
      warningRatio: Number(own.get(name) ?? warningRatio),
    };
  });
}

/** `api-green` for `api-blue` and the other way round; the empty text for a name without colour. */
function colourPeer(name: string): string {
  if (name.endsWith('-green')) return name.replace(/green$/, 'blue');
  return name.endsWith('-blue') ? name.replace(/blue$/, 'green') : '';
}

/** `name=value` pairs, separated by blanks or commas. */
function readList(
  variables: VariableReader,
  variable: string,
  isGood: (value: string) => boolean,
  accepted: string,
): Map<string, string> {
  const list = new Map<string, string>();
  const text = variables.text(variable, '');
  if (text.length > monitorLimits.configTextBytes.value) {
    variables.problems.push(`${variable} is longer than ${monitorLimits.configTextBytes.value}`);
    return list;
  }
  for (const pair of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
    const problem = !NAME.test(name)
      ? 'NAME=VALUE is accepted, the name in a-z, 0-9, dot, hyphen'
      : list.has(name)
        ? `${name} is named twice`
        : isGood(value)
          ? null
          : `${accepted} is accepted`;
    if (problem === null) list.set(name, value);
    else variables.problems.push(`${variable}: ${pair}: ${problem}`);
  }
  return list;
}
