import { Module } from '@nestjs/common';
import { AnyMdmVendor } from './any-mdm/any-mdm.vendor.ts';
import { IntuneVendor } from './intune/intune.vendor.ts';
import type { MdmVendorAdapter } from './mdm-vendor.ts';
import { IvantiEpmmVendor } from './mobileiron/ivanti-epmm.vendor.ts';
import { IvantiNeuronsVendor } from './mobileiron/ivanti-neurons.vendor.ts';
import { VendorList } from './vendor-list.ts';
import { WorkspaceOneVendor } from './workspace-one/workspace-one.vendor.ts';

/** The only list of vendors. */
const vendors = [IntuneVendor, WorkspaceOneVendor, IvantiNeuronsVendor, IvantiEpmmVendor, AnyMdmVendor];

@Module({
  providers: [
    ...vendors,
    {
      provide: VendorList,
      useFactory: (...adapters: MdmVendorAdapter[]) => new VendorList(adapters),
      inject: vendors,
    },
  ],
  exports: [VendorList],
})
export class VendorsModule {}
