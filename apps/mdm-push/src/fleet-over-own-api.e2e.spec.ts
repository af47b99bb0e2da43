import { holdsForALargeFleet } from './large-fleet.contract.ts';
import { setUpWithOwnApi } from './vendors/mobileiron/mobileiron.fixtures.ts';

describe('a fleet of 5,000 devices in Ivanti Neurons over its own API, one device a write', () => {
  holdsForALargeFleet({
    setUp: setUpWithOwnApi,
    write: { method: 'PUT', path: '/api/v1/device/[^/]+/customattributes$' },
    written: 'PUT /api/v1/device/:id/customattributes 200',
    someWrites: 800,
    inFlight: 8,
  });
});
