/** Events that no service reacts to, and why they are published all the same. */
export const eventsForObservers: Readonly<Record<string, string>> = {
  DeliveryFailed: 'Tells operators and their own subscribers that a delivery needs attention',
  DriftDetected: 'Tells operators and their own subscribers that somebody else changed what an MDM holds',
  RotationStarted: 'Tells operators and their own subscribers that a token is being replaced',
  RotationAdvanced: 'Tells operators and their own subscribers how far a rotation has come',
  RotationHeld: 'Tells operators and their own subscribers that a rotation waits for a person',
  RotationResumed: 'Tells operators and their own subscribers that a rotation waits for nobody any more',
  RotationCompleted: 'Tells operators and their own subscribers that a token was replaced',
  RotationCancelled: 'Tells operators and their own subscribers that a rotation was given up',
};
