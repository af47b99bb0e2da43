import { Injectable } from '@nestjs/common';
import type { VendorHttp } from '../http/vendor-http.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';
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

  override addressesOf({ settings, credentials }: WorkspaceOneFields): readonly string[] {
    return 'tenantCode' in credentials ? [settings.apiUrl] : [settings.apiUrl, settings.tokenUrl];
  }

  override open(fields: WorkspaceOneFields, http: VendorHttp): MdmSession {
    return new WorkspaceOneSession(fields, new WorkspaceOneApi(fields, http.reading(readWorkspaceOneAnswer)));
  }
}
