import type { IntuneSetUp } from './intune.fixtures.ts';

export interface Policy {
  id: string;
  description: string;
  targetedMobileApps: string[];
  settings?: { appConfigKey: string; appConfigKeyType: string; appConfigKeyValue: string }[];
  encodedSettingXml?: string | null;
  payloadJson?: string | null;
}

/** A request to Graph, below deviceAppManagement, as an administrator's own script would send it. */
export const graph = async (
  { tenant }: IntuneSetUp,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> => {
  const { loginUrl, graphUrl, tenantId, clientId, clientSecret } = tenant.described;
  const form = {
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
    scope: `${graphUrl}/.default`,
  };
  const signIn = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  const response = await fetch(`${graphUrl}/beta/deviceAppManagement/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
};

export const policiesOf = async (setUp: IntuneSetUp): Promise<Policy[]> =>
  ((await graph(setUp, 'GET', 'mobileAppConfigurations')) as { value: Policy[] }).value;

/** The groups that the tenant's policies are assigned to. */
export const assignedGroups = async (setUp: IntuneSetUp): Promise<readonly string[]> => {
  const lists = await Promise.all(
    (await policiesOf(setUp)).map(({ id }) =>
      graph(setUp, 'GET', `mobileAppConfigurations/${id}/assignments`),
    ),
  );
  return lists.flatMap((list) =>
    (list as { value: { target: { groupId: string } }[] }).value.map(({ target }) => target.groupId),
  );
};
