import type { testConnectionRoute } from '@mdm-gate/contracts';
import { call } from './call.ts';
import { useChange } from './change.ts';

/** Looks at an MDM now: whether it has what it needs. Given the id of the connection. */
export const useTest = (organizationId: string) =>
  useChange(organizationId, (connectionId: string) =>
    call<typeof testConnectionRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/test',
      params: { organizationId, connectionId },
    }),
  );
