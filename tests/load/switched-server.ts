import { createServer, type Server } from 'node:http';
import { buildSmallRoute, variants, type Variant } from './small-route.ts';

/** A server whose small route can be had with the library and without. */
export interface SwitchedServer {
  /** Does not listen yet. */
  readonly server: Server;
  readonly path: string;
  /** Header of that name, if the route wants one. */
  readonly authorization?: string;
  /** A leak detective runs where it is served with the library. */
  readonly isWatched: boolean;
  /** Changes what the next requests are served with; at first it is nothing. */
  serve(withLibrary: boolean): Promise<void>;
}

/** A variant of the small route and the one without it, behind one server. */
export async function switchedSmallRoute(variant: Variant): Promise<SwitchedServer> {
  const bare = await buildSmallRoute(variants[variant]);
  const own = await buildSmallRoute(variant);
  await own.detective?.stop();
  let serving = bare;
  return {
    server: createServer((request, response) => serving.app.routing(request, response)),
    path: '/small',
    isWatched: own.detective !== null,
    async serve(withLibrary) {
      await serving.detective?.stop();
      serving = withLibrary ? own : bare;
      serving.detective?.start();
    },
  };
}
