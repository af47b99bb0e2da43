import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DeliveryProblem } from '../delivery-problem.ts';
import { MdmVendorAdapter, type MdmSession } from '../mdm-vendor.ts';

const anyMdmFieldsSchema = z.strictObject({ settings: z.strictObject({}), credentials: z.strictObject({}) });
type AnyMdmFields = z.infer<typeof anyMdmFieldsSchema>;

/** Any other MDM: a person enters the value there, from files and steps that are made for it. */
@Injectable()
export class AnyMdmVendor extends MdmVendorAdapter<AnyMdmFields> {
  override readonly vendor = 'other';
  override readonly delivers = 'by-hand';
  override readonly fieldsSchema = anyMdmFieldsSchema;

  override addressesOf(): readonly string[] {
    return [];
  }

  override open(): MdmSession {
    const noApi = (): never => {
      throw new DeliveryProblem('delivery-error', 'This MDM has no API');
    };
    return { inspect: noApi, write: noApi };
  }
}
