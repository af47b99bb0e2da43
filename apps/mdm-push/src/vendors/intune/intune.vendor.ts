import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { GraphClient } from './graph-client.ts';
import { IntuneApi } from './intune.api.ts';
import { readIntuneAnswer } from './intune.problems.ts';
import { intuneFieldsSchema, type IntuneFields } from './intune.schema.ts';
import { IntuneSession } from './intune.session.ts';

/** Microsoft Intune, through Microsoft Graph: one app configuration policy per app and platform. */
@Injectable()
export class IntuneVendor extends MdmVendorAdapter<IntuneFields> {
  override readonly vendor = 'intune';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = intuneFieldsSchema;

  override addressesOf({ settings }: IntuneFields): readonly string[] {
    return [settings.graphUrl, settings.loginUrl];
  }

  override open(fields: IntuneFields, http: VendorHttp): MdmSession {
    return new IntuneSession(fields, new IntuneApi(new GraphClient(fields, http.reading(readIntuneAnswer))));
  }
}
