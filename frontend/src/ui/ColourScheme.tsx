import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.layer.css';
import './tokens.css';
import './kit.css';
import { localStorageColorSchemeManager, MantineProvider, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme';

const memory = localStorageColorSchemeManager({ key: 'kith-colour-scheme' });

/** Theme and colour scheme for everything below; the choice is remembered in this browser and follows the system by default. */
export function ColourScheme({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} colorSchemeManager={memory} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}

export type SchemeChoice = 'system' | 'light' | 'dark';

export function useColourScheme(): { scheme: SchemeChoice; setScheme: (choice: SchemeChoice) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return {
    scheme: colorScheme === 'auto' ? 'system' : colorScheme,
    setScheme: (choice) => setColorScheme(choice === 'system' ? 'auto' : choice),
  };
}
