import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
import { uemAuthorization } from './uem-authorization.ts';
import { uemBudgets } from './uem-limits.ts';
import { WorkspaceOneApi } from './workspace-one.api.ts';
import { readWorkspaceOneAnswer } from './workspace-one.problems.ts';
import { workspaceOneFieldsSchema, type WorkspaceOneFields } from './workspace-one.schema.ts';
import { WorkspaceOneSession } from './workspace-one.session.ts';

/** Workspace ONE UEM: the key stands in the application configuration of the app's assignments. */
@Injectable()
export class WorkspaceOneVendor extends MdmVendorAdapter<WorkspaceOneFields> {
  override readonly vendor = 'workspace-one';
  override readonly delivers = 'by-api';
  override readonly fieldsSchema = workspaceOneFieldsSchema;
  readonly #budgets = uemBudgets();

  override addressesOf({ settings, credentials }: WorkspaceOneFields): readonly string[] {
    return 'clientSecret' in credentials ? [settings.apiUrl, settings.tokenUrl] : [settings.apiUrl];
  }

  override open(fields: WorkspaceOneFields, http: VendorHttp): MdmSession {
    const reading = http.reading(readWorkspaceOneAnswer);
    const authorization = uemAuthorization(fields, reading);
    const { apiUrl } = fields.settings;
    const budgets = this.#budgets.of(`${apiUrl.toLowerCase()} ${accountOf(fields)}`);
    return new WorkspaceOneSession(
      fields,
      new WorkspaceOneApi(apiUrl, authorization, { http: reading, budgets }),
    );
  }
}

/** Several tenants share an address; the tenant code, or the client, belongs to one organization group. */
const accountOf = ({ credentials }: WorkspaceOneFields): string =>
  'tenantCode' in credentials ? credentials.tenantCode : credentials.clientId;
