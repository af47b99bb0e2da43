import { waitFor } from '@mdm-gate/testing';
import type { Drive } from '../fixtures/drive.ts';
import { beginAnew } from '../reconcile-delivery/begin-anew.ts';
import { DeliveryProblem } from './delivery-problem.ts';
import { setFaults } from '../fixtures/simulators.ts';
import { VendorStage, type VendorSetUp, type VendorUnderTest } from '../fixtures/vendor-stage.ts';

/** What somebody else does in the MDM's console, in the same place that we write to. */
export interface OthersWork<SetUp extends VendorSetUp> {
  readonly name: string;
  /** A hand edit of the simulators. */
  readonly editIn: (setUp: SetUp) => object;
  readonly isThere: (setUp: SetUp) => Promise<boolean>;
}

export interface SharedPlace<SetUp extends VendorSetUp> {
  readonly vendor: VendorUnderTest<SetUp>;
  /** The request that changes it. */
  readonly write: { readonly method: string; readonly path: string };
  readonly works: readonly OthersWork<SetUp>[];
}

/** In whichever moment of a write somebody else works in the same place, his work stays. */
export const describeOthersWork = <SetUp extends VendorSetUp>(
  name: string,
  { vendor, write, works }: SharedPlace<SetUp>,
): void => {
  describe.each(works)(`${name}: somebody else's work, $name`, ({ editIn, isThere }) => {
    const stage = new VendorStage(vendor);
    const byHand = (moment: 'before' | 'after') => ({
      kind: 'hand-edit',
      tenant: stage.setUp.tenant.described.tenant,
      edit: editIn(stage.setUp),
      moment,
      times: 1,
      match: write,
    });
    const once = (fault: object) => ({ ...fault, times: 1, match: write });
    /** A value that is there already is about to be replaced while these faults are in force. */
    const withFaults = async (...faults: readonly object[]) => {
      const drive = stage.open();
      await drive.deliver('ios', 'value-one');
      const ids = (await stage.setUp.tenant.devices('ios')).map(({ id }) => id);
      await drive.attempt.fleet.forget(ids);
      await setFaults(stage.url, faults);
      return drive;
    };

    /** Turn by turn, with devices that come: what a ledger waits for, and what was lost, is seen after that. */
    const deliver = (drive: Drive): Promise<unknown> =>
      waitFor(
        async () => {
          const { holds } = await drive.inspect('ios', 'value-two');
          if (holds === 'wanted') return true;
          if (holds !== 'pending')
            await beginAnew(() => drive.write('ios', 'value-two'), drive.attempt.signal);
          for (const { id } of await stage.setUp.tenant.devices('ios')) await stage.setUp.tenant.checkIn(id);
          return false;
        },
        { intervalMs: 200, describe: 'the value to be there' },
      );

    it.each([429, 503, 500, 502])(
      'stays when it comes while our write is refused for now: %s',
      async (status) => {
        const drive = await withFaults(byHand('after'), once({ kind: 'answer', status, retryAfter: 0.2 }));
        await deliver(drive);
        await expect(isThere(stage.setUp)).resolves.toBe(true);
      },
    );

    it.each([
      ['does not arrive', 'before', { kind: 'disconnect' }],
      ['is carried out and its answer is lost', 'after', { kind: 'lost-answer' }],
      ['is carried out and answered with an error', 'after', { kind: 'stored-but-refused', status: 504 }],
    ] as const)('stays when our write %s', async (_, moment, fault) => {
      const drive = await withFaults(byHand(moment), once(fault));
      await drive.write('ios', 'value-two').catch((error: unknown) => {
        if (!(error instanceof DeliveryProblem)) throw error;
      });
      await setFaults(stage.url, []);
      // Turns of their own, later.
      await deliver(drive);
      await expect(isThere(stage.setUp)).resolves.toBe(true);
    });

    it('stays when it comes between our write and the look that follows', async () => {
      const drive = await withFaults(byHand('after'));
      const problem: unknown = await drive.write('ios', 'value-two').then(
        () => undefined,
        (error: unknown) => error,
      );
      // Told, or no neighbour of ours at all.
      expect((problem as DeliveryProblem | undefined)?.code ?? 'neighbours-changed').toBe(
        'neighbours-changed',
      );
      await deliver(drive);
      await expect(isThere(stage.setUp)).resolves.toBe(true);
    });
  });
};
