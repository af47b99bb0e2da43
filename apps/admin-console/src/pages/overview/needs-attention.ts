import type { Delivery, MdmConnection, ReadinessItem } from '@mdm-gate/contracts';
import type { Tone } from '../../components/notice.tsx';
import { heldWords, rotationStateWords } from '../../words/rotations.ts';
import { manyDevices, type DevicesFilter } from '../devices/devices-filter.ts';
import { deliveryWords, platformWords, readinessWords } from '../../words/deliveries.ts';
import { quoted } from '../../words/quoted.ts';
import type { Seen } from './seen.ts';

/** Something that waits for a person, and the one place where it is mended. */
export interface Concern {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
  readonly act: string;
  readonly to:
    | '/organizations/$organizationId/connections'
    | '/organizations/$organizationId/tokens'
    | '/organizations/$organizationId/set-up'
    | '/organizations/$organizationId/rotations'
    | '/organizations/$organizationId/devices';
  /** What the page is narrowed to. */
  readonly search?: DevicesFilter;
}

const connectionsPage = '/organizations/$organizationId/connections';
const tokensPage = '/organizations/$organizationId/tokens';
const setUpPage = '/organizations/$organizationId/set-up';
const rotationPage = '/organizations/$organizationId/rotations';
const devicesPage = '/organizations/$organizationId/devices';

const waiting: readonly Delivery['state'][] = ['blocked', 'awaiting-confirmation', 'failing'];

const deliveryConcerns = ({ deliveries, connections }: Seen): Concern[] =>
  deliveries
    .filter(({ state }) => waiting.includes(state))
    .map(({ connectionId, platform, state, lastError }) => {
      const name = connections.find((each) => each.connectionId === connectionId)?.name ?? 'An MDM';
      const { tone, word, what } = deliveryWords[state];
      return {
        tone: tone === 'none' ? 'info' : tone,
        title: `${name}, ${platformWords[platform]}: ${word}`,
        text: lastError?.detail ?? what,
        act: 'See the connection',
        to: connectionsPage,
      };
    });

const isEnding = ({ expiresWithinDays }: ReadinessItem): boolean => expiresWithinDays !== null;

const readinessConcerns = ({ name, readiness }: MdmConnection): Concern[] =>
  (readiness?.items ?? [])
    .filter((item) => isEnding(item))
    .map((item) => ({
      tone: item.expiresWithinDays === 0 ? 'bad' : 'warn',
      title: `${name}: ${readinessWords[item.item]} ${item.expiresWithinDays === 0 ? 'has ended' : 'ends soon'}`,
      text: item.detail,
      act: 'See the connection',
      to: connectionsPage,
    }));

const tokenConcerns = ({ tokens }: Seen): Concern[] =>
  tokens
    .filter(({ state, warnings }) => state === 'active' && warnings.includes('expires-soon'))
    .map(({ label }) => ({
      tone: 'warn',
      title: `The token ${quoted(label)} expires soon`,
      text: 'Make a new one before, so that devices have it in time.',
      act: 'See the tokens',
      to: tokensPage,
    }));

const setUpConcern = ({ connections, tokens, policy }: Seen): Concern[] => {
  const done = connections.length > 0 && tokens.length > 0 && policy.mode !== 'off';
  if (done) return [];
  return [
    {
      tone: 'info',
      title: 'The set-up is not finished',
      text: 'It says what the next step is.',
      act: 'Go on with the set-up',
      to: setUpPage,
    },
  ];
};

const rotationConcerns = ({ rotations }: Seen): Concern[] =>
  rotations
    .filter(({ state }) => state === 'held')
    .map(({ label, heldBecause }) => ({
      tone: 'warn',
      title: `The rotation to ${quoted(label)} is held`,
      text: heldBecause === null ? rotationStateWords.held.what : heldWords[heldBecause].what,
      act: 'See the rotation',
      to: rotationPage,
    }));

const foreignConcerns = ({ usage }: Seen): Concern[] =>
  usage.foreignValues
    .filter(({ devices }) => devices >= manyDevices)
    .map(({ devices, fingerprint }) => ({
      tone: 'warn',
      title: `${devices} devices present the same unknown value`,
      text: 'Probably a typing mistake in one MDM.',
      act: 'See the devices',
      to: devicesPage,
      search: { foreignFingerprint: fingerprint },
    }));

/** One in so many devices that is halted is more than a few phones that are not managed. */
const muchShare = 10;

const haltedConcern = ({ usage }: Seen): Concern[] => {
  const halted = usage.byDecision.find(({ decision }) => decision === 'halt')?.devices ?? 0;
  if (halted === 0) return [];
  return [
    {
      tone: halted * muchShare >= usage.activeDevices ? 'warn' : 'info',
      title:
        halted === 1
          ? 'One device was halted at its last check'
          : `${halted} devices were halted at their last check`,
      text: 'Each one with why, and what to do.',
      act: 'See the devices',
      to: devicesPage,
      search: { decision: 'halt' },
    },
  ];
};

/** Only what waits for a person; what mends by itself is told on its own page. */
export const needsAttention = (seen: Seen): readonly Concern[] => [
  ...setUpConcern(seen),
  ...deliveryConcerns(seen),
  ...seen.connections.flatMap(readinessConcerns),
  ...tokenConcerns(seen),
  ...rotationConcerns(seen),
  ...foreignConcerns(seen),
  ...haltedConcern(seen),
];
