import type { listAuditEventsRoute, listCheckCountsRoute, verifyAuditEventsRoute } from '@mdm-gate/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { auditQueryOf, type ActivityFilter } from '../pages/activity/activity-filter.ts';
import { call } from './call.ts';

export const auditEvents = (organizationId: string, filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['organization', organizationId, 'audit-events', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }) =>
      (
        await call<typeof listAuditEventsRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/audit-events',
          params: { organizationId },
          query: { ...auditQueryOf(filter), cursor: pageParam, limit: 50 },
          signal,
        })
      ).body,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: false,
  });

export const checkCounts = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'check-counts'],
    queryFn: async ({ signal }) =>
      (
        await call<typeof listCheckCountsRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/check-counts',
          params: { organizationId },
          signal,
        })
      ).body,
  });

export const auditVerification = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'audit-verification'],
    queryFn: async ({ signal }) =>
      (
        await call<typeof verifyAuditEventsRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/audit-events/verification',
          params: { organizationId },
          signal,
          isLong: true,
        })
      ).body,
    refetchInterval: false,
    enabled: false,
    // Begun by a person only: not again because one try failed.
    retry: false,
  });
