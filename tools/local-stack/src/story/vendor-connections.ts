import type { newMdmConnectionSchema } from '@mdm-gate/contracts';
import { z } from 'zod';
import type { StoryContext, VendorName } from './story-context.ts';

/** What an administrator types in to add a connection. */
export type TypedInConnection = z.input<typeof newMdmConnectionSchema>;

const requestTimeoutMs = 10_000;

/** What the administrator of each MDM looks up in its console; here its simulator tells. */
const tenants = {
  mobileiron: z
    .object({ apiUrl: z.string(), userName: z.string(), password: z.string(), tokenAttribute: z.string() })
    .transform((tenant) => ({
      name: 'MobileIron',
      vendor: 'ivanti-neurons' as const,
      settings: { apiUrl: tenant.apiUrl, attribute: tenant.tokenAttribute },
      credentials: { username: tenant.userName, password: tenant.password },
    })),
  workspaceOne: z
    .object({
      apiUrl: z.string(),
      tokenUrl: z.string(),
      oauth: z.object({ clientId: z.string(), clientSecret: z.string() }),
    })
    .transform((tenant) => ({
      name: 'Workspace ONE UEM',
      vendor: 'workspace-one' as const,
      settings: { apiUrl: tenant.apiUrl, tokenUrl: tenant.tokenUrl },
      credentials: { clientId: tenant.oauth.clientId, clientSecret: tenant.oauth.clientSecret },
    })),
  intune: z
    .object({
      tenantId: z.string(),
      graphUrl: z.string(),
      loginUrl: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      staffGroupId: z.string(),
    })
    .transform((tenant) => ({
      name: 'Microsoft Intune',
      vendor: 'intune' as const,
      settings: {
        tenantId: tenant.tenantId,
        graphUrl: tenant.graphUrl,
        loginUrl: tenant.loginUrl,
        assignToGroupIds: [tenant.staffGroupId],
      },
      credentials: { clientId: tenant.clientId, clientSecret: tenant.clientSecret },
    })),
} satisfies Record<VendorName, z.ZodType<TypedInConnection>>;

export const describeConnections = async ({ stack }: StoryContext): Promise<TypedInConnection[]> =>
  Promise.all(
    (['mobileiron', 'workspaceOne', 'intune'] as const).map(async (vendor) => {
      const response = await fetch(`${stack.description.simulators[vendor]}/__sim/tenant`, {
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      if (!response.ok) throw new Error(`The ${vendor} simulator answered ${response.status}`);
      return tenants[vendor].parse(await response.json());
    }),
  );
