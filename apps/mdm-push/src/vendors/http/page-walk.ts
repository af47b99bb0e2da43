import { DeliveryProblem } from '../delivery-problem.ts';

/** More than any list has: one that goes on for longer has no end. */
const pagesMax = 2_000;

/**
 * Walks through a list page by page until `next` says that there is no more. Throws `vendor-answer-unexpected` for a list
 * that comes back to a page that it had, or does not end: a part of it must not be taken for all.
 */
export const walkPages = async <Page>(
  what: string,
  read: (page: number) => Promise<Page>,
  next: (page: Page) => string | undefined,
): Promise<readonly Page[]> => {
  const pages: Page[] = [];
  const known = new Set<string>();
  for (;;) {
    const page = await read(pages.length);
    pages.push(page);
    const place = next(page);
    if (place === undefined) return pages;
    if (known.has(place)) throw endless(what, 'comes back to a page that it had');
    if (pages.length >= pagesMax) throw endless(what, `has more than ${pagesMax} pages`);
    known.add(place);
  }
};

export const endless = (what: string, why: string): DeliveryProblem =>
  new DeliveryProblem('vendor-answer-unexpected', `${what}: the list ${why}`);
