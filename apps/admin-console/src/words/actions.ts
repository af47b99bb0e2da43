/** What was done, by the name of its operation. Names that are not here are shown as they are. */
export const actions: Readonly<Record<string, string>> = {
  createOrganization: 'Created the organization',
  setPolicy: 'Set the policy',
  addMdmConnection: 'Connected an MDM',
  changeMdmConnection: 'Changed an MDM connection',
  removeMdmConnection: 'Removed an MDM connection',
  testMdmConnection: 'Tested an MDM connection',
  pushNow: 'Had an MDM looked at',
  confirmDelivery: 'Confirmed a delivery',
  exportConfiguration: 'Took the files with a value',
  createToken: 'Made a token',
  editToken: 'Edited a token',
  revokeToken: 'Revoked a token',
  revealToken: 'Revealed a value',
  releaseDevice: 'Released a device',
  RotationStarted: 'Started a rotation',
  RotationAdvanced: 'Took a rotation on',
  RotationHeld: 'Held a rotation',
  RotationCompleted: 'Completed a rotation',
  RotationCancelled: 'Gave a rotation up',
  giveTokenValue: 'Took a value to write it into an MDM',
  liftActiveSetVersion: 'Made its tokens known anew',
  rotateKeys: 'Brought values under new keys',
};

export const actionWord = (action: string): string => actions[action] ?? action;
