import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { AttributeSession } from './attribute.session.ts';
import { CommonPlatformServicesApi } from './common-platform-services.api.ts';
import { ivantiBudgets, tenantOf } from './ivanti-limits.ts';
import { NeuronsApi } from './neurons.api.ts';
import { neuronsFieldsSchema, type NeuronsFields } from './mobileiron.schema.ts';

/** Ivanti Neurons for MDM (MobileIron Cloud), by way of a custom device attribute. */
@Injectable()
export class IvantiNeuronsVendor extends MdmVendorAdapter<NeuronsFields> {
  override readonly vendor = 'ivanti-neurons';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = neuronsFieldsSchema;
  readonly #budgets = ivantiBudgets();

  override addressesOf({ settings }: NeuronsFields): readonly string[] {
    return [settings.apiUrl];
  }

  override open(fields: NeuronsFields, http: VendorHttp): MdmSession {
    const isOtherSpace = fields.settings.deviceSpaceId !== undefined;
    const budgets = this.#budgets.of(tenantOf(fields));
    const api = isOtherSpace
      ? new NeuronsApi(fields, http, budgets)
      : new CommonPlatformServicesApi(fields, http, budgets);
    return new AttributeSession(fields, api, http);
  }
}
