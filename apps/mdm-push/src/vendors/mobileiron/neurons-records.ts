import { endless, walkPages } from '../http/page-walk.ts';

interface Records {
  readonly received: number;
  /** Different ones, of all pages so far. */
  readonly known: number;
  readonly totalCount: number;
}

/**
 * Reads a list of Neurons to its end: `start` counts records, and pages are as long as the server likes. Throws
 * `vendor-answer-unexpected` for a list that ends before its own count.
 */
export const walkRecords = async (what: string, read: (start: number) => Promise<Records>): Promise<void> => {
  let start = 0;
  let known = 0;
  await walkPages(
    what,
    async () => {
      const page = await read(start);
      start += page.received;
      if (page.received > 0 && page.known === known) throw endless(what, 'comes back to a page that it had');
      ({ known } = page);
      const isEnd = page.received === 0 || start >= page.totalCount;
      if (isEnd && known < page.totalCount) throw endless(what, `ends after ${known} of ${page.totalCount}`);
      return isEnd ? undefined : String(start);
    },
    (next) => next,
  );
};
