import type {
  findDeviceRoute,
  findOrganizationRoute,
  findPolicyRoute,
  findUsageRoute,
  listConnectionsRoute,
  listDevicesRoute,
  listDeliveriesRoute,
  listMdmVendorsRoute,
  listOrganizationsRoute,
  listSessionsRoute,
  listTokensRoute,
  whoAmIRoute,
} from '@mdm-gate/contracts';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { DevicesFilter } from '../pages/devices/devices-filter.ts';
import { call } from './call.ts';
import { whileOnFirstPage } from './query-client.ts';

const minuteMs = 60_000;

export const whoAmI = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) =>
    (await call<typeof whoAmIRoute>({ method: 'GET', path: '/session', signal })).body,
  refetchInterval: minuteMs,
});

export const sessions = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) =>
    (await call<typeof listSessionsRoute>({ method: 'GET', path: '/sessions', signal })).body.items,
});

export const organizations = infiniteQueryOptions({
  queryKey: ['organizations'],
  initialPageParam: undefined as string | undefined,
  queryFn: async ({ signal, pageParam }) =>
    (
      await call<typeof listOrganizationsRoute>({
        method: 'GET',
        path: '/organizations',
        query: { cursor: pageParam, limit: 100 },
        signal,
      })
    ).body,
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  refetchInterval: whileOnFirstPage,
});

export const organization = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId],
    queryFn: async ({ signal }) =>
      (
        await call<typeof findOrganizationRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}',
          params: { organizationId },
          signal,
        })
      ).body,
  });

export const policy = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'policy'],
    queryFn: ({ signal }) =>
      call<typeof findPolicyRoute>({
        method: 'GET',
        path: '/organizations/{organizationId}/policy',
        params: { organizationId },
        signal,
      }),
  });

export const tokens = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: ['organization', organizationId, 'tokens'],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }) =>
      (
        await call<typeof listTokensRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/mdm-tokens',
          params: { organizationId },
          query: { cursor: pageParam, limit: 50 },
          signal,
        })
      ).body,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: whileOnFirstPage,
  });

export const connections = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'connections'],
    queryFn: async ({ signal }) =>
      (
        await call<typeof listConnectionsRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/mdm-connections',
          params: { organizationId },
          signal,
        })
      ).body.items,
  });

export const deliveries = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'deliveries'],
    queryFn: async ({ signal }) =>
      (
        await call<typeof listDeliveriesRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/deliveries',
          params: { organizationId },
          signal,
        })
      ).body.items,
    // What is under way is watched closely.
    refetchInterval: ({ state }) =>
      state.data?.some(({ state: each }) => each === 'wanted' || each === 'accepted') === true
        ? 2_000
        : 10_000,
  });

/** Changes with a new version of the product only. */
export const vendorForms = queryOptions({
  queryKey: ['mdm-vendors'],
  queryFn: async ({ signal }) =>
    (await call<typeof listMdmVendorsRoute>({ method: 'GET', path: '/mdm-vendors', signal })).body,
  staleTime: Infinity,
  refetchInterval: false,
});

export const devices = (organizationId: string, filter: DevicesFilter) =>
  infiniteQueryOptions({
    queryKey: ['organization', organizationId, 'devices', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ signal, pageParam }) =>
      (
        await call<typeof listDevicesRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/devices',
          params: { organizationId },
          query: { ...filter, cursor: pageParam, limit: 50 },
          signal,
        })
      ).body,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: whileOnFirstPage,
  });

export const device = (organizationId: string, deviceId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'device', deviceId],
    queryFn: async ({ signal }) =>
      (
        await call<typeof findDeviceRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/devices/{deviceId}',
          params: { organizationId, deviceId },
          signal,
        })
      ).body,
  });

export const usage = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'usage'],
    queryFn: async ({ signal }) =>
      (
        await call<typeof findUsageRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/usage',
          params: { organizationId },
          signal,
        })
      ).body,
  });
