/** The parts of `navigator` that name a browser. */
export interface DeviceFacts {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly platform: string;
    readonly brands: ReadonlyArray<{ readonly brand: string; readonly version: string }>;
  };
}

const BROWSERS = [
  ['Edge', /Edg\/(\d+)/],
  ['Firefox', /Firefox\/(\d+)/],
  ['Chrome', /Chrome\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari/],
] as const;

const SYSTEMS = [
  ['iOS', /iPhone|iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
] as const;

/** What a session's device is called: user agents in a few words, other names as they are. */
export function deviceName(device: string): string {
  return device.startsWith('Mozilla/') ? describeDevice({ userAgent: device }) : device;
}

/** Browser and system in a few words, such as `Firefox 140 on Linux`, for the list of sessions. */
export function describeDevice({ userAgent, userAgentData }: DeviceFacts): string {
  const brand = userAgentData?.brands.findLast(({ brand: name }) => !/not.?a.?brand/i.test(name));
  const browser =
    brand === undefined ? firstMatch(BROWSERS, userAgent) : `${brand.brand} ${brand.version}`;
  const system = userAgentData?.platform ?? firstMatch(SYSTEMS, userAgent);
  const words = [browser, system].filter(Boolean).join(' on ');
  return (words === '' ? userAgent : words).slice(0, 120);
}

function firstMatch(
  kinds: ReadonlyArray<readonly [string, RegExp]>,
  text: string,
): string | undefined {
  for (const [name, pattern] of kinds) {
    const match = pattern.exec(text);
    if (match) return match[1] === undefined ? name : `${name} ${match[1]}`;
  }
  return undefined;
}
