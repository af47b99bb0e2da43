import type { ActiveSetPolicy, Delivery, MdmConnection, MdmToken } from '@mdm-gate/contracts';
import { percents } from '../../components/share.ts';
import { presentedIn } from './presented.ts';
import type { Seen } from './seen.ts';

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

const policySentence = ({ mode, effectiveFrom }: ActiveSetPolicy, nowMs: number): string => {
  if (mode === 'off') return 'Nothing is asked of devices yet.';
  if (mode === 'monitor') return 'Devices are monitored, and nobody is halted.';
  if (effectiveFrom === null) return 'Enforcing.';
  const from = new Date(effectiveFrom);
  const since = from.getTime() <= nowMs ? 'Enforcing since' : 'Monitoring; enforcing from';
  return `${since} ${day.format(from)}.`;
};

const tokenSentence = (tokens: readonly MdmToken[]): string => {
  const active = tokens.filter(({ state }) => state === 'active').length;
  if (active === 0) return 'There is no active token.';
  return active === 1 ? 'One token is active.' : `${active} tokens are active.`;
};

const holds = (connection: MdmConnection, deliveries: readonly Delivery[]): boolean => {
  const own = deliveries.filter(({ connectionId }) => connectionId === connection.connectionId);
  return own.length > 0 && own.every(({ state }) => state === 'stored');
};

const mdmSentence = ({ connections, deliveries }: Seen): string => {
  const holding = connections.filter((connection) => holds(connection, deliveries)).length;
  const all = connections.length;
  if (all === 0) return 'No MDM is connected.';
  if (holding === all)
    return all === 1 ? 'The MDM holds the newest one.' : `All ${all} MDMs hold the newest one.`;
  return `${holding} of ${all} MDMs hold the newest one.`;
};

/** What active devices present, in one number: those who go on by a token that counts. */
const deviceSentence = ({ usage }: Seen): string => {
  const { activeDevices, activeDays } = usage;
  if (activeDevices === 0) return `No device was seen in ${activeDays} days.`;
  const { active, retiring, neither } = presentedIn(usage);
  const [current] = percents([active, retiring, neither]);
  const seen = activeDevices === 1 ? 'One device was' : `${activeDevices} devices were`;
  return `${seen} seen in ${activeDays} days, ${current ?? ''} with an active token.`;
};

/** The state of an organization as one would tell it a colleague. */
export const stateInWords = (seen: Seen, nowMs = Date.now()): string =>
  [
    policySentence(seen.policy, nowMs),
    deviceSentence(seen),
    tokenSentence(seen.tokens),
    mdmSentence(seen),
  ].join(' ');
