/** Where this console was loaded from: `…/console/assets/` lies beside the API, whatever a reverse proxy puts before it. */
const gatewayPath = (() => {
  const { pathname } = new URL(import.meta.url);
  const at = pathname.lastIndexOf('/console/assets/');
  return at < 0 ? '' : pathname.slice(0, at);
})();

export const consolePath = `${gatewayPath}/console`;
export const apiPath = `${gatewayPath}/api/v1`;

/** Leaves for the identity provider and comes back to a page of the console, the present one unless another is named. */
export const signInAddress = (returnTo = location.pathname + location.search): string => {
  const page = returnTo.startsWith(gatewayPath) ? returnTo.slice(gatewayPath.length) : returnTo;
  return `${consolePath}/sign-in?returnTo=${encodeURIComponent(page)}`;
};
