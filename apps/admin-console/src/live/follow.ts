const firstPauseMs = 1_000;
const pauseMaxMs = 30_000;

/** What is listened to, and what is done with what is heard. */
export interface Following {
  readonly address: string;
  /** The name of the event that is waited for. */
  readonly event: string;
  readonly heard: () => void;
}

/**
 * Listens to server-sent events until it is stopped. A browser comes back by itself when a connection breaks, and never again
 * when it was refused, as by a proxy whose server is away: then it is tried anew, with growing pauses. What happened
 * meanwhile was not heard, so that a new connection counts as an event.
 */
export const follow = ({ address, event, heard }: Following): (() => void) => {
  let source: EventSource;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  let isBack = false;
  const open = (): void => {
    source = new EventSource(address);
    source.addEventListener(event, heard);
    source.addEventListener('open', () => {
      pauseMs = firstPauseMs;
      if (isBack) heard();
      isBack = true;
    });
    source.addEventListener('error', () => {
      isBack = true;
      if (source.readyState !== EventSource.CLOSED) return;
      waiting = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
    });
  };
  open();
  return () => {
    clearTimeout(waiting);
    source.close();
  };
};
