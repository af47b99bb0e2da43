import type { OrganizationRole } from '@mdm-gate/contracts';
import type { ReactNode } from 'react';
import { useOrganizationId } from '../pages/organization-id.ts';
import { useMay } from '../session/rights.ts';
import { Soft } from './layout.tsx';

/** What one's role may not do is not offered; a word says who may. */
export const OnlyFor = ({
  role,
  to,
  children,
}: {
  readonly role: OrganizationRole;
  /** What it is that only they may do. */
  readonly to: string;
  readonly children: ReactNode;
}) => {
  const may = useMay(useOrganizationId(), role);
  return may ? children : <Soft>{`${role === 'operator' ? 'Operators' : 'Administrators'} may ${to}.`}</Soft>;
};
