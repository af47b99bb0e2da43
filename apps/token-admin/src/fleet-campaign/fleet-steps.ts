import fc from 'fast-check';

export const devicesInFleet = 6;

/** Which value a device has: what its MDM gives it now, one that there ever was, none, or one of somebody else's. */
export type Has = 'wanted' | 'nothing' | 'foreign' | number;

/** How many halted devices an administrator is content with: has not said so, as many as a dry run told, or however many. */
export type Acknowledges = 'none' | 'told' | 'all';

interface Presentation {
  readonly device: number;
  readonly has: Has;
}

/** What administrators do. Tokens and rotations are told by a number, of whatever there is by then. */
export type AdministratorStep =
  | {
      readonly what: 'rotate';
      readonly ofConnection: boolean;
      readonly whenShare: number | null;
      readonly graceHours: number;
      readonly deadlineDays: number | null;
    }
  | {
      readonly what: 'decide';
      readonly act: 'advance' | 'cancel' | 'hold' | 'resume';
      readonly rotation: number;
      readonly acknowledges: Acknowledges;
    }
  | { readonly what: 'create'; readonly ofConnection: boolean }
  | {
      readonly what: 'revoke';
      readonly token: number;
      readonly because: 'retired' | 'compromised';
      readonly acknowledges: Acknowledges;
    }
  | {
      readonly what: 'edit';
      readonly token: number;
      readonly field: 'value' | 'expiresAt';
      readonly acknowledges: Acknowledges;
    }
  | {
      readonly what: 'set-policy';
      readonly mode: 'off' | 'monitor' | 'enforce-pairing' | 'enforce';
      readonly acknowledges: Acknowledges;
    }
  | { readonly what: 'disconnect'; readonly acknowledges: Acknowledges };

/** What happens to observations on their way into the ledger. */
export type ObservationStep =
  | { readonly what: 'hold-observations' | 'release-observations' }
  | { readonly what: 'repeat-observations'; readonly order: readonly number[] }
  | { readonly what: 'lose-observations'; readonly by: readonly Presentation[] };

/** What happens to a fleet. */
export type FleetStep =
  | AdministratorStep
  | ObservationStep
  | { readonly what: 'present'; readonly by: readonly Presentation[] }
  | { readonly what: 'vanish'; readonly device: number }
  | { readonly what: 'deliver'; readonly isStored: boolean }
  | { readonly what: 'let-days-pass'; readonly days: number };

export type StepOf<What extends FleetStep['what']> = Extract<FleetStep, { what: What }>;

const administratorSteps: ReadonlySet<string> = new Set<AdministratorStep['what']>([
  'rotate',
  'decide',
  'create',
  'revoke',
  'edit',
  'set-policy',
  'disconnect',
]);

export const isOfAdministrator = (step: FleetStep): step is AdministratorStep =>
  administratorSteps.has(step.what);

export const isOfObservations = (step: FleetStep): step is ObservationStep =>
  step.what.endsWith('-observations');

const device = fc.nat(devicesInFleet - 1);
const whichever = fc.nat(1_000);
const has = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Has>('wanted') },
  { weight: 3, arbitrary: whichever },
  { weight: 1, arbitrary: fc.constantFrom<Has>('nothing', 'foreign') },
);
const by = fc.uniqueArray(fc.record({ device, has }), {
  minLength: 1,
  maxLength: 4,
  selector: (presentation) => presentation.device,
});
const acknowledges = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Acknowledges>('none') },
  { weight: 2, arbitrary: fc.constant<Acknowledges>('told') },
  { weight: 1, arbitrary: fc.constant<Acknowledges>('all') },
);
const is = <What extends FleetStep['what']>(what: What) => fc.constant(what);

const weighted: readonly { weight: number; arbitrary: fc.Arbitrary<FleetStep> }[] = [
  { weight: 16, arbitrary: fc.record({ what: is('present'), by }) },
  { weight: 1, arbitrary: fc.record({ what: is('vanish'), device }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('hold-observations', 'release-observations') }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: is('repeat-observations'), order: fc.array(whichever, { maxLength: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ what: is('lose-observations'), by }) },
  { weight: 2, arbitrary: fc.record({ what: is('deliver'), isStored: fc.constantFrom(true, true, false) }) },
  { weight: 3, arbitrary: fc.record({ what: is('let-days-pass'), days: fc.constantFrom(1, 4, 30) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      what: is('rotate'),
      ofConnection: fc.constantFrom(false, false, true),
      whenShare: fc.constantFrom(null, 0, 0.3, 0.5, 1),
      graceHours: fc.constantFrom(0, 0, 72),
      deadlineDays: fc.constantFrom(null, 2, 20),
    }),
  },
  {
    weight: 11,
    arbitrary: fc.record({
      what: is('decide'),
      act: fc.constantFrom('advance', 'advance', 'advance', 'cancel', 'hold', 'hold', 'resume'),
      rotation: whichever,
      acknowledges,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: is('create'), ofConnection: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: is('revoke'),
      token: whichever,
      because: fc.constantFrom('retired', 'retired', 'compromised'),
      acknowledges,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: is('edit'),
      token: whichever,
      field: fc.constantFrom('value', 'expiresAt'),
      acknowledges,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: is('set-policy'),
      mode: fc.constantFrom('off', 'monitor', 'enforce-pairing', 'enforce', 'enforce', 'enforce'),
      acknowledges,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: is('disconnect'), acknowledges }) },
];

export const fleetSteps = fc.array(fc.noBias(fc.oneof(...weighted)), {
  minLength: 20,
  maxLength: 30,
  size: 'max',
});
