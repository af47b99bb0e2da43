import { Injectable } from '@nestjs/common';
import { IsolatedReaders } from '../../isolation/readers.ts';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { GraphClient } from './graph-client.ts';
import { graphBudgets } from './graph-limits.ts';
import { IntuneApi } from './intune.api.ts';
import { readIntuneAnswer } from './intune.problems.ts';
import { intuneFieldsSchema, type IntuneFields } from './intune.schema.ts';
import { PolicyReader } from './policy-reader.ts';
import { IntuneSession } from './intune.session.ts';

/** Microsoft Intune, through Microsoft Graph: one app configuration policy per app and platform. */
@Injectable()
export class IntuneVendor extends MdmVendorAdapter<IntuneFields> {
  override readonly vendor = 'intune';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = intuneFieldsSchema;
  readonly #budgets = graphBudgets();

  constructor(private readonly readers: IsolatedReaders) {
    super();
  }

  override addressesOf({ settings }: IntuneFields): readonly string[] {
    return [settings.graphUrl, settings.loginUrl];
  }

  override open(fields: IntuneFields, http: VendorHttp): MdmSession {
    const { graphUrl, tenantId } = fields.settings;
    const tenant = `${graphUrl} ${tenantId}`.toLowerCase();
    const budgets = this.#budgets.of(tenant);
    const graph = new GraphClient(fields, http.reading(readIntuneAnswer), budgets);
    return new IntuneSession(fields, new IntuneApi(graph, new PolicyReader(this.readers, tenant)));
  }
}
