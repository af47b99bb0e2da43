import fc from 'fast-check';
import { FleetServices } from './fleet-services.ts';
import { fleetSteps } from './fleet-steps.ts';
import { Fleet } from './fleet.ts';

/** `npm run campaign:fleets` takes more. */
const fleets = Number(process.env['MDM_GATE_FLEETS'] ?? '4');
const seed = Number(process.env['MDM_GATE_FLEETS_SEED'] ?? '77');

describe(`${fleets} fleets whose devices and administrators do anything`, () => {
  let services: FleetServices;
  beforeAll(async () => {
    services = await FleetServices.start();
  });
  afterAll(() => services.stop());

  it(
    'lose no device that is known by a change that nobody has acknowledged, and no rotation is stuck without saying why',
    async () => {
      const seen: Fleet['seen'][] = [];
      const property = fc.asyncProperty(fleetSteps, async (steps) => {
        const fleet = await Fleet.in(services);
        try {
          for (const step of steps) await fleet.take(step);
          await fleet.end();
        } finally {
          await fleet.stop();
        }
        seen.push(fleet.seen);
      });
      await fc.assert(property, { numRuns: fleets, seed, endOnFailure: true });
      expect(seen.some(({ refusals, held }) => refusals + held > 0)).toBe(true);
      expect(seen.some(({ ended }) => ended > 0)).toBe(true);
    },
    180_000 + fleets * 120_000,
  );
});
