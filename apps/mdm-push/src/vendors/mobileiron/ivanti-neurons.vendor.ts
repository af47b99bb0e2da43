import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { AttributeSession } from './attribute.session.ts';
import { CommonPlatformServicesApi } from './common-platform-services.api.ts';
import { NeuronsApi } from './neurons.api.ts';
import { mobileironFieldsSchema, type MobileironFields } from './mobileiron.schema.ts';

/** Ivanti Neurons for MDM (MobileIron Cloud), by way of a custom device attribute. */
@Injectable()
export class IvantiNeuronsVendor extends MdmVendorAdapter<MobileironFields> {
  override readonly vendor = 'ivanti-neurons';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = mobileironFieldsSchema;

  override addressesOf({ settings }: MobileironFields): readonly string[] {
    return [settings.apiUrl];
  }

  override open(fields: MobileironFields, http: VendorHttp): MdmSession {
    const isOtherSpace = fields.settings.deviceSpaceId !== undefined;
    const api = isOtherSpace ? new NeuronsApi(fields, http) : new CommonPlatformServicesApi(fields, http);
    return new AttributeSession(fields, api, http);
  }
}
