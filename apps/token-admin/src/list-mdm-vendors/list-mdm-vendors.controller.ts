import { connectionForm, listMdmVendorsRoute, mdmVendorForms } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import type { AnswerTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';

/** The forms are as fixed as the catalogue they are drawn from. */
@Controller()
export class ListMdmVendorsController {
  @Serves(listMdmVendorsRoute)
  list(): AnswerTo<typeof listMdmVendorsRoute> {
    const body = { connection: [...connectionForm], items: [...mdmVendorForms], nextCursor: null };
    return { status: 200, body };
  }
}
