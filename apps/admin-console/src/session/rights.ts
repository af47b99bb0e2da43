import type { OrganizationRole } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { whoAmI } from '../api/queries.ts';
import { mayAct } from '../api/rights.ts';

/** Whether the person has that role in the organization. */
export const useMay = (organizationId: string, needed: OrganizationRole): boolean =>
  mayAct(useQuery(whoAmI).data, organizationId, needed);
