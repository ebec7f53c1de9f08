import { Drawer, Popover } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useMedia } from '../../lib/media';
import classes from './floating.module.css';

interface FloatingProps {
  opened: boolean;
  onClose: () => void;
  /** Names it for screen readers, and heads the sheet on a phone. */
  title: string;
  /** What it hangs on: an element that takes a ref. */
  target: ReactElement;
  children: ReactNode;
  width?: number;
  position?: 'bottom-start' | 'bottom-end' | 'top-start' | 'right-end';
}

/**
 * A small surface beside what it is about; on a phone, a sheet at the thumb. It opens within the key press that asks
 * for it (no transition), so that its first field has the focus before the next key.
 */
export function Floating({ opened, onClose, title, target, children, ...rest }: FloatingProps) {
  const { width = 320, position = 'bottom-start' } = rest;
  const isNarrow = useMedia('(max-width: 640px)');
  if (isNarrow)
    return (
      <>
        {target}
        <Drawer
          opened={opened}
          onClose={onClose}
          title={title}
          position="bottom"
          size="auto"
          radius="md"
          transitionProps={{ duration: 0 }}
          closeButtonProps={{ 'aria-label': 'Close' }}
          overlayProps={{ backgroundOpacity: 0.35 }}
          classNames={{ content: classes.sheet, body: classes.sheetBody, header: classes.sheetHead }}
        >
          {children}
        </Drawer>
      </>
    );
  return (
    <Popover
      opened={opened}
      onChange={(next) => next || onClose()}
      width={width}
      position={position}
      trapFocus
      returnFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={title} p={0} data-floating>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
