import { useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { connections, deliveries, policy, tokens, usage } from '../../api/queries.ts';
import { rotations } from '../../api/rotations.ts';
import type { Seen } from './seen.ts';

type Parts = { readonly [Name in keyof Seen]: Seen[Name] | undefined };

const isWhole = (parts: Parts): parts is Seen => Object.values(parts).every((part) => part !== undefined);

const failureIn = (queries: readonly Pick<UseQueryResult, 'failureReason'>[]): Error | null =>
  queries.find(({ failureReason }) => failureReason !== null)?.failureReason ?? null;

const itemsOf = <Item>(
  read: { readonly pages: readonly { readonly items: readonly Item[] }[] } | undefined,
): readonly Item[] | undefined => read?.pages.flatMap(({ items }) => items);

/** All that an organization's state follows from, as soon as all of it is there. */
export const useSeen = (organizationId: string) => {
  const rule = useQuery(policy(organizationId));
  const made = useInfiniteQuery(tokens(organizationId));
  const mdms = useQuery(connections(organizationId));
  const arrived = useQuery(deliveries(organizationId));
  const counted = useQuery(usage(organizationId));
  const turning = useInfiniteQuery(rotations(organizationId));
  const parts: Parts = {
    policy: rule.data?.body,
    tokens: itemsOf(made.data),
    connections: mdms.data,
    deliveries: arrived.data,
    usage: counted.data,
    rotations: itemsOf(turning.data),
  };
  const all = [rule, made, mdms, arrived, counted, turning];
  return {
    data: isWhole(parts) ? parts : undefined,
    failureReason: failureIn(all),
    dataUpdatedAt: Math.min(...all.map(({ dataUpdatedAt }) => dataUpdatedAt)),
  };
};
