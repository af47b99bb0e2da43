import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { AttributeSession } from './attribute.session.ts';
import { CommonPlatformServicesApi } from './common-platform-services.api.ts';
import { epmmFieldsSchema, type MobileironFields } from './mobileiron.schema.ts';

/** Ivanti EPMM (MobileIron Core), by way of a custom device attribute. */
@Injectable()
export class IvantiEpmmVendor extends MdmVendorAdapter<MobileironFields> {
  override readonly vendor = 'ivanti-epmm';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = epmmFieldsSchema;

  override addressesOf({ settings }: MobileironFields): readonly string[] {
    return [settings.apiUrl];
  }

  override open(fields: MobileironFields, http: VendorHttp): MdmSession {
    return new AttributeSession(fields, new CommonPlatformServicesApi(fields, http), http);
  }
}
