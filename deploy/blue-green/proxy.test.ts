import { describe, expect, it } from 'vitest';
import type { ProxyDoor } from './proxy.ts';
import { Proxy } from './proxy.ts';

/** An nginx that takes up what stands in its file, unless told to refuse or to ignore it. */
function fakeNginx(how: { refuses?: boolean; ignores?: boolean } = {}) {
  let file = 'default blue;';
  let loaded = file;
  const steps: string[] = [];
  const door: ProxyDoor = {
    read: async () => file,
    write: async (text) => {
      steps.push('write');
      file = text;
    },
    test: async () => {
      steps.push('test');
      if (how.refuses) throw new Error('host not found in upstream');
    },
    reload: async () => {
      steps.push('reload');
      if (!how.ignores) loaded = file;
    },
  };
  const proxy = new Proxy({
    door,
    address: (colour) => `api-${colour}:3000`,
    routeNow: async () => /default (\S+);/.exec(loaded)?.[1] ?? null,
    pause: async () => undefined,
  });
  return { proxy, steps, file: () => file, loaded: () => loaded };
}

describe('the switch', () => {
  it('is tested before it is loaded, and over when nginx answers with it', async () => {
    const nginx = fakeNginx();
    await nginx.proxy.switchTo({ colour: 'green', backup: 'blue' });
    expect(nginx.steps).toEqual(['write', 'test', 'reload']);
    expect(nginx.loaded()).toContain('default green-on-trial;');
  });

  it('is never loaded when nginx refuses it, and the file is as before', async () => {
    const nginx = fakeNginx({ refuses: true });
    const switched = nginx.proxy.switchTo({ colour: 'green', backup: null });
    await expect(switched).rejects.toThrow('host not found');
    expect(nginx.steps).toEqual(['write', 'test', 'write']);
    expect(nginx.file()).toBe('default blue;');
  });

  it('is taken back when it does not come to hold', async () => {
    const nginx = fakeNginx({ ignores: true });
    const switched = nginx.proxy.switchTo({ colour: 'green', backup: null });
    await expect(switched).rejects.toThrow('did not take up the route green');
    expect(nginx.file()).toBe('default blue;');
    expect(nginx.steps.slice(-2)).toEqual(['write', 'reload']);
  });
});
