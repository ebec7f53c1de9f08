import { useEffect, useRef } from 'react';
import { createStore, useStore } from './store';

/** Something the palette can do. Pages add theirs while they are on screen. */
export interface Command {
  id: string;
  label: string;
  /** Other words by which people look for it. */
  words?: string;
  group: string;
  keys?: string | undefined;
  run: () => void;
}

const offered = createStore<readonly Command[]>([]);

/** Offers commands in the palette as long as the component is on screen. `signature` changes when the list does. */
export function useCommands(signature: string, commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const mine = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find((other) => other.id === command.id)?.run(),
    }));
    // The signature stands for what the list shows; reading it here ties the effect to it.
    if (signature) offered.set([...offered.get(), ...mine]);
    return () => offered.set(offered.get().filter((command) => !mine.includes(command)));
  }, [signature]);
}

export function useOfferedCommands(): readonly Command[] {
  return useStore(offered);
}

/** The commands in whose label, or other words, every word typed begins or stands; best starts first. */
export function findCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const rank = (command: Command) => (command.label.toLocaleLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  const text = (command: Command) => `${command.label} ${command.words ?? ''}`.toLocaleLowerCase();
  return commands
    .filter((command) => words.every((word) => text(command).includes(word)))
    .sort((a, b) => rank(a) - rank(b));
}
