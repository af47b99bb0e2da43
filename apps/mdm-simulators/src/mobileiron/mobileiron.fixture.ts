import { type Answer, call, type Call, textAt } from '../simulators.fixture.ts';

export interface MobileironClient {
  readonly tenant: unknown;
  readonly api: (path: string, options?: Call) => Promise<Answer>;
}

/** A client of the tenant: the first, of Neurons, unless another is named. */
export async function mobileironClient(url: string, tenantId?: string): Promise<MobileironClient> {
  const { json: tenant } = await call(
    `${url}/__sim/tenant${tenantId === undefined ? '' : `?tenant=${tenantId}`}`,
  );
  const pair = `${textAt(tenant, 'userName')}:${textAt(tenant, 'password')}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return {
    tenant,
    api: (path, options = {}) =>
      call(`${url}${path}`, { ...options, headers: { authorization, ...options.headers } }),
  };
}
