import type { OrganizationRole, WhoAmI } from '@mdm-gate/contracts';

const order: readonly OrganizationRole[] = ['viewer', 'operator', 'administrator'];

/** Whether somebody has at least that role in the organization. The server decides; this only keeps from offering in vain. */
export const mayAct = (me: WhoAmI | undefined, organizationId: string, needed: OrganizationRole): boolean => {
  if (me === undefined) return false;
  if (me.isPlatformAdministrator) return true;
  const role = me.roles.find((each) => each.organizationId === organizationId)?.role;
  return role !== undefined && order.indexOf(role) >= order.indexOf(needed);
};
