import { sortNodeOptions } from '../node-options.ts';
import { ok, problem, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const MIN_MAJOR = 22;
const TESTED_MAJORS = [24, 26];

/** Judges the Node version: 24 is what the project pins, 26 is tested as well, below 22 nothing starts. */
export function checkNodeVersion(version: string): Finding {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  if (TESTED_MAJORS.includes(major)) return ok('node', version);
  const advice = 'run `npm ci` and start through the npm scripts';
  if (major < MIN_MAJOR) return problem('node', `${version} is too old`, advice);
  return warning('node', `${version} is not one of those the project is tested on`, advice);
}

/** Judges every flag of a NODE_OPTIONS text; one finding for each that Node would refuse. */
export function checkNodeOptions(text: string): Finding[] {
  const { refused, kept, maxOldSpaceMb, maxSemiSpaceMb } = sortNodeOptions(
    text,
    process.allowedNodeEnvironmentFlags,
  );
  if (refused.length > 0) {
    return refused.map(({ flag, reason }) => problem('NODE_OPTIONS', flag, reason));
  }
  const sizes = [
    ...(maxOldSpaceMb === null ? [] : [`old space ${maxOldSpaceMb} MB`]),
    ...(maxSemiSpaceMb === null ? [] : [`semi-space ${maxSemiSpaceMb} MB`]),
  ];
  return [ok('NODE_OPTIONS', [...sizes, ...kept].join(' ') || 'not set')];
}
