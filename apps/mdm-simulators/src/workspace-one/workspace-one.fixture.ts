import { type Answer, call, type Call, textAt } from '../simulators.fixture.ts';

export interface UemClient {
  readonly tenant: unknown;
  readonly uem: (path: string, options?: Call & { version?: number }) => Promise<Answer>;
}

/** A client of the first tenant, with its token. */
export async function uemClient(url: string): Promise<UemClient> {
  const { json: tenant } = await call(`${url}/__sim/tenant`);
  const { json: token } = await call(`${url}/connect/token`, {
    form: {
      grant_type: 'client_credentials',
      client_id: textAt(tenant, 'oauth', 'clientId'),
      client_secret: textAt(tenant, 'oauth', 'clientSecret'),
    },
  });
  return {
    tenant,
    uem: (path, { version = 1, ...options } = {}) =>
      call(`${url}${path}`, {
        ...options,
        headers: {
          authorization: `Bearer ${textAt(token, 'access_token')}`,
          accept: `application/json;version=${version}`,
          ...options.headers,
        },
      }),
  };
}
