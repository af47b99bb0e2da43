/** Nulls are as good as left out. */
export function present(given: object | null | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined),
  );
}
