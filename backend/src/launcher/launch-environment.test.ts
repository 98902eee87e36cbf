import { expect, it } from 'vitest';
import { launchEnvironment } from './launch-environment.ts';

it('moves heap sizes of NODE_OPTIONS to the variables of the plan', () => {
  const { env } = launchEnvironment({ NODE_OPTIONS: '--max-old-space-size=700 --no-deprecation' });
  expect(env).toEqual({ NODE_OPTIONS: '--no-deprecation', NODE_MAX_OLD_SPACE_SIZE: '700' });
});

it('lets the variable win over the flag', () => {
  const { env } = launchEnvironment({
    NODE_OPTIONS: '--max-old-space-size=700',
    NODE_MAX_OLD_SPACE_SIZE: '300',
  });
  expect(env).toEqual({ NODE_MAX_OLD_SPACE_SIZE: '300' });
});

it('takes out what a wrapper script set aside and Node would refuse', () => {
  const { env, refused } = launchEnvironment({
    LEXIFLOW_NODE_OPTIONS: '--optimize-for-size',
    PORT: '1',
  });
  expect(env).toEqual({ PORT: '1' });
  expect(refused.map(({ flag }) => flag)).toEqual(['--optimize-for-size']);
});

it('makes a production start a production environment', () => {
  expect(launchEnvironment({}, { isProduction: true }).env).toEqual({ NODE_ENV: 'production' });
});
