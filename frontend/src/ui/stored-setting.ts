/** A setting of this browser, or `null` when it is unset or storage is blocked. */
export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a setting in this browser, `null` removes it; without storage it lasts until reload. */
export function writeSetting(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Storage is blocked: the setting still holds for this page.
  }
}
