/** Events that no service reacts to, and why they are published all the same. */
export const eventsForObservers: Readonly<Record<string, string>> = {
  DeliveryFailed: 'Tells operators and their own subscribers that a delivery needs attention',
  DriftDetected: 'Tells operators and their own subscribers that somebody else changed what an MDM holds',
};
