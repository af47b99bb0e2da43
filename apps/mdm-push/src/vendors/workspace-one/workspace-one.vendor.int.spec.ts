import { selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';
import { describeVendorContract } from '../mdm-vendor.contract.ts';
import { setUpWorkspaceOne } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

const vendor = { simulated: 'workspaceOne', adapter: new WorkspaceOneVendor() } as const;
const [registered, other] = [selfSignedCertificate(), selfSignedCertificate()];

describeVendorContract('Workspace ONE UEM', { ...vendor, setUp: setUpWorkspaceOne });

describeVendorContract('Workspace ONE UEM, signed in by certificate', {
  ...vendor,
  setUp: async (url) => {
    const setUp = await setUpWorkspaceOne(url);
    const { tenantCode } = setUp.tenant.described;
    await setUp.tenant.set({ clientCertificate: registered.certificate });
    return {
      ...setUp,
      fields: { ...setUp.fields, credentials: { tenantCode, ...registered } },
      wrongCredentials: { tenantCode, ...other },
    };
  },
});
