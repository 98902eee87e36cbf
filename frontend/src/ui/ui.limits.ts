/** Notices shown at once; the oldest goes first. */
export const MAX_TOASTS = 4;

/** Milliseconds a notice stays; one that can be undone stays longer. */
export const TOAST_MS = 5_000;
export const UNDO_TOAST_MS = 10_000;

/** Scroll positions remembered for going back; the oldest goes first. */
export const MAX_KEPT_SCROLLS = 50;

/** Milliseconds between two keys of a sequence such as `g c`. */
export const SEQUENCE_MS = 1_200;

/** Milliseconds after the last key before a search box asks the server. */
export const TYPING_PAUSE_MS = 180;

/** Rows kept mounted above and below the visible part of a long list. */
export const OVERSCAN_ROWS = 8;

/** Rows that one bulk action changes: the results of all are kept on the screen. */
export const MAX_SELECTED_ROWS = 500;
