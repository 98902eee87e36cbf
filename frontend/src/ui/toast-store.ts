import { MAX_TOASTS, TOAST_MS, UNDO_TOAST_MS } from './ui.limits.ts';

/** A short notice; `undo` adds a button that takes the action back. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly detail?: string;
  readonly tone: 'plain' | 'error';
  readonly undo?: () => void;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a notice, dropping the oldest above the bound; it leaves by itself after a while. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): void {
  const id = nextId++;
  const shown: Toast = { tone: 'plain', ...toast, id };
  publish([...toasts, shown].slice(-MAX_TOASTS));
  setTimeout(() => dismissToast(id), toast.undo ? UNDO_TOAST_MS : TOAST_MS);
}

/** Takes a notice away. */
export function dismissToast(id: number): void {
  if (toasts.some((toast) => toast.id === id)) publish(toasts.filter((toast) => toast.id !== id));
}

/** The notices shown now. */
export function currentToasts(): readonly Toast[] {
  return toasts;
}

/** Calls `listener` after every change until the returned function is called. */
export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
