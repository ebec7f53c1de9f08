import { useNavigate } from '@tanstack/react-router';
import { useCan } from '../../api';
import { useShortcut } from '../../lib/shortcuts';
import { undoLast } from '../../ui';
import { useCreations } from './creations';
import { type Destination, destinations } from './navigation';
import { openPalette, sheetIsOpen } from './paletteState';

/** The keys that work on every page. */
export function ShellKeys() {
  const can = useCan();
  useShortcut('mod+k', 'Everywhere', 'Find or do', openPalette);
  useShortcut('?', 'Everywhere', 'Show these shortcuts', () => sheetIsOpen.set(true));
  const here = useCreations()[0];
  useShortcut('c', 'Everywhere', here?.label ?? '', () => here?.run(), here !== undefined);
  useShortcut('z', 'Everywhere', 'Undo the last change', undoLast);
  useShortcut('mod+z', 'Everywhere', 'Undo the last change', undoLast);
  return destinations
    .filter((place) => !place.permission || can(place.permission))
    .map((place) => <GoKey key={place.to} place={place} />);
}

function GoKey({ place }: { place: Destination }) {
  const navigate = useNavigate();
  useShortcut(place.keys, 'Go to', place.label, () => void navigate({ to: place.to }));
  return null;
}
