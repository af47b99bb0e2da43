/** Where a person goes on after signing in: a page of the console and nothing else, whatever was asked for. */
export const returnToPage = (asked: unknown): string => {
  if (typeof asked !== 'string' || asked.length > 2_048 || !asked.startsWith('/console/')) return '/console/';
  const url = new URL(asked, 'http://console.invalid');
  const stays = url.origin === 'http://console.invalid' && url.pathname.startsWith('/console/');
  return stays ? `${url.pathname}${url.search}` : '/console/';
};
