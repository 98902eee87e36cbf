import { expect, it } from 'vitest';
import { checkRoutes } from './check-routes.ts';

const controller = (base: string, route: string, spec: string) => [
  {
    path: 'backend/src/x/x.controller.ts',
    text: `@Controller(${base})\nclass X {\n  ${route}\n  @Endpoint({\n${spec}  })\n  async get(): Promise<void> {}\n}`,
  },
];

it('names a route with an id that does not say who may know of it', () => {
  expect(checkRoutes(controller("'x'", "@Get(':id')", "summary: 'X',\n"))).toEqual([
    "backend/src/x/x.controller.ts: Get /x/:id does not say `ids: 'case' | 'own' | 'firm'`",
  ]);
  expect(checkRoutes(controller("'x/:id'", '@Post()', "summary: 'X',\n"))).toHaveLength(1);
});

it('passes a route that says it, and one without an id', () => {
  expect(checkRoutes(controller("'x'", "@Get(':id')", "ids: 'case', summary: 'X',\n"))).toEqual([]);
  expect(checkRoutes(controller("'x'", "@Get('all')", "summary: 'X',\n"))).toEqual([]);
  expect(checkRoutes([{ path: 'backend/src/x/x.service.ts', text: '' }])).toEqual([]);
});
