import { Menu } from '@base-ui/react/menu';
import type { WhoAmI } from '@mdm-gate/contracts';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSignOut } from '../../session/use-sign-out.ts';
import { applyTheme, chosenTheme, type Theme } from '../../theme/theme.ts';
import styles from './user-menu.module.css';

const themes: readonly (readonly [Theme, string])[] = [
  ['system', 'As the device'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

const isTheme = (value: unknown): value is Theme => themes.some(([theme]) => theme === value);

/** Who is signed in, their sessions, how it looks, and the way out. */
export const UserMenu = ({ me }: { readonly me: WhoAmI }) => {
  const [theme, setTheme] = useState(chosenTheme);
  const signOut = useSignOut();
  return (
    <Menu.Root>
      <Menu.Trigger className={styles['trigger']}>{me.name ?? me.callerId}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className={styles['popup']}>
            <div className={styles['who']}>
              Signed in as <strong>{me.callerId}</strong>
              {me.isPlatformAdministrator && ', platform administrator'}
            </div>
            <Menu.Item className={styles['item']} render={<Link to="/sessions" />}>
              Your sessions
            </Menu.Item>
            <Menu.Group>
              <Menu.GroupLabel className={styles['label']}>Look</Menu.GroupLabel>
              <Menu.RadioGroup
                value={theme}
                onValueChange={(value: unknown) => {
                  if (!isTheme(value)) return;
                  applyTheme(value);
                  setTheme(value);
                }}
              >
                {themes.map(([value, name]) => (
                  <Menu.RadioItem key={value} value={value} className={styles['item']}>
                    <span aria-hidden>{theme === value ? '●' : '○'}</span> {name}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Item className={styles['item']} onClick={signOut}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
