import { claimedRoles, roleMapSchema } from './claimed-roles.ts';

describe('the roles in an access token', () => {
  it.each([
    ['a list', { mdm_gate_roles: ['acme:viewer'] }, 'mdm_gate_roles'],
    ['one text', { mdm_gate_roles: 'acme:viewer' }, 'mdm_gate_roles'],
    ['a list with odd entries', { mdm_gate_roles: [null, 7, {}, 'acme:viewer'] }, 'mdm_gate_roles'],
    ['app roles of Entra ID', { roles: ['acme:viewer'] }, 'roles'],
    ['groups of Okta', { groups: ['acme:viewer'] }, 'groups'],
    ['realm roles of Keycloak', { realm_access: { roles: ['acme:viewer'] } }, 'realm_access.roles'],
    [
      'client roles of Keycloak',
      { resource_access: { 'mdm-gate': { roles: ['acme:viewer'] } } },
      'resource_access.mdm-gate.roles',
    ],
    [
      'a claim with dots in its name',
      { 'https://example.com/roles': ['acme:viewer'] },
      'https://example.com/roles',
    ],
  ])('are read from %s', (_, payload, path) => {
    expect(claimedRoles(payload, path, undefined)).toEqual(['acme:viewer']);
  });

  it.each([{}, { roles: null }, { roles: { a: 1 } }, { roles: 7 }, null])('are none in %j', (payload) => {
    expect(claimedRoles(payload, 'roles', undefined)).toEqual([]);
  });

  it('are what the map says, and nothing that it does not name', () => {
    const map = roleMapSchema.parse(
      '{"MDM admins": ["acme:administrator", "beta:viewer"], "ops": "platform-administrator"}',
    );
    const payload = { groups: ['MDM admins', 'Everyone', 'ops', 'acme:administrator', 'toString'] };
    expect(claimedRoles(payload, 'groups', map)).toEqual([
      'acme:administrator',
      'beta:viewer',
      'platform-administrator',
    ]);
  });

  it.each(['', 'x', '[]', '{"a": 7}', '{"": "acme:viewer"}'])('have no map in %j', (text) => {
    expect(roleMapSchema.safeParse(text).success).toBe(false);
  });
});
