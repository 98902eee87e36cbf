/** Texts of the console's own error codes. */
export const apiMessages = {
  CONSOLE_SERVER_UNREACHABLE: {
    detail: (status: number) =>
      status === 0 ? 'The server did not answer' : `The server is not reachable (HTTP ${status})`,
    hint: 'Check the network connection and that the server runs, then try again.',
  },
  CONSOLE_ANSWER_UNREADABLE: {
    detail: (status: number) => `The answer could not be read (HTTP ${status})`,
    hint: 'Reload the page. If it happens again, tell the operator what you did.',
  },
} as const;
