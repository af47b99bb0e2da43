import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { AttributeSession } from './attribute.session.ts';
import { CommonPlatformServicesApi } from './common-platform-services.api.ts';
import { ivantiBudgets, tenantOf } from './ivanti-limits.ts';
import { epmmFieldsSchema, type EpmmFields } from './mobileiron.schema.ts';

/** Ivanti EPMM (MobileIron Core), by way of a custom device attribute. */
@Injectable()
export class IvantiEpmmVendor extends MdmVendorAdapter<EpmmFields> {
  override readonly vendor = 'ivanti-epmm';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = epmmFieldsSchema;
  readonly #budgets = ivantiBudgets();

  override addressesOf({ settings }: EpmmFields): readonly string[] {
    return [settings.apiUrl];
  }

  override open(fields: EpmmFields, http: VendorHttp): MdmSession {
    const budgets = this.#budgets.of(tenantOf(fields));
    return new AttributeSession(fields, new CommonPlatformServicesApi(fields, http, budgets), http);
  }
}
