/**
 * The flags of this process by which modules are found, for a process that is to load the same ones.
 * What opens a port or runs another program is left out.
 */
export function moduleFlags(): string[] {
  return process.execArgv.filter((flag) =>
    /^(--conditions=|--import=|--enable-source-maps|--experimental-)/.test(flag),
  );
}
