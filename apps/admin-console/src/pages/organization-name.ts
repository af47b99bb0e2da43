import { useQuery } from '@tanstack/react-query';
import { organization } from '../api/queries.ts';

/** How the organization is called; blank until it is known, as an id that is replaced at once would only flash. */
export const useOrganizationName = (organizationId: string): string => {
  const { data, failureReason } = useQuery(organization(organizationId));
  return data?.name ?? (failureReason === null ? '\u00a0' : organizationId);
};
