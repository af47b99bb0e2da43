import type {
  Delivery,
  DeliveryState,
  DriftEnd,
  DriftHeld,
  Platform,
  ReadinessItem,
  ReadinessItemName,
} from '@mdm-gate/contracts';
import type { Tone } from '../components/notice.tsx';

interface StateWords {
  readonly tone: Tone | 'none';
  readonly word: string;
  readonly what: string;
}

export const deliveryWords: Readonly<Record<DeliveryState, StateWords>> = {
  wanted: { tone: 'info', word: 'On its way', what: 'The token is about to be written into the MDM.' },
  accepted: { tone: 'info', word: 'Taken', what: 'The MDM took it; it is read back next.' },
  stored: { tone: 'good', word: 'Held', what: 'The MDM holds the token.' },
  'awaiting-confirmation': {
    tone: 'warn',
    word: 'Needs you',
    what: 'This MDM has no API: enter the token there, then confirm it here.',
  },
  drifted: {
    tone: 'warn',
    word: 'Changed there',
    what: 'Somebody changed it in the MDM; it is being mended.',
  },
  failing: { tone: 'warn', word: 'Trying again', what: 'It did not work yet and is tried again by itself.' },
  blocked: { tone: 'bad', word: 'Blocked', what: 'Somebody has to mend something in the MDM first.' },
};

/** How it is known that an MDM holds the token. */
export const evidenceWords: Readonly<Record<NonNullable<Delivery['evidence']>, string>> = {
  'read-back': 'The MDM was read back.',
  confirmed: 'Somebody confirmed it.',
  presented: 'A device presented it.',
};

export const platformWords: Readonly<Record<Platform, string>> = { ios: 'iOS', android: 'Android' };

export const readinessWords: Readonly<Record<ReadinessItemName, string>> = {
  credentials: 'The MDM takes our credentials',
  permissions: 'They may do what is needed',
  'device-attribute': 'The device attribute is defined',
  app: 'The MDM has the authenticator app',
  assignment: 'The app is assigned to somebody',
  'apple-push-certificate': 'Apple push certificate',
  'android-enterprise': 'Android Enterprise',
  clock: 'Our clock and theirs agree',
};

/** What an MDM was found to hold in the place of the token. */
export const driftHeldWords: Readonly<Record<DriftHeld, string>> = {
  nothing: 'The token was taken out',
  'something-else': 'Something else stood there',
};

export const driftEndWords: Readonly<Record<DriftEnd, string>> = {
  mended: 'Written back',
  superseded: 'Another token came first',
};

/** What was found of one thing that an MDM needs. */
export const readinessStateWords: Readonly<Record<ReadinessItem['state'], readonly [Tone | 'none', string]>> =
  {
    ok: ['good', 'All right'],
    failing: ['bad', 'To be mended'],
    unknown: ['none', 'Look yourself'],
  };
