const channel = 'mdm-gate-signed-in';

/** Tells the other tabs of this console that there is a session again. */
export const signedInAgain = {
  tell: (): void => {
    const tabs = new BroadcastChannel(channel);
    tabs.postMessage('signed in');
    tabs.close();
  },
  listen: (heard: () => void): (() => void) => {
    const tabs = new BroadcastChannel(channel);
    tabs.onmessage = heard;
    return () => {
      tabs.close();
    };
  },
};
