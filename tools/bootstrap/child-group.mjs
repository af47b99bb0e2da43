export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Signals a child that was started `detached` and everything that it started in turn. */
export function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Ctrl-C, while the child runs, ends its whole group with `signal`, and then us. Returns what to call when it has ended. */
export function endGroupWithUs(child, signal) {
  const stop = (received) => {
    signalGroup(child, signal);
    release();
    process.kill(process.pid, received);
  };
  const release = () => endingSignals.forEach((each) => process.removeListener(each, stop));
  endingSignals.forEach((each) => process.on(each, stop));
  return release;
}
