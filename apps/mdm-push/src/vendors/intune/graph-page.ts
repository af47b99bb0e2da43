import { DeliveryProblem } from '../delivery-problem.ts';

/**
 * The path of the next page, from its link: undefined at the end. The access token goes to no other origin, whatever a
 * page says; in which letters the host is written and whether its usual port is named makes no other one.
 */
export const nextPage = (link: string | null | undefined, graphUrl: string): string | undefined => {
  if (link === undefined || link === null || link === '') return undefined;
  const next = URL.parse(link, graphUrl);
  if (next === null || next.origin !== URL.parse(graphUrl)?.origin || hasUser(next))
    throw new DeliveryProblem('vendor-answer-unexpected', 'The next page is on another host');
  return `${next.pathname}${next.search}`;
};

const hasUser = ({ username, password }: URL): boolean => `${username}${password}` !== '';
