import type { MdmConnection } from '@mdm-gate/contracts';
import type { NewFormSearch } from '../new-form.ts';
import type { Seen } from '../overview/seen.ts';
import type { PolicySearch } from '../policy/policy-search.ts';

export interface Step {
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly to:
    | '/organizations/$organizationId/connections'
    | '/organizations/$organizationId/tokens'
    | '/organizations/$organizationId/policy';
  /** How the page is opened there. */
  readonly search?: NewFormSearch | PolicySearch;
  readonly isDone: boolean;
  /** The first that is not done. */
  readonly isNext: boolean;
}

const connectionsPage = '/organizations/$organizationId/connections';
const tokensPage = '/organizations/$organizationId/tokens';
const policyPage = '/organizations/$organizationId/policy';

const isReady = ({ readiness }: MdmConnection): boolean =>
  readiness?.items.every(({ state }) => state !== 'failing') === true;

const all = ({ policy, tokens, connections, deliveries }: Seen): readonly Omit<Step, 'isNext'>[] => [
  {
    title: 'Connect your MDM',
    text: 'Intune, Workspace ONE or MobileIron by their API; any other by files and steps.',
    act: 'Connect an MDM',
    to: connectionsPage,
    search: { new: true },
    isDone: connections.length > 0,
  },
  {
    title: 'See that it has what is needed',
    text: 'Credentials, the authenticator app and who gets it; the Apple push certificate for iOS, Android Enterprise for Android.',
    act: 'Test the connection',
    to: connectionsPage,
    isDone: connections.some(isReady),
  },
  {
    title: 'Make a token',
    text: 'The secret by which devices prove that your MDM manages them. It is generated and written into the MDM by itself.',
    act: 'Make a token',
    to: tokensPage,
    search: { new: true },
    isDone: tokens.some(({ state }) => state === 'active'),
  },
  {
    title: 'Watch it arrive',
    text: 'Each MDM is read back until it holds the token, for each platform.',
    act: 'See the deliveries',
    to: connectionsPage,
    isDone: deliveries.length > 0 && deliveries.every(({ state }) => state === 'stored'),
  },
  {
    title: 'Monitor',
    text: 'Every check is judged and nobody is halted, so that you see who would be.',
    act: 'Set the policy to monitor',
    to: policyPage,
    search: { mode: 'monitor' },
    isDone: policy.mode !== 'off',
  },
  {
    title: 'Enforce',
    text: 'From now on only devices that your MDM manages pair and authenticate.',
    act: 'Set the policy to enforce',
    to: policyPage,
    search: { mode: 'enforce' },
    isDone: policy.mode.startsWith('enforce'),
  },
];

/** The steps in their order, with where one stands. */
export const stepsOf = (seen: Seen): readonly Step[] => {
  const steps = all(seen);
  const next = steps.findIndex(({ isDone }) => !isDone);
  return steps.map((step, index) => ({ ...step, isNext: index === next }));
};
