/** Requests that go on until they are stopped. */
export interface SteadyRequests {
  readonly answered: number;
  /** Ends them and answers what went wrong, one text for each failed request. */
  stop(): Promise<string[]>;
}

/** Sends GET requests one after the other on so many ways at once; a status other than 200 is a failure. */
export function steadyRequests(url: string, ways: number): SteadyRequests {
  const failed: string[] = [];
  let answered = 0;
  let isGoingOn = true;
  const run = async (): Promise<void> => {
    while (isGoingOn) {
      try {
        const answer = await fetch(url);
        await answer.arrayBuffer();
        if (answer.ok) answered++;
        else failed.push(`status ${answer.status}`);
      } catch (error) {
        const { cause } = error as { cause?: { code?: string } };
        failed.push(cause?.code ?? String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const ended = Promise.all(Array.from({ length: ways }, run));
  return {
    get answered() {
      return answered;
    },
    async stop() {
      isGoingOn = false;
      await ended;
      return failed;
    },
  };
}
