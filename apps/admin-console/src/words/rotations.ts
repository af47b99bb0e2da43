import type { HeldReason, Rotation, RotationState } from '@mdm-gate/contracts';
import type { Tone } from '../components/notice.tsx';
import { exactly } from '../components/instant-text.ts';
import { percent } from '../components/share.ts';
import type { Words } from './words.ts';

interface StateWords {
  readonly tone: Tone | 'none';
  readonly word: string;
  readonly what: string;
  /** What going on from here does; null where there is nothing to go on to. */
  readonly next: string | null;
}

export const rotationStateWords: Readonly<Record<RotationState, StateWords>> = {
  delivering: {
    tone: 'info',
    word: 'Delivering',
    what: 'The new token is being written into the MDMs. Devices go on with the old one.',
    next: 'Wait for devices: what is not delivered yet is no longer waited for',
  },
  adopting: {
    tone: 'info',
    word: 'Adopting',
    what: 'Devices take the new token up. The old one still lets them on.',
    next: 'Begin the grace time: the old tokens still let devices on, and are about to be revoked',
  },
  grace: {
    tone: 'info',
    word: 'Grace time',
    what: 'The old tokens still let devices on, and are about to be revoked.',
    next: 'Revoke the old tokens now',
  },
  held: {
    tone: 'warn',
    word: 'Held',
    what: 'Nothing more happens by itself.',
    next: 'Take the next step all the same',
  },
  completed: { tone: 'good', word: 'Completed', what: 'The old tokens are revoked.', next: null },
  cancelled: {
    tone: 'none',
    word: 'Cancelled',
    what: 'The old tokens are active as before, and the new one is revoked.',
    next: null,
  },
};

export const heldWords: Readonly<Record<HeldReason, Words>> = {
  'would-halt-devices': {
    what: 'The next step would halt devices that go on today.',
    todo: 'See which below. Go on and say how many, or give the rotation up.',
  },
  'deadline-passed': {
    what: 'The deadline has passed, and not enough devices are on the new token.',
    todo: 'See who is not below. Go on by hand, or give the rotation up.',
  },
  'last-active-token': {
    what: 'The next step would leave no active token.',
    todo: 'Make another token first, or give the rotation up.',
  },
  'by-hand': {
    what: 'It was held by hand: nothing happens by itself, and every token goes on as it is.',
    todo: 'Resume it, take the next step, or give the rotation up.',
  },
};

/** The way of every rotation. */
export const rotationSteps = ['delivering', 'adopting', 'grace', 'completed'] as const;

export const isOpen = ({ state }: Pick<Rotation, 'state'>): boolean =>
  state !== 'completed' && state !== 'cancelled';

const adoptionWords = (advance: Rotation['advance']): string =>
  advance === 'by-hand'
    ? 'It waits for you: go on when enough devices are on the new token.'
    : `It goes on by itself when ${percent(advance.whenShare)} of those concerned are on the new token.`;

const graceWords = (endsAt: string | null): string =>
  endsAt === null ? '' : `The old tokens are revoked at ${exactly(endsAt)}, unless that would halt devices.`;

/** What the next step waits for. */
export const waitingWords = ({ state, advance, graceEndsAt }: Rotation): string => {
  switch (state) {
    case 'delivering':
      return 'It goes on as soon as every MDM is read back and holds the new token.';
    case 'adopting':
      return adoptionWords(advance);
    case 'grace':
      return graceWords(graceEndsAt);
    case 'held':
    case 'completed':
    case 'cancelled':
      return '';
  }
};
