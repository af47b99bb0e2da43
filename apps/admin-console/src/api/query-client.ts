import { QueryClient } from '@tanstack/react-query';
import { isApiProblem } from './api-problem.ts';

const triesMax = 3;

/** What time may mend is asked for again; what the gateway has decided is not. */
const mayMend = (error: unknown): boolean =>
  isApiProblem(error) && (error.code === 'unreachable' || (error.problem?.status ?? 0) >= 500);

/** Figures are read anew every ten seconds, and rest while the page is hidden. */
export const refetchEveryMs = 10_000;

/**
 * A list of which somebody has asked for more is left as it is while it is read: nothing moves under the eyes, and a hundred
 * pages are not asked for every ten seconds.
 */
export const whileOnFirstPage = ({ state: { data } }: { readonly state: { readonly data: Read } }) =>
  data !== undefined && data.pages.length > 1 ? false : refetchEveryMs;

type Read = { readonly pages: readonly unknown[] } | undefined;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      refetchInterval: refetchEveryMs,
      retry: (failures, error) => failures < triesMax && mayMend(error),
      // The gateway is asked whether or not the browser thinks that it is online: it may be on this machine.
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
