/** `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'mdm-gate-theme';

const isTheme = (text: string | null): text is Theme =>
  text === 'system' || text === 'light' || text === 'dark';

export const chosenTheme = (): Theme => {
  const stored = localStorage.getItem(key);
  return isTheme(stored) ? stored : 'system';
};

export const applyTheme = (theme: Theme): void => {
  localStorage.setItem(key, theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};
