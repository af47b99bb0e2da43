/** The pages of an organization in their order, and the key that follows `g` to go there. */
export const organizationPages = [
  { to: '/organizations/$organizationId', name: 'Overview', key: 'o' },
  { to: '/organizations/$organizationId/set-up', name: 'Set up', key: 's' },
  { to: '/organizations/$organizationId/tokens', name: 'Tokens', key: 't' },
  { to: '/organizations/$organizationId/rotations', name: 'Rotation', key: 'r' },
  { to: '/organizations/$organizationId/devices', name: 'Devices', key: 'd' },
  { to: '/organizations/$organizationId/connections', name: 'Connections', key: 'c' },
  { to: '/organizations/$organizationId/policy', name: 'Policy', key: 'p' },
  { to: '/organizations/$organizationId/activity', name: 'Activity', key: 'a' },
] as const;
