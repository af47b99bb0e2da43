import type { listDriftsRoute } from '@mdm-gate/contracts';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export const drifts = (organizationId: string, connectionId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId, 'deliveries', 'drifts', connectionId],
    queryFn: async ({ signal }) =>
      (
        await call<typeof listDriftsRoute>({
          method: 'GET',
          path: '/organizations/{organizationId}/mdm-connections/{connectionId}/drifts',
          params: { organizationId, connectionId },
          signal,
        })
      ).body.items,
  });
