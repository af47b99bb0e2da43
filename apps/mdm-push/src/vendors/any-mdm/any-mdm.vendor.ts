import { mdmVendorCatalogue, type ReadinessItem } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DeliveryProblem } from '../delivery-problem.ts';
import { MdmVendorAdapter, type MdmSession, type Slot } from '../mdm-vendor.ts';
import { unknown } from '../readiness-items.ts';

const { settings, credentials } = mdmVendorCatalogue.other;
const anyMdmFieldsSchema = z.strictObject({ settings, credentials });
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
    return {
      inspect: noApi,
      write: noApi,
      readiness: (slots) => Promise.resolve(slots.flatMap(lookUpByHand)),
    };
  }
}

const lookUpByHand = ({ platform, appId }: Slot): readonly ReadinessItem[] => [
  unknown({ item: 'app', platform }, `In the MDM, look for ${appId}, installed as a managed app`),
  unknown(
    { item: 'assignment', platform },
    'In the MDM, look whether the app and its configuration are assigned',
  ),
  platform === 'ios'
    ? unknown(
        { item: 'apple-push-certificate', platform },
        'In the MDM, look how long the Apple push certificate is valid',
      )
    : unknown(
        { item: 'android-enterprise', platform },
        'In the MDM, look whether Android Enterprise is bound',
      ),
];
