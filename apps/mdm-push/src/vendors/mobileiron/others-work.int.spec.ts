import type { VendorSetUp } from '../../fixtures/vendor-stage.ts';
import { describeOthersWork } from '../others-work.contract.ts';
import { IvantiEpmmVendor } from './ivanti-epmm.vendor.ts';
import { IvantiNeuronsVendor } from './ivanti-neurons.vendor.ts';
import { setUpMobileiron, setUpWithOwnApi, type MobileironSetUp } from './mobileiron.fixtures.ts';

interface Listed {
  readonly searchResults: readonly { readonly os: string; readonly costcenter?: string }[];
}

const costCenter = {
  name: 'another attribute',
  editIn: () => ({ platform: 'ios', key: 'costcenter', value: 'written-by-hand' }),
  isThere: async ({ tenant }: MobileironSetUp): Promise<boolean> => {
    const { apiUrl, userName, password } = tenant.described;
    const headers = { authorization: `Basic ${btoa(`${userName}:${password}`)}` };
    const response = await fetch(`${apiUrl}/msa/v1/cps/device?limit=500`, { headers });
    const { searchResults } = (await response.json()) as Listed;
    const devices = searchResults.filter(({ os }) => os === 'IOS');
    return devices.length > 0 && devices.every(({ costcenter }) => costcenter === 'written-by-hand');
  },
} as const;

const neurons = { simulated: 'mobileiron', adapter: new IvantiNeuronsVendor() } as const;

const bulkWrite = { method: 'POST', path: '/msa/v1/cps/device$' };

describeOthersWork<MobileironSetUp & VendorSetUp>('Ivanti Neurons for MDM', {
  vendor: { ...neurons, setUp: setUpMobileiron },
  write: bulkWrite,
  works: [costCenter],
});

describeOthersWork<MobileironSetUp & VendorSetUp>('Ivanti Neurons for MDM, with its own API', {
  // One device: those beside it are read before the edit and written after it, which no precondition tells.
  vendor: { ...neurons, devicesPerPlatform: 1, setUp: setUpWithOwnApi },
  write: { method: 'PUT', path: '/api/v1/device/[^/]+/customattributes$' },
  works: [costCenter],
});

describeOthersWork<MobileironSetUp & VendorSetUp>('Ivanti EPMM', {
  vendor: {
    simulated: 'mobileiron',
    adapter: new IvantiEpmmVendor(),
    setUp: (url) => setUpMobileiron(url, 'epmm'),
  },
  write: bulkWrite,
  works: [costCenter],
});
