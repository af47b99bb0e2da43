import { Notice } from './notice.tsx';

/** Somebody else was faster: what is there now stands beside what one was about to save. */
export const ChangedMeanwhile = ({ what }: { readonly what: string }) => (
  <Notice tone="warn" title="Somebody else changed it while you were here.">
    It is now: <bdi>{what}</bdi>. Nothing was overwritten. What you entered is below; saving puts it in place
    of theirs.
  </Notice>
);
