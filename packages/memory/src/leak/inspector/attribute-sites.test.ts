import { expect, it } from 'vitest';
import { attributeSites } from './attribute-sites.ts';
import { inspectorLimits } from './inspector.limits.ts';
import type { ProfileNode } from './sampling-profile.ts';

let ids = 0;
function node(place: string, selfSize: number, children: ProfileNode[] = []): ProfileNode {
  const [functionName = '', url = ''] = place.split('@');
  const callFrame = { functionName, url, lineNumber: 1, columnNumber: 0 };
  return { callFrame, selfSize, id: ++ids, children };
}

function sitesOf(children: ProfileNode[], top = 10) {
  const head = node('(root)@', 0, children);
  const samples = children.flatMap(function all(each): { nodeId: number }[] {
    const below = each.children.flatMap(all);
    return each.selfSize > 0 ? [{ nodeId: each.id }, ...below] : below;
  });
  return attributeSites({ head, samples }, top).map(
    ({ frame, stack, liveBytes, samples: count }) =>
      `${frame.functionName}<${stack[0]!.functionName} ${liveBytes} ${count}`,
  );
}

it('gives a library’s and Node’s allocations to the nearest own function, with the leaf’s name', () => {
  const sites = sitesOf([
    node('handle@file:///app/a.js', 0, [
      node('emit@node:events', 0, [
        node('remember@file:///app/b.js', 10, [
          node('set@file:///app/node_modules/lru/index.js', 100, [node('push@', 50)]),
        ]),
      ]),
    ]),
  ]);
  expect(sites).toEqual(['remember<set 160 3']);
});

it('adds up the same function on different stacks and puts the largest first', () => {
  const make = (bytes: number) => node('make@file:///app/a.js', bytes);
  const sites = sitesOf([
    node('one@file:///app/b.js', 30, [make(10)]),
    node('two@file:///app/b.js', 1, [make(40)]),
  ]);
  expect(sites).toEqual(['make<make 50 2', 'one<one 30 1', 'two<two 1 1']);
});

it('names the function itself where none of the application is on the stack', () => {
  expect(sitesOf([node('start@node:internal/main', 5)])).toEqual(['start<start 5 1']);
});

it('answers no more than it was asked for', () => {
  const many = Array.from({ length: 20 }, (_, i) => node(`f${i}@file:///app/${i}.js`, i + 1));
  expect(sitesOf(many, 2)).toEqual(['f19<f19 20 1', 'f18<f18 19 1']);
});

it('tells the stack that allocated most, from the function that allocated to the first caller', () => {
  const make = (bytes: number) => node('make@file:///app/a.js', 0, [node('push@', bytes)]);
  const tree = [
    node('rare@file:///app/b.js', 0, [make(10)]),
    node('listen@node:net', 0, [node('often@file:///app/c.js', 0, [make(40)])]),
  ];
  const [site] = attributeSites({ head: node('(root)@', 0, tree), samples: [] }, 1);
  const names = site!.stack.map(({ functionName }) => functionName);
  expect(names).toEqual(['push', 'make', 'often', 'listen']);
});

it('tells no more of a stack than its first frames', () => {
  let deep = node('leaf@file:///app/a.js', 1);
  for (let i = 0; i < 40; i++) deep = node(`caller${i}@file:///app/a.js`, 0, [deep]);
  const [site] = attributeSites({ head: node('(root)@', 0, [deep]), samples: [] }, 1);
  expect(site!.stack).toHaveLength(inspectorLimits.stackFrames.value);
  expect(site!.stack[0]!.functionName).toBe('leaf');
});
