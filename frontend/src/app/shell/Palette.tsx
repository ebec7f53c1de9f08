import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useCan } from '../../api';
import { searchCompaniesQuery } from '../../features/companies/queries';
import { searchContactsQuery } from '../../features/contacts/queries';
import { searchOpportunitiesQuery } from '../../features/pipelines/queries';
import { type Command, findCommands, useOfferedCommands } from '../../lib/commands';
import { Face, Keys, Modal, useDebouncedValue } from '../../ui';
import classes from './palette.module.css';
import { paletteIsOpen } from './paletteState';
import { useShellCommands } from './shellCommands';

interface Entry extends Command {
  face?: string;
  isSquare?: boolean;
  hint?: string | undefined;
}

/** One field to go anywhere, find anyone, and do what can be done here. */
export function Palette() {
  return (
    <Modal
      opened
      onClose={() => paletteIsOpen.set(false)}
      withCloseButton={false}
      title="Find or do"
      size={580}
      padding={0}
      yOffset="12vh"
      classNames={{ header: classes.title, body: classes.body }}
    >
      <Finder />
    </Modal>
  );
}

function Finder() {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  // Enter came before the results had caught up with what was typed: the first of them is taken as soon as they have.
  const [isAsked, setIsAsked] = useState(false);
  const [query] = useDebouncedValue(typed.trim(), 120);
  const list = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const can = useCan();
  const commands = [...useOfferedCommands(), ...useShellCommands()];
  const people = useQuery({
    ...searchContactsQuery(query),
    enabled: query.length > 0 && can('contacts:read'),
    placeholderData: keepPreviousData,
  });
  const organisations = useQuery({
    ...searchCompaniesQuery(query),
    enabled: query.length > 0 && can('contacts:read'),
    placeholderData: keepPreviousData,
  });
  const deals = useQuery({
    ...searchOpportunitiesQuery(query),
    enabled: query.length > 0 && can('opportunities:read'),
    placeholderData: keepPreviousData,
  });
  const isEmpty = typed.trim() === '';
  const found: Entry[] = isEmpty
    ? []
    : (people.data?.items ?? []).map((contact) => ({
        id: `contact-${contact.id}`,
        label: contact.full_name,
        hint: contact.email || contact.phone_display || contact.company?.name,
        group: 'People',
        face: contact.full_name,
        run: () => void navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } }),
      }));
  const places: Entry[] = isEmpty
    ? []
    : (organisations.data?.items ?? []).map((company) => ({
        id: `company-${company.id}`,
        label: company.name,
        hint: company.domain || company.industry,
        group: 'Companies',
        face: company.name,
        isSquare: true,
        run: () => void navigate({ to: '/companies/$companyId', params: { companyId: company.id } }),
      }));
  const chances: Entry[] = isEmpty
    ? []
    : (deals.data?.items ?? []).map((deal) => ({
        id: `opportunity-${deal.id}`,
        label: deal.title,
        hint: deal.contact?.name ?? deal.company?.name,
        group: 'Opportunities',
        face: deal.title,
        isSquare: true,
        run: () => void navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: deal.id } }),
      }));
  const entries: Entry[] = [...found, ...places, ...chances, ...findCommands(commands, typed)];
  const groups = [...new Set(entries.map((entry) => entry.group))];
  const ordered = groups.flatMap((group) => entries.filter((entry) => entry.group === group));
  const current = Math.min(active, Math.max(0, ordered.length - 1));

  useEffect(() => {
    list.current?.querySelector(`#palette-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const isBehind =
    typed.trim() !== query ||
    [people, organisations, deals].some((one) => one.isFetching && (one.isPending || one.isPlaceholderData));
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    paletteIsOpen.set(false);
    // After the dialog has given the focus back, so that what opens next can take it.
    setTimeout(entry.run, 0);
  };
  useEffect(() => {
    if (!isAsked || isBehind) return;
    setIsAsked(false);
    choose(ordered[current]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive((current + step + ordered.length) % Math.max(1, ordered.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (isBehind) setIsAsked(true);
      else choose(ordered[current]);
    }
  };
  return (
    <>
      <input
        className={classes.field}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
          setIsAsked(false);
        }}
        onKeyDown={onKeyDown}
        placeholder="Find people and companies, go somewhere, do something…"
        aria-label="Find people and companies, go somewhere, do something"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={ordered.length > 0 ? `palette-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div className={classes.list} id="palette-list" role="listbox" aria-label="Results" ref={list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox has no element of its own
          <div key={group} role="group" aria-label={group}>
            <div className={classes.group} aria-hidden="true">
              {group}
            </div>
            {ordered.map((entry, index) =>
              entry.group === group ? (
                // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option by aria-activedescendant
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
                <div
                  key={entry.id}
                  id={`palette-${index}`}
                  role="option"
                  aria-selected={index === current}
                  className={classes.option}
                  onMouseMove={() => setActive(index)}
                  onClick={() => choose(entry)}
                >
                  {entry.face ? (
                    <Face name={entry.face} size={20} isSquare={entry.isSquare ?? false} />
                  ) : null}
                  <span className={classes.label}>{entry.label}</span>
                  {entry.hint ? <span className={classes.hint}>{entry.hint}</span> : null}
                  {entry.keys ? <Keys keys={entry.keys} /> : null}
                </div>
              ) : null,
            )}
          </div>
        ))}
      </div>
      {ordered.length === 0 ? (
        <div className={classes.none}>
          {people.isFetching || organisations.isFetching || deals.isFetching
            ? 'Searching…'
            : 'Nothing found.'}
        </div>
      ) : null}
    </>
  );
}
