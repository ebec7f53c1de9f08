import { IconDots, IconFileExport, IconUserOff } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type ContactRow, useCan } from '../../../api';
import { ActionIcon, ConfirmDialog, Menu, Stack } from '../../../ui';
import { useEraseContact } from '../mutations';
import classes from './privacy.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** What a person may ask of whoever keeps their data: to have all of it, and to be forgotten. */
export function PrivacyMenu({ contact }: { contact: ContactRow }) {
  const can = useCan();
  const [asks, setAsks] = useState(false);
  if (!can('contacts:export') && !can('contacts:erase')) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More for ${contact.full_name}`}>
            <IconDots size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {can('contacts:export') ? (
            <Menu.Item
              component="a"
              href={`/api/v1/contacts/${contact.id}/personal-data`}
              download
              leftSection={<IconFileExport {...icon} />}
            >
              Export personal data
            </Menu.Item>
          ) : null}
          {can('contacts:erase') ? (
            <Menu.Item
              color="var(--danger)"
              leftSection={<IconUserOff {...icon} />}
              onClick={() => setAsks(true)}
            >
              Erase person…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {asks ? <EraseDialog contact={contact} onClose={() => setAsks(false)} /> : null}
    </>
  );
}

function EraseDialog({ contact, onClose }: { contact: ContactRow; onClose: () => void }) {
  const erase = useEraseContact();
  const navigate = useNavigate();
  const confirm = () =>
    erase.mutate(
      { id: contact.id, confirm: contact.full_name },
      {
        onSuccess: () => {
          onClose();
          void navigate({ to: '/contacts' });
        },
      },
    );
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      onConfirm={confirm}
      title={`Erase ${contact.full_name} everywhere?`}
      confirmLabel="Erase person"
      typed={contact.full_name}
      loading={erase.isPending}
      danger
    >
      <Stack gap="xs">
        <span>For when a person asks to be forgotten. Nobody can undo it.</span>
        <ul className={classes.list}>
          <li>The contact goes, with notes, tags, companies and what was stated of consent.</li>
          <li>Its history keeps that something happened, when and by whom, but no values.</li>
          <li>Opportunities stay, without the name. Views that look for the person go.</li>
          <li>
            Files of all exports and imports are deleted, with the imports that have not begun: any of them
            may hold the person.
          </li>
          <li>
            A hash of address and number stays, from which neither can be read, so that nobody writes to them
            again.
          </li>
        </ul>
        <span>Backups, and files that somebody has downloaded, are out of reach.</span>
      </Stack>
    </ConfirmDialog>
  );
}
