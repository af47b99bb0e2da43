/**
 * Why a delivery does not come about, and who mends it: `time` is tried again by itself, `administrator` waits for a
 * person (it is still looked at every few minutes, so that nobody has to tell us that it was mended).
 */
export const deliveryProblems = {
  'address-refused': { mendedBy: 'administrator', title: 'The address of the MDM may not be called' },
  'app-ambiguous': { mendedBy: 'administrator', title: 'The MDM has several apps with this id' },
  'app-not-assigned': {
    mendedBy: 'administrator',
    title: 'The app or its configuration is assigned to nobody',
  },
  'app-not-found': { mendedBy: 'administrator', title: 'The MDM does not have the app' },
  'approval-needed': { mendedBy: 'administrator', title: 'The MDM asks a second administrator to approve' },
  'attribute-missing': { mendedBy: 'administrator', title: 'The custom device attribute is not defined' },
  'attribute-read-only': {
    mendedBy: 'administrator',
    title: 'The custom device attribute cannot be written',
  },
  'configuration-ambiguous': {
    mendedBy: 'administrator',
    title: 'Several configurations of the MDM set the key for the same app',
  },
  'configuration-unsupported': {
    mendedBy: 'administrator',
    title: 'The configuration has a form that cannot be changed safely',
  },
  'credentials-refused': { mendedBy: 'administrator', title: 'The MDM refuses the credentials' },
  'credentials-unreadable': {
    mendedBy: 'administrator',
    title: 'The stored credentials cannot be opened with the configured keys',
  },
  'delivery-error': { mendedBy: 'time', title: 'Something went wrong on our side' },
  'fleet-too-large': {
    mendedBy: 'administrator',
    title: 'The MDM lists more devices than one connection can look after',
  },
  'neighbours-changed': {
    mendedBy: 'administrator',
    title: 'Another part of the configuration changed while the value was written',
  },
  'no-devices': { mendedBy: 'administrator', title: 'The MDM shows no active device of the platform' },
  'permission-missing': { mendedBy: 'administrator', title: 'The credentials lack a permission' },
  'request-refused': { mendedBy: 'administrator', title: 'The MDM refuses the request' },
  'settings-refused': { mendedBy: 'administrator', title: 'A setting of the connection is wrong' },
  'tenant-unavailable': { mendedBy: 'administrator', title: 'The MDM tenant is suspended or not licensed' },
  'token-value-unavailable': { mendedBy: 'time', title: "The token's value cannot be had" },
  'value-replaced': { mendedBy: 'administrator', title: 'The MDM would replace a part of the value' },
  'vendor-answer-unexpected': { mendedBy: 'time', title: 'The MDM answers what its contract does not say' },
  'vendor-error': { mendedBy: 'time', title: 'The MDM reports an error of its own' },
  'vendor-throttled': { mendedBy: 'time', title: 'The MDM asks for fewer requests' },
  'vendor-timeout': { mendedBy: 'time', title: 'The MDM does not answer in time' },
  'vendor-unreachable': { mendedBy: 'time', title: 'The MDM cannot be reached' },
  'write-not-kept': { mendedBy: 'time', title: 'The MDM took the value and holds another one' },
  'write-not-published': {
    mendedBy: 'time',
    title: 'The MDM saved the value and did not publish it to its devices',
  },
} as const satisfies Record<string, { mendedBy: 'time' | 'administrator'; title: string }>;

export type DeliveryProblemCode = keyof typeof deliveryProblems;

export const deliveryProblemCodes = Object.keys(deliveryProblems) as readonly DeliveryProblemCode[];
