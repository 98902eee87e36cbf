import type { Colour } from './colour.ts';

/** Who answers: `colour`, and while it is on trial `backup` takes reads whose connection failed. */
export interface Route {
  readonly colour: Colour;
  readonly backup: Colour | null;
}

/** The name of a route, as nginx answers it at /deployment/colour. */
export function routeName({ colour, backup }: Route): string {
  return backup === null ? colour : `${colour}-on-trial`;
}

/**
 * The text of nginx's active/upstreams.conf. Only colours that run may be named: nginx refuses a
 * configuration with a name that does not resolve.
 */
export function renderUpstreams(route: Route, address: (colour: Colour) => string): string {
  const { colour, backup } = route;
  // With a second server nginx leaves one that fails three times alone for five seconds.
  const servers =
    backup === null
      ? [`  server ${address(colour)};`]
      : [
          `  server ${address(colour)} max_fails=3 fail_timeout=5s;`,
          `  server ${address(backup)} backup;`,
        ];
  return [
    '# Written by deploy/blue-green.',
    "map '' $active_colour {",
    `  default ${routeName(route)};`,
    '}',
    '',
    'upstream api {',
    '  zone api 64k;',
    ...servers,
    '  keepalive 32;',
    // Below the 65 s of the application: nginx hangs up first.
    '  keepalive_timeout 50s;',
    '}',
    '',
    'upstream api_once {',
    `  server ${address(colour)};`,
    '}',
    '',
  ].join('\n');
}
