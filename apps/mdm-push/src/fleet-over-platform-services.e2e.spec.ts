import { holdsForALargeFleet } from './large-fleet.contract.ts';
import { setUpMobileiron } from './vendors/mobileiron/mobileiron.fixtures.ts';

describe('a fleet of 5,000 devices in Ivanti Neurons over Common Platform Services, 100 devices a write', () => {
  holdsForALargeFleet({
    setUp: setUpMobileiron,
    write: { method: 'POST', path: '/msa/v1/cps/device$' },
    written: 'POST /msa/v1/cps/device 200',
    someWrites: 8,
    inFlight: 100,
  });
});
