import { type Answer, at, call, type Call, textAt } from '../simulators.fixture.ts';

export interface IntuneClient {
  readonly tenant: unknown;
  readonly graph: (path: string, options?: Call) => Promise<Answer>;
}

export const KEY = 'PINGID_MDM_TOKEN';

export async function fetchToken(
  url: string,
  tenant: unknown,
  scope = 'https://graph.microsoft.com/.default',
): Promise<Answer> {
  return call(`${url}/${textAt(tenant, 'tenantId')}/oauth2/v2.0/token`, {
    form: {
      grant_type: 'client_credentials',
      scope,
      client_id: textAt(tenant, 'clientId'),
      client_secret: textAt(tenant, 'clientSecret'),
    },
  });
}

/** A client of the first tenant, with its token. */
export async function intuneClient(url: string): Promise<IntuneClient> {
  const { json: tenant } = await call(`${url}/__sim/tenant`);
  const { json: token } = await fetchToken(url, tenant);
  const authorization = `Bearer ${textAt(token, 'access_token')}`;
  return {
    tenant,
    graph: (path, options = {}) =>
      call(path.startsWith('http') ? path : `${url}${path}`, {
        ...options,
        headers: { authorization, ...options.headers },
      }),
  };
}

export function iosPolicyBody(tenant: unknown, token: string): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.iosMobileAppConfiguration',
    displayName: 'PingID token (iOS)',
    description: 'made by a spec',
    targetedMobileApps: [at(tenant, 'apps', 'ios', 'id')],
    settings: [{ appConfigKey: KEY, appConfigKeyType: 'stringType', appConfigKeyValue: token }],
  };
}

export function androidPayload(packageId: string, token: string): string {
  const payload = {
    kind: 'androidenterprise#managedConfiguration',
    productId: packageId,
    managedProperty: [{ key: KEY, valueString: token }],
  };
  return Buffer.from(JSON.stringify(payload)).toString('base64');
}

export function androidPolicyBody(tenant: unknown, token: string): Record<string, unknown> {
  const packageId = `app:${textAt(tenant, 'apps', 'android', 'appId')}`;
  return {
    '@odata.type': '#microsoft.graph.androidManagedStoreAppConfiguration',
    displayName: 'PingID token (Android)',
    description: 'made by a spec',
    profileApplicability: 'default',
    targetedMobileApps: [at(tenant, 'apps', 'android', 'id')],
    roleScopeTagIds: ['0'],
    packageId,
    payloadJson: androidPayload(packageId, token),
    permissionActions: [],
    connectedAppsEnabled: false,
  };
}

export const CONFIGURATIONS = 'deviceAppManagement/mobileAppConfigurations';
export const CAST_ASSIGN = 'microsoft.graph.managedDeviceMobileAppConfiguration/assign';

export const toGroup = (groupId: unknown): unknown => ({
  assignments: [{ target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId } }],
});
