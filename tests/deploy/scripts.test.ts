import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.build']);

/** Every shell script below a folder of the project, also those without an extension in .ci. */
function shellScripts(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return shellScripts(path);
    return path.endsWith('.sh') || path === '.ci/run' ? [path] : [];
  });
}

describe('shell scripts', () => {
  it('pass shellcheck', (context) => {
    const scripts = shellScripts();
    expect(scripts).toContain('backend/scripts/start-production-memory-optimized.sh');
    const { error, stdout } = spawnSync('shellcheck', ['--format=gcc', ...scripts], {
      cwd: root,
      encoding: 'utf8',
    });
    if (error !== undefined && process.env['CI'] === undefined)
      context.skip('shellcheck is not installed');
    expect(error).toBeUndefined();
    expect(stdout).toBe('');
  });
});

describe('the start on Windows', () => {
  const read = (name: string): string => readFileSync(join(root, 'backend/scripts', name), 'utf8');

  it.each(['start-prod-memory-optimized.bat', 'start-production-memory-optimized.ps1'])(
    '%s sets NODE_OPTIONS aside and calls the same launcher',
    (name) => {
      const text = read(name);
      expect(text).toContain('LEXIFLOW_NODE_OPTIONS');
      expect(text).toMatch(/node_modules\\node\\bin\\node\.exe/);
      expect(text).toMatch(/bin\\lexiflow\.mjs['"]\)? start "?--(production|\$Environment)/);
    },
  );

  it('answers with the exit status of the launcher', () => {
    expect(read('start-prod-memory-optimized.bat')).toMatch(/^exit \/b %ERRORLEVEL%$/m);
    expect(read('start-production-memory-optimized.ps1')).toMatch(/^exit \$LASTEXITCODE$/m);
  });

  it('refuses another environment', () => {
    const { status, stderr } = spawnSync(
      join(root, 'backend/scripts/start-production-memory-optimized.sh'),
      ['staging'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(64);
    expect(stderr).toContain('unknown environment staging');
  });
});
