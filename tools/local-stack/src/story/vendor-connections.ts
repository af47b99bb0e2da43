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

export const vendorNames = ['mobileiron', 'workspaceOne', 'intune'] as const;

const askTenant = async (url: string, method: 'GET' | 'POST'): Promise<unknown> => {
  const response = await fetch(url, {
    method,
    ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: '{}' }),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (!response.ok) throw new Error(`The simulator at ${url} answered ${response.status}`);
  return response.json();
};

export const describeConnections = async ({
  stack,
}: Pick<StoryContext, 'stack'>): Promise<TypedInConnection[]> =>
  Promise.all(
    vendorNames.map(async (vendor) =>
      tenants[vendor].parse(await askTenant(`${stack.description.simulators[vendor]}/__sim/tenant`, 'GET')),
    ),
  );

/** A tenant that nobody else writes into, and what is typed in to connect it. */
export interface NewTenant {
  readonly vendor: VendorName;
  readonly tenant: string;
  readonly connection: TypedInConnection;
}

const tenantIdSchema = z.object({ tenant: z.string() });

export const newTenant = async (
  { stack }: Pick<StoryContext, 'stack'>,
  vendor: VendorName,
): Promise<NewTenant> => {
  const told = await askTenant(`${stack.description.simulators[vendor]}/__sim/tenants`, 'POST');
  return { vendor, tenant: tenantIdSchema.parse(told).tenant, connection: tenants[vendor].parse(told) };
};
