import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { GraphClient } from './graph-client.ts';
import { graphBudgets } from './graph-limits.ts';
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
  readonly #budgets = graphBudgets();

  override addressesOf({ settings }: IntuneFields): readonly string[] {
    return [settings.graphUrl, settings.loginUrl];
  }

  override open(fields: IntuneFields, http: VendorHttp): MdmSession {
    const { graphUrl, tenantId } = fields.settings;
    const budgets = this.#budgets.of(`${graphUrl} ${tenantId}`.toLowerCase());
    const graph = new GraphClient(fields, http.reading(readIntuneAnswer), budgets);
    return new IntuneSession(fields, new IntuneApi(graph));
  }
}
