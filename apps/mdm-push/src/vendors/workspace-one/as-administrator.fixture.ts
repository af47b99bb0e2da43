import type { WorkspaceOneSetUp } from './workspace-one.fixtures.ts';

export interface Rules {
  assignments: {
    distribution: { description?: string };
    application_configuration: { key: string; value: string }[];
  }[];
}

/** The assignments of an app, the iOS app unless told, as an administrator's own script would read and replace them. */
export const asAdministrator = async (
  { tenant }: WorkspaceOneSetUp,
  method: 'GET' | 'PUT',
  { body, uuid = tenant.described.apps.ios.uuid }: { body?: object; uuid?: string } = {},
): Promise<Rules> => {
  const { apiUrl, basic, tenantCode } = tenant.described;
  const response = await fetch(`${apiUrl}/api/mam/apps/${uuid}/assignment-rules`, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${basic.userName}:${basic.password}`)}`,
      'aw-tenant-code': tenantCode,
      accept: 'application/json;version=2',
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} answered ${response.status}: ${await response.text()}`);
  return method === 'GET' ? ((await response.json()) as Rules) : { assignments: [] };
};
