import { replacedIn, vendorsReplacing } from './replaced-in.ts';
import { mdmVendorCatalogue } from './vendor-catalogue.ts';
import { mdmVendors, type MdmVendor } from './vendor-names.ts';

const replaced: Readonly<Record<MdmVendor, readonly string[]>> = {
  intune: ['{{deviceid}}', 'tok-{{userprincipalname}}', 'a{{b', 'a}}b', '{{{x}}}'],
  'workspace-one': ['x{DeviceUid}yz', '{EmailAddress}', '{CustomAttribute1}x', 'a{b c}d', '{{deviceid}}'],
  'ivanti-neurons': ['${userEmailAddress}', 'a${deviceGUID}b', '${', '$Custom-File-Name$', 'a$EMAIL$b'],
  'ivanti-epmm': ['a$EMAIL$bcd', '$USERID$', '$EMAIL$$USERID$', '$CN_1$', '${attribute}'],
  other: [
    'tok-$SERIALNUMBER',
    '%_EMAILADDRESS_%',
    '%devicename%',
    '%Serial Number%',
    '$EMAIL$',
    '${x}',
    '{DeviceUid}',
    '{{serial_number}}',
    '[[deviceName]]',
    '<userVariable value="emailAddress"/>',
  ],
};

const kept: Readonly<Record<MdmVendor, readonly string[]>> = {
  intune: ['x{DeviceUid}yz', 'a$EMAIL$b', '{a} {b}', '}{'],
  'workspace-one': ['a$EMAIL$b', '}{', 'a{b', 'a}b', '{}', '%_X_%'],
  'ivanti-neurons': ['x{DeviceUid}yz', 'cost$5', '5$ and 6$', 'a$b', '$'],
  'ivanti-epmm': ['x{DeviceUid}yz', 'tok-$SERIALNUMBER', '5$6$', '$$', 'a$b c$d'],
  other: ['cost$5', '100%', '5% of 6%', 'a{b', '}{', 'pass-word_with.signs!#&*()+=', '[a]'],
};

const named = (samples: Readonly<Record<MdmVendor, readonly string[]>>) =>
  mdmVendors.flatMap((vendor) => samples[vendor].map((value) => [vendor, value] as const));

describe('a text in a value', () => {
  it.each(named(replaced))('is replaced by %s: %s', (vendor, value) => {
    expect(replacedIn(vendor, value)).not.toBeNull();
    expect(vendorsReplacing(value)).toContain(vendor);
  });

  it.each(named(kept))('is kept by %s: %s', (vendor, value) => {
    expect(replacedIn(vendor, value)).toBeNull();
  });

  it('is told by an example that is replaced itself', () => {
    for (const { vendor, replaces } of Object.values(mdmVendorCatalogue)) {
      for (const { like } of replaces) expect([vendor, like, replacedIn(vendor, like)]).not.toContain(null);
    }
  });
});
