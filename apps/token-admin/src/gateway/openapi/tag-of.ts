import type { RouteContract } from '@mdm-gate/contracts';

/** The thing that an operation is about, from its path: `/organizations/{organizationId}/mdm-tokens/…` is of MDM tokens. */
export const tagOf = ({ path }: RouteContract): string => {
  const [first = '', , second] = path.split('/').filter((segment) => segment !== '');
  const name = (second ?? first).replaceAll('-', ' ').replace(/^mdm\b/, 'MDM');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
};
